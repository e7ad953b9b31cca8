import { FormControl, Radio, RadioGroup, TextInput } from '@primer/react'
import { type Convention, Holder } from '../../../shared/domain/setup'

const TITLES: Record<Convention['id'], string> = {
  'aws-variables': 'AWS variables',
  'ai-implement': 'AI implement',
  custom: 'Other names',
}

interface Props {
  offered: readonly Convention[]
  convention: Convention
  onChange(convention: Convention): void
}

/** Chooses under which names the workflow finds its settings. */
export function ConventionPicker({ offered, convention, onChange }: Props) {
  const all = offered.some(({ id }) => id === 'custom')
    ? offered
    : [...offered, { ...convention, id: 'custom' as const }]
  return (
    <>
      <RadioGroup
        name="convention"
        onChange={(id) => {
          const chosen = all.find((each) => each.id === id)
          if (chosen) onChange(chosen)
        }}
      >
        <RadioGroup.Label>Names that carry the settings</RadioGroup.Label>
        {all.map((each) => (
          <FormControl key={each.id}>
            <Radio value={each.id} checked={each.id === convention.id} />
            <FormControl.Label>{TITLES[each.id]}</FormControl.Label>
            {each.id !== 'custom' && <FormControl.Caption>{namesOf(each)}</FormControl.Caption>}
          </FormControl>
        ))}
      </RadioGroup>
      {convention.id === 'custom' && <OwnNames convention={convention} onChange={onChange} />}
    </>
  )
}

function namesOf({ role, region, model, fixed }: Convention): string {
  return [role, region, ...(model ? [model] : []), ...fixed]
    .map((each) => ('kind' in each && each.kind === 'secret' ? `${each.name} (secret)` : each.name))
    .join(', ')
}

function OwnNames({ convention, onChange }: Omit<Props, 'offered'>) {
  const holders = [
    { part: 'role', title: 'Role variable' },
    { part: 'region', title: 'Region variable' },
    { part: 'model', title: 'Model variable' },
  ] as const
  return holders.map(({ part, title }) => {
    const holder = convention[part] ?? { kind: 'variable' as const, name: '' }
    const wrong = !Holder.safeParse(holder).success
    return (
      <FormControl key={part}>
        <FormControl.Label>{title}</FormControl.Label>
        <TextInput
          block
          monospace
          value={holder.name}
          onChange={(event) => onChange({ ...convention, [part]: { ...holder, name: event.target.value } })}
        />
        {wrong && (
          <FormControl.Validation variant="error">
            Letters, digits and underscores; it cannot begin with a digit.
          </FormControl.Validation>
        )}
      </FormControl>
    )
  })
}
