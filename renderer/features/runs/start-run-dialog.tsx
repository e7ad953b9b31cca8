import { Checkbox, Dialog, FormControl, Select, TextInput } from '@primer/react'
import { useState } from 'react'
import type { Dispatchable, StartRequest } from '../../../shared/contract/runs'
import type { DispatchInput } from '../../../shared/domain/workflow-types'

interface Props {
  choices: readonly Dispatchable[]
  onClose(): void
  onStart(choice: Omit<StartRequest, 'repository'>): void
}

/** Chooses the workflow, the ref and the inputs of a test run. */
export function StartRunDialog({ choices, onClose, onStart }: Props) {
  const [path, setPath] = useState(choices[0]?.path ?? '')
  const [ref, setRef] = useState('')
  const [given, setGiven] = useState<Record<string, string>>({})
  const chosen = choices.find((choice) => choice.path === path)
  const inputs = Object.fromEntries(
    (chosen?.inputs ?? []).map((input) => [input.name, given[input.name] ?? input.default ?? '']),
  )
  const missing = chosen?.inputs.some(({ name, required }) => required && !inputs[name]) ?? true
  return (
    <Dialog
      title="Start test run"
      width="large"
      onClose={onClose}
      footerButtons={[
        { content: 'Cancel', onClick: onClose },
        {
          content: 'Start test run',
          buttonType: 'primary',
          disabled: missing,
          onClick: () => onStart({ workflowPath: path, ref: ref.trim() || null, inputs }),
        },
      ]}
    >
      <div className="stack">
        <FormControl>
          <FormControl.Label>Workflow</FormControl.Label>
          <Select block value={path} onChange={(event) => setPath(event.target.value)}>
            {choices.map((choice) => (
              <Select.Option key={choice.path} value={choice.path}>
                {`${choice.name} (${choice.path})`}
              </Select.Option>
            ))}
          </Select>
        </FormControl>
        <FormControl>
          <FormControl.Label>Branch or tag</FormControl.Label>
          <TextInput
            block
            value={ref}
            placeholder="The default branch"
            onChange={(event) => setRef(event.target.value)}
          />
        </FormControl>
        {chosen?.inputs.map((input) => (
          <Input
            key={input.name}
            input={input}
            value={inputs[input.name] ?? ''}
            onChange={(value) => setGiven({ ...given, [input.name]: value })}
          />
        ))}
      </div>
    </Dialog>
  )
}

function Input({
  input,
  value,
  onChange,
}: {
  input: DispatchInput
  value: string
  onChange(value: string): void
}) {
  return (
    <FormControl required={input.required}>
      <FormControl.Label>{input.name}</FormControl.Label>
      {input.type === 'boolean' ? (
        <Checkbox
          checked={value === 'true'}
          onChange={(event) => onChange(event.target.checked ? 'true' : 'false')}
        />
      ) : input.options.length > 0 ? (
        <Select block value={value} onChange={(event) => onChange(event.target.value)}>
          {input.options.map((option) => (
            <Select.Option key={option} value={option}>
              {option}
            </Select.Option>
          ))}
        </Select>
      ) : (
        <TextInput block value={value} onChange={(event) => onChange(event.target.value)} />
      )}
      {input.description && <FormControl.Caption>{input.description}</FormControl.Caption>}
    </FormControl>
  )
}
