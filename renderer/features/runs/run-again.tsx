import { SyncIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useSearchParams } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { useProgress } from '../setup/progress'
import styles from './diagnoses.module.css'
import { useDispatchable, useRun } from './runs-queries'
import { StartTestRun } from './start-test-run'
import { useStartTestRun } from './use-start-test-run'

/** Closes the loop: what was applied since this run, and the same workflow on the same ref once more. */
export function RunAgain({ run }: { run: RunSummary }) {
  const progress = useProgress(run.repository)
  if (progress?.kind !== 'apply' || !progress.over || progress.failure !== null) return null
  if (!progress.application || progress.application.plan.createdAt < run.createdAt) return null
  return (
    <div className={styles.again} role="status">
      <span>The repair was applied. Run it again to see it work.</span>
      <RunAgainButton run={run} />
    </div>
  )
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
    <OfRun repository={repository} runId={runId} />
  ) : (
    <StartTestRun repository={repository} primary />
  )
}

function OfRun({ repository, runId }: { repository: RepositoryName; runId: number }) {
  const { data } = useRun(repository, runId)
  return data ? <RunAgainButton run={data.run} /> : <StartTestRun repository={repository} primary />
}
