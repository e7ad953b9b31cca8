import { StopIcon, SyncIcon, TriangleDownIcon } from '@primer/octicons-react'
import { ActionList, ActionMenu, Button, ConfirmationDialog } from '@primer/react'
import { useState } from 'react'
import type { RunState } from '../../../shared/domain/run'
import { type RunAction, refusalOf } from '../../../shared/domain/run-control'
import { useRights, useRunSteering } from './steering-queries'

/** What can be done to a run, and of what cannot be done the reason. */
export function RunControls({ state }: { state: RunState }) {
  const { run } = state
  const rights = useRights(run.repository).data
  const steering = useRunSteering(run.repository, run.id)
  const [forcing, setForcing] = useState(false)
  const why = (action: RunAction): string | null =>
    rights ? refusalOf(action, state, rights, Date.now()) : null
  if (run.status !== 'completed') {
    const refusal = why('cancel')
    return (
      <>
        <ActionMenu>
          <ActionMenu.Button leadingVisual={StopIcon} loading={steering.isPending}>
            Cancel
          </ActionMenu.Button>
          <ActionMenu.Overlay width="medium">
            <ActionList>
              <Choice title="Cancel the run" refusal={refusal} onSelect={() => steering.cancel(false)}>
                Steps that clean up still run.
              </Choice>
              <Choice title="Cancel by force…" refusal={refusal} onSelect={() => setForcing(true)}>
                For a run that a plain cancel does not stop.
              </Choice>
            </ActionList>
          </ActionMenu.Overlay>
        </ActionMenu>
        {forcing && (
          <ConfirmationDialog
            title="Cancel by force?"
            confirmButtonContent="Cancel by force"
            cancelButtonContent="Let it run"
            confirmButtonType="danger"
            onClose={(gesture) => {
              setForcing(false)
              if (gesture === 'confirm') steering.cancel(true)
            }}
          >
            The jobs end at once, and no step cleans up after them.
          </ConfirmationDialog>
        )}
      </>
    )
  }
  return <Again why={why} steering={steering} />
}

interface AgainProps {
  why(action: RunAction): string | null
  steering: ReturnType<typeof useRunSteering>
}

function Again({ why, steering }: AgainProps) {
  const all = why('rerun')
  const failed = why('rerun-failed')
  return (
    <ActionMenu>
      <ActionMenu.Anchor>
        <Button leadingVisual={SyncIcon} trailingAction={TriangleDownIcon} loading={steering.isPending}>
          Re-run
        </Button>
      </ActionMenu.Anchor>
      <ActionMenu.Overlay width="medium">
        <ActionList>
          <Choice title="Re-run all jobs" refusal={all} onSelect={() => steering.rerun(false, false)}>
            The same commit and inputs, as the next attempt.
          </Choice>
          <Choice title="Re-run failed jobs" refusal={failed} onSelect={() => steering.rerun(true, false)}>
            Those that failed, and those that need them.
          </Choice>
          <ActionList.Divider />
          <Choice
            title="Re-run all with debug logging"
            refusal={all}
            onSelect={() => steering.rerun(false, true)}
          >
            The log tells what the runner and each step do.
          </Choice>
          <Choice
            title="Re-run failed with debug logging"
            refusal={failed}
            onSelect={() => steering.rerun(true, true)}
          >
            The same, for the failed jobs.
          </Choice>
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  )
}

interface ChoiceProps {
  title: string
  refusal: string | null
  onSelect(): void
  children: string
}

/** An action; where it is refused, the reason stands in place of what it does. */
function Choice({ title, refusal, onSelect, children }: ChoiceProps) {
  return (
    <ActionList.Item disabled={refusal !== null} onSelect={onSelect}>
      {title}
      <ActionList.Description variant="block">{refusal ?? children}</ActionList.Description>
    </ActionList.Item>
  )
}
