import { z } from 'zod'
import { Failure } from './failure'
import { Instant, RepositoryName } from './ids'
import { Plan, type Step } from './plan'
import { Setup } from './setup'

/** What was found when a step ran that undo needs and the plan could not know. */
export const Outcome = z.object({
  /** Number of the pull request opened or merged. */
  pullRequest: z.number().int().nullable(),
  /** ARN of what was created. */
  arn: z.string().nullable(),
  url: z.string().nullable(),
  /** It stood already when its turn came, by somebody else's hand: an undo leaves it. */
  found: z.boolean().optional(),
})
export type Outcome = z.infer<typeof Outcome>

/** `begun` and `undoing` are written before the calls of a step, the others after them. */
export const StepPhase = z.enum([
  'pending',
  'begun',
  'done',
  'failed',
  'skipped',
  'undoing',
  'undone',
  'undo-refused',
])
export type StepPhase = z.infer<typeof StepPhase>

/** What a step expected to find and what was there instead: somebody else changed it. */
export const Difference = z.object({ expected: z.string().nullable(), found: z.string().nullable() })
export type Difference = z.infer<typeof Difference>

/** One line of a journal: written before a call and after it. */
export const JournalEntry = z.object({
  stepId: z.string(),
  phase: StepPhase,
  at: Instant,
  outcome: Outcome.nullable(),
  failure: Failure.nullable(),
  difference: Difference.nullable().optional(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

/** That an application is to be taken back: whole where `steps` is null. */
export const UndoRequest = z.object({ at: Instant, steps: z.array(z.string()).nullable() })
export type UndoRequest = z.infer<typeof UndoRequest>

/** An applied plan: enough to resume and to undo. */
export const Application = z.object({
  id: z.string(),
  repository: RepositoryName,
  plan: Plan,
  startedAt: Instant,
  /** Null while it runs or when it was interrupted. */
  endedAt: Instant.nullable(),
  entries: z.array(JournalEntry),
  /** Steps that the user left out. */
  exclude: z.array(z.string()).optional(),
  /** The setup that was stored before; an undo brings it back. */
  replaced: Setup.nullable().optional(),
  /** The undo that was asked for last; null while none was. */
  undo: UndoRequest.nullable().optional(),
})
export type Application = z.infer<typeof Application>

/** The last phase of a step; `pending` before anything was recorded of it. */
export function phaseOf({ entries }: Pick<Application, 'entries'>, stepId: string): StepPhase {
  return entries.findLast((entry) => entry.stepId === stepId)?.phase ?? 'pending'
}

/** Steps that an application, or its undo, has still to come to: what was left out and what is over is none. */
export function openSteps(application: Application): Step[] {
  const { plan, undo } = application
  const excluded = new Set(application.exclude)
  return plan.steps.filter(({ id }) => {
    const phase = phaseOf(application, id)
    if (!undo) return phase !== 'done' && !excluded.has(id)
    if (undo.steps !== null && !undo.steps.includes(id)) return false
    return phase === 'done' || phase === 'begun' || phase === 'undoing' || phase === 'undo-refused'
  })
}
