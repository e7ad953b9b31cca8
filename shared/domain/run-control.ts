import type { RepositoryFacts } from './observation'
import type { RunState } from './run'

/** What can be done to a run. */
export type RunAction = 'cancel' | 'force-cancel' | 'rerun' | 'rerun-failed'

/** What the connected identity may do in a repository. */
export type RunRights = Pick<RepositoryFacts, 'permission' | 'archived'>

/** Days after its first attempt within which GitHub runs a run again (GitHub Docs, re-running workflows). */
const RERUN_DAYS = 30

/** Attempts of one run that GitHub allows (GitHub Docs, re-running workflows). */
const MOST_ATTEMPTS = 50

const DAY_MS = 86_400_000

/** Why an action cannot be done to a run now; null where nothing is known against it. `now` in milliseconds. */
export function refusalOf(
  action: RunAction,
  { run, jobs }: Pick<RunState, 'run' | 'jobs'>,
  { permission, archived }: RunRights,
  now: number,
): string | null {
  if (archived) return `${run.repository} is archived: its runs can only be read.`
  if (permission === 'read' || permission === 'triage') {
    return `You may only ${permission} ${run.repository}. Ask its administrator for the right to write.`
  }
  const over = run.status === 'completed'
  if (action === 'cancel' || action === 'force-cancel') {
    return over ? `The run is over: it ended with ${run.conclusion ?? 'no conclusion'}.` : null
  }
  if (!over) return 'The run has not ended yet. Cancel it first, or wait.'
  if (now - Date.parse(run.createdAt) > RERUN_DAYS * DAY_MS) {
    return `GitHub runs a run again within ${RERUN_DAYS} days only. Start a new test run.`
  }
  if (run.attempt >= MOST_ATTEMPTS)
    return `GitHub allows ${MOST_ATTEMPTS} attempts of a run. Start a new one.`
  if (action === 'rerun-failed' && !jobs.some(hasFailed)) return 'No job of this attempt has failed.'
  return null
}

function hasFailed({ conclusion }: RunState['jobs'][number]): boolean {
  return conclusion === 'failure' || conclusion === 'cancelled' || conclusion === 'timed_out'
}
