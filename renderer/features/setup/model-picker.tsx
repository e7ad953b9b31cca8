import { FormControl, Radio, RadioGroup, Select } from '@primer/react'
import type { ModelChoice } from '../../../shared/contract/setup'
import type { Setup } from '../../../shared/domain/setup'
import { failureOf } from '../../api'
import { useModels } from './setup-queries'

const KINDS: Record<ModelChoice['kind'], string> = {
  'geo-profile': 'Inference profiles of this geography',
  'global-profile': 'Global inference profiles',
  'foundation-model': 'Models in this region, on demand',
  'application-profile': 'Application profiles of this account',
}

interface Props {
  setup: Setup
  onChange(part: Partial<Setup>): void
}

/** Chooses a model or profile that the account can use in the region; those that it cannot say why. */
export function ModelPicker({ setup, onChange }: Props) {
  const models = useModels(setup.account, setup.region)
  const choices = models.data ?? []
  const current = choices.find(({ id }) => id === setup.model)
  return (
    <>
      <FormControl>
        <FormControl.Label>Model</FormControl.Label>
        <Select
          block
          value={setup.model}
          onChange={(event) => {
            const chosen = choices.find(({ id }) => id === event.target.value)
            if (chosen) onChange({ model: chosen.id })
          }}
        >
          {!current && <Select.Option value={setup.model}>{setup.model}</Select.Option>}
          {Object.entries(KINDS).map(([kind, title]) => (
            <Group key={kind} title={title} choices={choices.filter((choice) => choice.kind === kind)} />
          ))}
        </Select>
        <Advice choice={current} loading={models.isPending} />
        {models.error && (
          <FormControl.Validation variant="error">{failureOf(models.error).sentence}</FormControl.Validation>
        )}
      </FormControl>
      <RadioGroup
        name="breadth"
        onChange={(breadth) => onChange({ breadth: breadth === 'family' ? 'family' : 'model' })}
      >
        <RadioGroup.Label>The role may invoke</RadioGroup.Label>
        <FormControl>
          <Radio value="model" checked={setup.breadth === 'model'} />
          <FormControl.Label>This model only</FormControl.Label>
        </FormControl>
        <FormControl>
          <Radio value="family" checked={setup.breadth === 'family'} />
          <FormControl.Label>Every version of its family</FormControl.Label>
        </FormControl>
      </RadioGroup>
    </>
  )
}

function Group({ title, choices }: { title: string; choices: ModelChoice[] }) {
  if (choices.length === 0) return null
  return (
    <Select.OptGroup label={title}>
      {choices.map(({ id, usable, why }) => (
        <Select.Option key={id} value={id} disabled={!usable} title={why ?? undefined}>
          {usable ? id : `${id} – ${why ?? 'not usable'}`}
        </Select.Option>
      ))}
    </Select.OptGroup>
  )
}

function Advice({ choice, loading }: { choice: ModelChoice | undefined; loading: boolean }) {
  if (loading) return <FormControl.Caption>Reading what this region offers…</FormControl.Caption>
  if (!choice) {
    return (
      <FormControl.Validation variant="error">
        This region does not offer it to this account.
      </FormControl.Validation>
    )
  }
  if (!choice.usable) {
    return (
      <FormControl.Validation variant="error">{choice.why ?? 'It cannot be used.'}</FormControl.Validation>
    )
  }
  const end = choice.endOfLifeAt ? `; its life ends on ${choice.endOfLifeAt.slice(0, 10)}` : ''
  return (
    <FormControl.Caption>
      {choice.name}
      {choice.lifecycle === 'LEGACY' && `, marked legacy by its provider${end}`}
    </FormControl.Caption>
  )
}
