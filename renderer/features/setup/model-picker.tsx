import { AlertIcon } from '@primer/octicons-react'
import { FormControl, Radio, RadioGroup, Select, TextInput } from '@primer/react'
import { useState } from 'react'
import type { ModelChoice } from '../../../shared/contract/setup'
import { ModelId } from '../../../shared/domain/ids'
import { ModelBreadth, type Setup } from '../../../shared/domain/setup'
import { failureOf } from '../../api'
import { AllowancePicker } from './allowance-picker'
import { ModelFacts } from './model-facts'
import { useModels } from './setup-queries'

const KINDS: Record<ModelChoice['kind'], string> = {
  'geo-profile': 'Inference profiles of this geography',
  'global-profile': 'Global inference profiles',
  'foundation-model': 'Models in this region, on demand',
  'application-profile': 'Application profiles of this account',
}

const BREADTHS: Record<ModelBreadth, string> = {
  model: 'This model only',
  family: 'Every version of its family',
  anthropic: 'Any model of Anthropic’s',
  any: 'Any model',
}

const OTHER = 'other'

interface Props {
  setup: Setup
  onChange(part: Partial<Setup>): void
}

/** Chooses a model or profile that the account can use in the region; those that it cannot say why. */
export function ModelPicker({ setup, onChange }: Props) {
  const models = useModels(setup.account, setup.region)
  const choices = models.data ?? []
  const current = choices.find(({ id }) => id === setup.model)
  const [typing, setTyping] = useState(false)
  const isTyped = typing || (models.isSuccess && !current)
  return (
    <>
      <FormControl>
        <FormControl.Label>Model</FormControl.Label>
        <Select
          block
          value={isTyped ? OTHER : setup.model}
          onChange={(event) => {
            const chosen = choices.find(({ id }) => id === event.target.value)
            setTyping(!chosen)
            if (chosen) onChange({ model: chosen.id, modelAsTyped: false })
          }}
        >
          {models.isPending && <Select.Option value={setup.model}>{setup.model}</Select.Option>}
          {Object.entries(KINDS).map(([kind, title]) => (
            <Group key={kind} title={title} choices={choices.filter((choice) => choice.kind === kind)} />
          ))}
          <Select.Option value={OTHER}>Another model ID or ARN…</Select.Option>
        </Select>
        {models.isPending && <FormControl.Caption>Reading what this region offers…</FormControl.Caption>}
        {models.error && (
          <FormControl.Validation variant="error">{failureOf(models.error).sentence}</FormControl.Validation>
        )}
      </FormControl>
      {isTyped && <TypedModel known={current !== undefined} model={setup.model} onChange={onChange} />}
      {current && (
        <ModelFacts choice={current} onChoose={(model) => onChange({ model, modelAsTyped: false })} />
      )}
      <RadioGroup name="breadth" onChange={(breadth) => onChange({ breadth: ModelBreadth.parse(breadth) })}>
        <RadioGroup.Label>The role may invoke</RadioGroup.Label>
        {ModelBreadth.options.map((breadth) => (
          <FormControl key={breadth}>
            <Radio value={breadth} checked={setup.breadth === breadth} />
            <FormControl.Label>{BREADTHS[breadth]}</FormControl.Label>
          </FormControl>
        ))}
      </RadioGroup>
      <AllowancePicker setup={setup} onChange={onChange} />
    </>
  )
}

/** Written as it is: a model may be newer than what Bedrock lists, or stand behind something that Rolecall cannot read. */
function TypedModel({ known, model, onChange }: TypedProps) {
  const problem = ModelId.safeParse(model).error?.issues[0]?.message
  return (
    <FormControl>
      <FormControl.Label>Model ID or ARN</FormControl.Label>
      <TextInput
        block
        monospace
        value={model}
        onChange={(event) => onChange({ model: event.target.value as ModelId, modelAsTyped: true })}
      />
      {problem ? (
        <FormControl.Validation variant="error">{problem}</FormControl.Validation>
      ) : (
        !known && (
          <FormControl.Caption>
            <AlertIcon size={12} /> Bedrock does not list it here for this account. It is passed on as you
            write it, and what it needs cannot be checked.
          </FormControl.Caption>
        )
      )}
    </FormControl>
  )
}

interface TypedProps {
  known: boolean
  model: string
  onChange: Props['onChange']
}

function Group({ title, choices }: { title: string; choices: ModelChoice[] }) {
  if (choices.length === 0) return null
  return (
    <Select.OptGroup label={title}>
      {choices.map((choice) => (
        <Select.Option
          key={choice.id}
          value={choice.id}
          disabled={!choice.usable}
          title={choice.why ?? undefined}
        >
          {[choice.id, ...notesOn(choice)].join(' – ')}
        </Select.Option>
      ))}
    </Select.OptGroup>
  )
}

function notesOn({ usable, why, lifecycle, daysLeft, formMissing, availability }: ModelChoice): string[] {
  if (!usable) return [why ?? 'not usable']
  const life = lifecycle === 'LEGACY' ? [daysLeft === null ? 'legacy' : `legacy, ${daysLeft} days left`] : []
  if (formMissing) return [...life, 'form to submit']
  return availability && availability.agreement !== 'AVAILABLE' ? [...life, 'agreement to accept'] : life
}
