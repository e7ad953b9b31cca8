import { z } from 'zod'
import { Instant, RepositoryName } from './ids'
import type { Conclusion, RunStatus, RunSummary } from './run'

/** How a run stands, in the words that a list is filtered by: what failed to start or ran out of time has failed. */
export const RunOutcome = z.enum(['running', 'waiting', 'success', 'failed', 'cancelled', 'other'])
export type RunOutcome = z.infer<typeof RunOutcome>

const OF_CONCLUSION: Record<Conclusion, RunOutcome> = {
  success: 'success',
  failure: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
  cancelled: 'cancelled',
  action_required: 'waiting',
  skipped: 'other',
  neutral: 'other',
  stale: 'other',
}

/** The outcome of a run, job or step. */
export function outcomeOf({
  status,
  conclusion,
}: {
  status: RunStatus
  conclusion: Conclusion | null
}): RunOutcome {
  if (status !== 'completed') return status === 'waiting' ? 'waiting' : 'running'
  return conclusion === null ? 'other' : OF_CONCLUSION[conclusion]
}

/** Which runs are wanted. A list that is empty asks for nothing; a run must fit all that are not. */
export const RunFilter = z.object({
  /** Words that each stand somewhere in the run's line. */
  text: z.string().default(''),
  outcomes: z.array(RunOutcome).default([]),
  repositories: z.array(RepositoryName).default([]),
  /** Names of workflows, or paths of their files. */
  workflows: z.array(z.string()).default([]),
  branches: z.array(z.string()).default([]),
  events: z.array(z.string()).default([]),
  actors: z.array(z.string()).default([]),
  /** Created then or later. */
  since: Instant.nullable().default(null),
})
export type RunFilter = z.infer<typeof RunFilter>

/** The filter that lets every run through. */
export const EVERY_RUN: RunFilter = RunFilter.parse({})

/** Whether a run fits; names are compared as GitHub does, whatever their case, and branches as they are written. */
export function fitsFilter(filter: RunFilter): (run: RunSummary) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const outcomes = new Set(filter.outcomes)
  const repositories = folded(filter.repositories)
  const workflows = folded(filter.workflows)
  const branches = new Set(filter.branches)
  const events = folded(filter.events)
  const actors = folded(filter.actors)
  return (run) =>
    (filter.since === null || run.createdAt >= filter.since) &&
    (outcomes.size === 0 || outcomes.has(outcomeOf(run))) &&
    isIn(repositories, run.repository) &&
    (isIn(workflows, run.workflowName) || isIn(workflows, run.workflowPath)) &&
    (branches.size === 0 || branches.has(run.branch ?? '')) &&
    isIn(events, run.event) &&
    isIn(actors, run.actor) &&
    (words.length === 0 || holdsAll(run, words))
}

function folded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()))
}

function isIn(wanted: ReadonlySet<string>, name: string | null): boolean {
  return wanted.size === 0 || wanted.has((name ?? '').toLowerCase())
}

function holdsAll(run: RunSummary, words: readonly string[]): boolean {
  const { repository, workflowName, title, number, event, branch, actor, headSha } = run
  const line = [repository, workflowName, title, `#${number}`, event, branch, actor, headSha, outcomeOf(run)]
  const text = line.join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}
