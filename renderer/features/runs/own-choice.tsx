import { Button } from '@primer/react'
import { useState } from 'react'
import { AS_DETECTED, type Dispatchable, type TestChoice } from '../../../shared/contract/test-runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { workflowOf } from './common-choice'
import { StartRunDialog } from './start-run-dialog'
import styles from './tests-page.module.css'

interface Props {
  repository: RepositoryName
  workflows: readonly Dispatchable[]
  common: TestChoice
  /** Null: as all others. */
  own: TestChoice | null
  disabled: boolean
  onChoose(own: TestChoice | null): void
}

/** What one repository will run, and the way to choose it otherwise than for all. */
export function OwnChoice({ repository, workflows, common, own, disabled, onChoose }: Props) {
  const [choosing, setChoosing] = useState(false)
  const choice = own ?? common
  const workflow = workflowOf(workflows, choice.workflowPath)
  if (workflows.length === 0) return <span className="muted">No workflow that calls Bedrock</span>
  return (
    <span className={styles.own}>
      <span title={workflow?.path}>{workflow?.name ?? choice.workflowPath}</span>
      {choice.ref && <code>{choice.ref}</code>}
      {own === null ? (
        <Button size="small" variant="invisible" disabled={disabled} onClick={() => setChoosing(true)}>
          Choose<span className="visually-hidden"> what {repository} runs</span>…
        </Button>
      ) : (
        <Button size="small" variant="invisible" disabled={disabled} onClick={() => onChoose(null)}>
          As all<span className="visually-hidden"> others: {repository}</span>
        </Button>
      )}
      {choosing && (
        <StartRunDialog
          repository={repository}
          choices={startableFirst(workflows)}
          verb="Choose what it runs"
          first={{ ...AS_DETECTED, workflowPath: workflow?.path ?? null, ref: common.ref }}
          onClose={() => setChoosing(false)}
          onStart={(chosen) => {
            setChoosing(false)
            onChoose(chosen)
          }}
        />
      )}
    </span>
  )
}

/* Another branch may have the trigger that the default branch lacks: the dialog looks there. */
function startableFirst(workflows: readonly Dispatchable[]): Dispatchable[] {
  return workflows.toSorted((one, other) => Number(one.refusal !== null) - Number(other.refusal !== null))
}
