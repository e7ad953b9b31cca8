import type { RunState, RunSummary } from '../../../shared/domain/run'
import { progressOf } from '../../../shared/domain/run-looks'
import { durationOf } from '../../ui/time'
import { useSecond } from './use-second'

/** What an open run is at: how many of its jobs are over, the job and its step; empty for one that waits or is over. */
export function progressWords(state: RunState | undefined): string {
  if (!state || state.run.status === 'completed') return ''
  const { done, of, job, step } = progressOf(state)
  return [of > 1 && `${done} of ${of} jobs over`, job?.name, step?.name].filter(Boolean).join(' · ')
}

/** How long a run took, or has taken so far. */
export function RunTook({ run, state }: { run: RunSummary; state: RunState | undefined }) {
  const over = run.status === 'completed'
  const now = useSecond(!over)
  /* The times of a run are those of all its attempts together. */
  if (over) return run.attempt === 1 ? durationOf(run.createdAt, run.updatedAt) : 're-run'
  const startedAt = state ? progressOf(state).startedAt : run.attempt === 1 ? run.createdAt : null
  return startedAt === null ? 'not begun' : `${durationOf(startedAt, now)} so far`
}
