import type { Diagnosis } from './diagnosis/diagnosis'
import type { RunSummary } from './run'
import { outcomeOf } from './run-filter'

/** Test runs that a person who is not looking wants to know of. */
export interface OwnRunsView<Run extends RunSummary = RunSummary> {
  /** Those that go on or wait, latest first. */
  open: Run[]
  /** Those that failed lately and that no later one of the same workflow has made good; latest first. */
  failed: Run[]
}

/** How long a failure counts as recent: a working day and the night after it. */
export const RECENT_HOURS = 24

/** What is worth telling of test runs, which come latest first; `now` in milliseconds. */
export function worthTelling(runs: readonly RunSummary[], now: number): OwnRunsView {
  const open = runs.filter(({ status }) => status !== 'completed')
  const since = now - RECENT_HOURS * 3_600_000
  const seen = new Set<string>()
  const failed = runs.filter((run) => {
    const outcome = outcomeOf(run)
    if (outcome !== 'failed' && outcome !== 'success') return false
    const workflow = `${run.repository} ${run.workflowPath ?? run.workflowName}`
    const isLatest = !seen.has(workflow)
    seen.add(workflow)
    return isLatest && outcome === 'failed' && Date.parse(run.updatedAt) >= since
  })
  return { open, failed }
}

/** What a test run that is over came to. */
export type RunVerdict = 'passed' | 'unproven' | 'failed' | 'other'

/** Green is not enough: one that did not show what it should proves nothing. */
export function verdictOf(run: RunSummary, diagnoses: readonly Diagnosis[]): RunVerdict {
  switch (outcomeOf(run)) {
    case 'success':
      return diagnoses.length > 0 ? 'unproven' : 'passed'
    case 'failed':
      return 'failed'
    default:
      return 'other'
  }
}
