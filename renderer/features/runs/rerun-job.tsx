import { SyncIcon } from '@primer/octicons-react'
import { ConfirmationDialog, IconButton } from '@primer/react'
import { useState } from 'react'
import type { RunJob, RunState } from '../../../shared/domain/run'
import { refusalOf } from '../../../shared/domain/run-control'
import { useRights, useRunSteering } from './steering-queries'

/** Runs one job again with those that need it; nothing where the run may not be run again. */
export function RerunJob({ state, job }: { state: RunState; job: RunJob }) {
  const { run } = state
  const rights = useRights(run.repository).data
  const steering = useRunSteering(run.repository, run.id)
  const [asking, setAsking] = useState(false)
  if (!rights || refusalOf('rerun', state, rights, Date.now()) !== null) return null
  return (
    <>
      <IconButton
        size="small"
        variant="invisible"
        icon={SyncIcon}
        loading={steering.isPending}
        aria-label={`Re-run the job ${job.name}`}
        onClick={() => setAsking(true)}
      />
      {asking && (
        <ConfirmationDialog
          title={`Re-run ${job.name}?`}
          confirmButtonContent="Re-run the job"
          cancelButtonContent="Leave it"
          onClose={(gesture) => {
            setAsking(false)
            if (gesture === 'confirm') steering.rerunJob(job.id)
          }}
        >
          It begins the next attempt of the run, with the same commit and inputs. Jobs that need this one run
          again, too; all others stay as they are.
        </ConfirmationDialog>
      )}
    </>
  )
}
