import { Checkbox, FormControl, Label, Select, TextInput } from '@primer/react'
import type { InputSource } from '../../../shared/domain/test-inputs'
import type { DispatchInput } from '../../../shared/domain/workflow-types'

interface Props {
  input: DispatchInput
  value: string
  /** Where the value comes from; `none` for what was typed. */
  source: InputSource
  environments: readonly string[]
  complaint: string | null
  onChange(value: string): void
}

/** One input of a workflow in the form that its type asks for. */
export function RunInput({ input, value, source, environments, complaint, onChange }: Props) {
  const { name, description, required, type } = input
  return (
    <FormControl required={required && type !== 'boolean'}>
      {type === 'boolean' && (
        <Checkbox
          checked={value === 'true'}
          onChange={(event) => onChange(event.target.checked ? 'true' : 'false')}
        />
      )}
      <FormControl.Label>
        {name} <Origin source={source} />
      </FormControl.Label>
      {type !== 'boolean' && (
        <Field input={input} value={value} environments={environments} onChange={onChange} />
      )}
      {complaint && <FormControl.Validation variant="error">{complaint}</FormControl.Validation>}
      {description && <FormControl.Caption>{description}</FormControl.Caption>}
    </FormControl>
  )
}

type FieldProps = Pick<Props, 'input' | 'value' | 'environments' | 'onChange'>

function Field({ input, value, environments, onChange }: FieldProps) {
  const options = input.type === 'environment' ? environments : input.options
  if (options.length > 0) {
    return (
      <Select block value={value} onChange={(event) => onChange(event.target.value)}>
        {!options.includes(value) && <Select.Option value="">Choose one</Select.Option>}
        {options.map((option) => (
          <Select.Option key={option} value={option}>
            {option}
          </Select.Option>
        ))}
      </Select>
    )
  }
  return (
    <TextInput
      block
      value={value}
      inputMode={input.type === 'number' ? 'decimal' : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function Origin({ source }: { source: InputSource }) {
  if (source === 'setup') return <Label variant="accent">from the setup</Label>
  if (source === 'remembered') return <Label>as last time</Label>
  return null
}
