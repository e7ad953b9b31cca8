import { z } from 'zod'
import { Instant, RepositoryName } from './ids'

/** Check status as GitHub's REST names it. */
export const RunStatus = z.enum(['requested', 'waiting', 'pending', 'queued', 'in_progress', 'completed'])
export type RunStatus = z.infer<typeof RunStatus>

export const Conclusion = z.enum([
  'success',
  'failure',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
  'neutral',
  'stale',
  'startup_failure',
])
export type Conclusion = z.infer<typeof Conclusion>

export const RunSummary = z.object({
  id: z.number().int(),
  repository: RepositoryName,
  number: z.number().int(),
  attempt: z.number().int(),
  title: z.string(),
  workflowName: z.string(),
  workflowPath: z.string().nullable(),
  event: z.string(),
  branch: z.string().nullable(),
  headSha: z.string(),
  actor: z.string().nullable(),
  /** Where the commit lies: another repository for the pull request of a fork. Left out where GitHub was not asked. */
  headRepository: z.string().nullable().optional(),
  status: RunStatus,
  conclusion: Conclusion.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  url: z.url(),
  /** Why a green run proves nothing: what of ours it passed over. Left out where it ran, or where nobody looked. */
  unproven: z.string().optional(),
})
export type RunSummary = z.infer<typeof RunSummary>

export const RunStep = z.object({
  number: z.number().int(),
  name: z.string(),
  status: RunStatus,
  conclusion: Conclusion.nullable(),
  startedAt: Instant.nullable(),
  completedAt: Instant.nullable(),
})
export type RunStep = z.infer<typeof RunStep>

export const RunJob = z.object({
  id: z.number().int(),
  name: z.string(),
  status: RunStatus,
  conclusion: Conclusion.nullable(),
  startedAt: Instant.nullable(),
  completedAt: Instant.nullable(),
  url: z.url().nullable(),
  steps: z.array(RunStep),
})
export type RunJob = z.infer<typeof RunJob>

/** A protected environment that a run waits for. */
export const PendingReview = z.object({
  environmentId: z.number().int(),
  environment: z.string(),
  /** Whether the connected identity is one of its reviewers. */
  mayReview: z.boolean(),
  /** Logins of people and names of teams. */
  reviewers: z.array(z.string()),
  /** Minutes of its wait timer; 0 for none. */
  waitMinutes: z.number(),
})
export type PendingReview = z.infer<typeof PendingReview>

/** A run with its jobs at one moment. */
export const RunState = z.object({
  run: RunSummary,
  jobs: z.array(RunJob),
  readAt: Instant,
  /** Left out where the run waits for nobody, or GitHub does not tell. */
  pending: z.array(PendingReview).optional(),
})
export type RunState = z.infer<typeof RunState>
