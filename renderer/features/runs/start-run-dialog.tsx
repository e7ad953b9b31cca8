import { Dialog, FormControl, Select } from '@primer/react'
import { useState } from 'react'
import {
  AS_DETECTED,
  type Dispatchable,
  type Preparation,
  type TestChoice,
} from '../../../shared/contract/test-runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { complaintOf } from '../../../shared/domain/test-inputs'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTyped } from '../../ui/use-typed'
import { RefPicker } from './ref-picker'
import { RunInput } from './run-input'
import { usePreparation } from './start-queries'
import { StartReadiness } from './start-readiness'
import styles from './start-run-dialog.module.css'

interface Props {
  repository: RepositoryName
  choices: readonly Dispatchable[]
  onClose(): void
  onStart(choice: TestChoice): void
  /** What the button says that takes the choice. */
  verb?: string
  /** What the choice begins with. */
  first?: TestChoice
}

/** Chooses the workflow, the ref and the inputs of a test run, and says before it starts what stands in the way. */
export function StartRunDialog({
  repository,
  choices,
  onClose,
  onStart,
  verb = 'Start test run',
  first = AS_DETECTED,
}: Props) {
  const [path, setPath] = useState(first.workflowPath ?? choices[0]?.path ?? '')
  const [ref, setRef] = useState(first.ref ?? '')
  const [asked, setAsked] = useTyped(ref, setRef)
  const [given, setGiven] = useState<Record<string, string>>(first.inputs)
  const preparation = usePreparation(repository, path, ref.trim() || null)
  const ready = preparation.data
  const inputs = ready ? valuesOf(ready, given) : {}
  const complaints = ready ? complaintsOf(ready, inputs) : {}
  const startable = ready?.ready === true && Object.keys(complaints).length === 0 && !preparation.isFetching
  return (
    <Dialog
      title={verb}
      subtitle={repository}
      width="large"
      onClose={onClose}
      footerButtons={[
        { content: 'Cancel', onClick: onClose },
        {
          content: verb,
          buttonType: 'primary',
          disabled: !startable,
          onClick: () => onStart({ workflowPath: path, ref: ref.trim() || null, inputs }),
        },
      ]}
    >
      <div className="stack">
        <div className={styles.where}>
          <FormControl>
            <FormControl.Label>Workflow</FormControl.Label>
            <Select block value={path} onChange={(event) => setPath(event.target.value)}>
              {choices.map((choice) => (
                <Select.Option key={choice.path} value={choice.path}>
                  {`${choice.name} (${choice.path.replace('.github/workflows/', '')})`}
                </Select.Option>
              ))}
            </Select>
          </FormControl>
          <RefPicker repository={repository} value={asked} onChange={setAsked} />
        </div>
        {preparation.isPending && <SkeletonLines lines={4} />}
        {preparation.error && (
          <Problem failure={failureOf(preparation.error)} onRetry={() => void preparation.refetch()} />
        )}
        {ready && <StartReadiness checks={ready.checks} reading={preparation.isFetching} />}
        {ready && ready.inputs.length > 0 && (
          <fieldset className={styles.inputs}>
            <legend className={styles.legend}>Inputs</legend>
            {ready.inputs.map((input) => (
              <RunInput
                key={input.name}
                input={input}
                value={inputs[input.name] ?? ''}
                source={
                  given[input.name] === undefined ? (ready.values[input.name]?.source ?? 'none') : 'none'
                }
                environments={ready.environments}
                complaint={given[input.name] === undefined ? null : (complaints[input.name] ?? null)}
                onChange={(value) => setGiven({ ...given, [input.name]: value })}
              />
            ))}
          </fieldset>
        )}
      </div>
    </Dialog>
  )
}

function valuesOf({ inputs, values }: Preparation, given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(inputs.map(({ name }) => [name, given[name] ?? values[name]?.value ?? '']))
}

function complaintsOf(
  { inputs, environments }: Preparation,
  values: Record<string, string>,
): Record<string, string> {
  const found = inputs.flatMap((input) => {
    const complaint = complaintOf(input, values[input.name] ?? '', environments)
    return complaint === null ? [] : [[input.name, complaint] as const]
  })
  return Object.fromEntries(found)
}
