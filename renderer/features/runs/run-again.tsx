import { SyncIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useSearchParams } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Application } from '../../../shared/domain/journal'
import { lastChangeOf } from '../../../shared/domain/last-change'
import type { RunSummary } from '../../../shared/domain/run'
import { useFleet } from '../fleet/fleet-queries'
import { useProgress } from '../setup/progress'
import { useApplications } from '../setup/setup-queries'
import styles from './diagnoses.module.css'
import { useDispatchable, useRun } from './runs-queries'
import { StartTestRun } from './start-test-run'
import { useStartTestRun } from './use-start-test-run'

/** Closes the loop: something was repaired since this run, and nothing has run since then. */
export function RunAgain({ run }: { run: RunSummary }) {
  const progress = useProgress(run.repository)
  const applications = useApplications(run.repository).data ?? []
  const row = useFleet().data?.rows.find(({ repository }) => repository === run.repository)
  const changedAt = Math.max(...applications.map(repairedAt))
  const provenAt = Date.parse(row?.lastRun?.createdAt ?? run.createdAt)
  if ((progress && !progress.over) || changedAt <= Math.max(provenAt, Date.parse(run.createdAt))) return null
  return (
    <div className={styles.again} role="status">
      <span>The repair was applied. Run it again to see it work.</span>
      <RunAgainButton run={run} />
    </div>
  )
}

/** When an application changed what a run meets, in milliseconds; one that was taken back repaired nothing. */
function repairedAt(application: Application): number {
  const never = Number.NEGATIVE_INFINITY
  return application.undo || application.endedAt === null ? never : (lastChangeOf(application) ?? never)
}

/** Starts the run’s workflow on its ref; where that cannot be started by hand, the one that can. */
export function RunAgainButton({ run }: { run: RunSummary }) {
  const start = useStartTestRun(run.repository)
  const dispatchable = useDispatchable(run.repository).data ?? []
  const same = dispatchable.find(({ path, refusal }) => path === run.workflowPath && refusal === null)
  const isDispatch = run.event === 'workflow_dispatch'
  return (
    <Button
      size="small"
      variant="primary"
      leadingVisual={SyncIcon}
      loading={start.isPending}
      onClick={() =>
        start.begin(
          same ? { workflowPath: same.path, ref: isDispatch ? run.branch : null, like: run.id } : {},
        )
      }
    >
      Run it again
    </Button>
  )
}

/** After an application: the run that led to it once more, or any test run where none did. */
export function ProveRepair({ repository }: { repository: RepositoryName }) {
  const [params] = useSearchParams()
  const runId = Number(params.get('run'))
  return runId > 0 ? (
    <RunAgainById repository={repository} runId={runId} />
  ) : (
    <StartTestRun repository={repository} primary />
  )
}

/** The same for a run of which only its ID is at hand. */
export function RunAgainById({ repository, runId }: { repository: RepositoryName; runId: number }) {
  const { data } = useRun(repository, runId)
  return data ? <RunAgainButton run={data.run} /> : <StartTestRun repository={repository} primary />
}
