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
  status: RunStatus,
  conclusion: Conclusion.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  url: z.url(),
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

/** A run with its jobs at one moment. */
export const RunState = z.object({ run: RunSummary, jobs: z.array(RunJob), readAt: Instant })
export type RunState = z.infer<typeof RunState>
