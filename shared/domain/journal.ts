import { z } from 'zod'
import { Failure } from './failure'
import { Instant, RepositoryName } from './ids'
import { Plan } from './plan'

/** What was found when a step ran that undo needs and the plan could not know. */
export const Outcome = z.object({
  /** Number of the pull request opened or merged. */
  pullRequest: z.number().int().nullable(),
  /** ARN of what was created. */
  arn: z.string().nullable(),
  url: z.string().nullable(),
})
export type Outcome = z.infer<typeof Outcome>

export const StepPhase = z.enum(['pending', 'begun', 'done', 'failed', 'skipped', 'undone', 'undo-refused'])
export type StepPhase = z.infer<typeof StepPhase>

/** One line of a journal: written before a call and after it. */
export const JournalEntry = z.object({
  stepId: z.string(),
  phase: StepPhase,
  at: Instant,
  outcome: Outcome.nullable(),
  failure: Failure.nullable(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

/** An applied plan: enough to resume and to undo. */
export const Application = z.object({
  id: z.string(),
  repository: RepositoryName,
  plan: Plan,
  startedAt: Instant,
  /** Null while it runs or when it was interrupted. */
  endedAt: Instant.nullable(),
  entries: z.array(JournalEntry),
})
export type Application = z.infer<typeof Application>
