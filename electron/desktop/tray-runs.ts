import type { RunState, RunSummary } from '../../shared/domain/run'
import { keyOfRun, progressOf } from '../../shared/domain/run-looks'
import type { OwnRunsNews } from '../services/runs/own-runs'
import { placeOfRun } from './run-notices'

/** A test run in the tray's menu, and where the page shows it. */
export interface TrayRun {
  label: string
  place: string
}

/** The lines of the test runs that go on, and below them of those that failed lately. */
export function trayRuns({ view, causes, states }: Extract<OwnRunsNews, { kind: 'view' }>): TrayRun[] {
  const lineOf = (run: RunSummary, says: string): TrayRun => ({
    label: `${run.repository} #${run.number}: ${says}`,
    place: placeOfRun(run),
  })
  return [
    ...view.open.map((run) => lineOf(run, goingOn(run, states.get(keyOfRun(run))))),
    ...view.failed.map((run) => {
      const cause = causes.get(keyOfRun(run))
      return lineOf(run, cause === undefined ? 'failed' : `failed: ${cause}`)
    }),
  ]
}

function goingOn({ status }: RunSummary, state: RunState | undefined): string {
  if (status === 'waiting') return 'waits for a review'
  if (status !== 'in_progress') return 'is queued'
  const { job, step } = state ? progressOf(state) : { job: null, step: null }
  return job === null ? 'is running' : `is running, ${step?.name ?? job.name}`
}
