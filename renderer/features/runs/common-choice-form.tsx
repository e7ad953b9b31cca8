import { FormControl, Select, TextInput } from '@primer/react'
import type { TestChoice } from '../../../shared/contract/test-runs'
import { complaintOf } from '../../../shared/domain/test-inputs'
import type { DispatchInput } from '../../../shared/domain/workflow-types'
import type { CommonOffer } from './common-choice'
import styles from './tests-page.module.css'

interface Props {
  choice: TestChoice
  offer: CommonOffer
  disabled: boolean
  onChange(choice: TestChoice): void
}

/** What all chosen repositories run, where one has no choice of its own: workflow, ref and the inputs that all take. */
export function CommonChoiceForm({ choice, offer, disabled, onChange }: Props) {
  return (
    <fieldset className={styles.common} disabled={disabled}>
      <legend className={styles.legend}>What they run</legend>
      <FormControl disabled={disabled}>
        <FormControl.Label>Workflow</FormControl.Label>
        <Select
          block
          value={choice.workflowPath ?? ''}
          onChange={(event) => onChange({ ...choice, workflowPath: event.target.value || null })}
        >
          <Select.Option value="">As detected in each</Select.Option>
          {offer.workflows.map(({ path, name }) => (
            <Select.Option key={path} value={path}>
              {`${name} (${path.replace('.github/workflows/', '')})`}
            </Select.Option>
          ))}
        </Select>
      </FormControl>
      <FormControl disabled={disabled}>
        <FormControl.Label>Branch or tag</FormControl.Label>
        <TextInput
          block
          value={choice.ref ?? ''}
          placeholder="Each one’s default branch"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ ...choice, ref: event.target.value })}
        />
      </FormControl>
      {offer.inputs.map((input) => (
        <CommonInput
          key={input.name}
          input={input}
          value={choice.inputs[input.name] ?? ''}
          disabled={disabled}
          onChange={(value) => onChange({ ...choice, inputs: { ...choice.inputs, [input.name]: value } })}
        />
      ))}
    </fieldset>
  )
}

interface InputProps {
  input: DispatchInput
  value: string
  disabled: boolean
  onChange(value: string): void
}

/** An input of all; left alone, each repository fills it as its own setup and file say. */
function CommonInput({ input, value, disabled, onChange }: InputProps) {
  const options = input.type === 'boolean' ? ['true', 'false'] : input.options
  const complaint = complaintOf(input, value)
  return (
    <FormControl disabled={disabled}>
      <FormControl.Label>{input.name}</FormControl.Label>
      {options.length > 0 ? (
        <Select block value={value} onChange={(event) => onChange(event.target.value)}>
          <Select.Option value="">As each one says</Select.Option>
          {options.map((option) => (
            <Select.Option key={option} value={option}>
              {option}
            </Select.Option>
          ))}
        </Select>
      ) : (
        <TextInput
          block
          value={value}
          inputMode={input.type === 'number' ? 'decimal' : undefined}
          placeholder={input.default ?? 'As each one says'}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {complaint && <FormControl.Validation variant="error">{complaint}</FormControl.Validation>}
    </FormControl>
  )
}
