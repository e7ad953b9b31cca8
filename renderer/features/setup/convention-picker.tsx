import { FormControl, Radio, RadioGroup, Select, TextInput } from '@primer/react'
import { type Convention, Holder } from '../../../shared/domain/setup'
import styles from './convention-picker.module.css'

const TITLES: Record<Convention['id'], string> = {
  'aws-variables': 'AWS variables',
  'ai-implement': 'AI implement',
  custom: 'Other names',
}

interface Props {
  offered: readonly Convention[]
  convention: Convention
  /** Of the repository: where a value may be kept, too. */
  environments: readonly string[]
  onChange(convention: Convention): void
}

/** Chooses under which names the workflow finds its settings. */
export function ConventionPicker({ offered, convention, environments, onChange }: Props) {
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
      {convention.id === 'custom' && (
        <OwnNames convention={convention} environments={environments} onChange={onChange} />
      )}
    </>
  )
}

function namesOf({ role, region, model, fixed }: Convention): string {
  return [role, region, ...(model ? [model] : []), ...fixed]
    .map((each) => ('kind' in each && each.kind === 'secret' ? `${each.name} (secret)` : each.name))
    .join(', ')
}

const PARTS = [
  { part: 'role', title: 'Role' },
  { part: 'region', title: 'Region' },
  { part: 'model', title: 'Model' },
] as const

interface OwnProps extends Pick<Props, 'convention' | 'onChange'> {
  environments: readonly string[]
}

function OwnNames({ convention, environments, onChange }: OwnProps) {
  return PARTS.map(({ part, title }) => (
    <OwnHolder
      key={part}
      title={title}
      holder={convention[part] ?? { kind: 'variable', name: '' }}
      environments={environments}
      onChange={(holder) => onChange({ ...convention, [part]: holder })}
    />
  ))
}

interface HolderProps {
  title: string
  holder: Holder
  environments: readonly string[]
  onChange(holder: Holder): void
}

/** One setting: its name, whether it is a variable or a secret, and at which level it is kept. */
function OwnHolder({ title, holder, environments, onChange }: HolderProps) {
  const wrong = !Holder.safeParse(holder).success
  const level = levelText(holder.level)
  const levels = [...new Set(['repository', 'organization', ...environments.map(ENVIRONMENT), level])]
  return (
    <fieldset className={styles.holder}>
      <legend>{title}</legend>
      <FormControl>
        <FormControl.Label visuallyHidden>{title} name</FormControl.Label>
        <TextInput
          block
          monospace
          value={holder.name}
          onChange={(event) => onChange({ ...holder, name: event.target.value })}
        />
        {wrong && (
          <FormControl.Validation variant="error">
            Letters, digits and underscores; it cannot begin with a digit.
          </FormControl.Validation>
        )}
      </FormControl>
      <div className={styles.place}>
        <FormControl>
          <FormControl.Label visuallyHidden>{title} is a</FormControl.Label>
          <Select
            block
            value={holder.kind}
            onChange={({ target }) =>
              onChange({ ...holder, kind: target.value === 'secret' ? 'secret' : 'variable' })
            }
          >
            <Select.Option value="variable">Variable</Select.Option>
            <Select.Option value="secret">Secret</Select.Option>
          </Select>
        </FormControl>
        <FormControl>
          <FormControl.Label visuallyHidden>{title} is kept at</FormControl.Label>
          <Select
            block
            value={level}
            onChange={({ target }) => {
              const { level: _before, ...rest } = holder
              onChange({ ...rest, ...levelOf(target.value) })
            }}
          >
            {levels.map((each) => (
              <Select.Option key={each} value={each}>
                {each}
              </Select.Option>
            ))}
          </Select>
        </FormControl>
      </div>
    </fieldset>
  )
}

const ENVIRONMENT = (name: string): string => `environment ${name}`

function levelText(level: Holder['level']): string {
  if (level === undefined) return 'repository'
  return level.kind === 'environment' ? ENVIRONMENT(level.environment) : level.kind
}

function levelOf(text: string): Pick<Holder, 'level'> {
  if (text === 'repository') return {}
  if (text === 'organization') return { level: { kind: 'organization' } }
  return { level: { kind: 'environment', environment: text.slice(ENVIRONMENT('').length) } }
}
