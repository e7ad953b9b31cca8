import { Checkbox, CounterLabel, FormControl, TextInput } from '@primer/react'
import type { ReactNode } from 'react'
import type { ChoiceOptions } from '../../../shared/contract/fleet'
import type { FleetChoice } from '../../../shared/domain/fleet-choice'
import { useTyped } from '../../ui/use-typed'
import styles from './choose-page.module.css'

interface Props {
  choice: FleetChoice
  options: ChoiceOptions
  onChange(change: Partial<FleetChoice>): void
}

/** The ways by which repositories join by themselves. */
export function ChoiceWays({ choice, options, onChange }: Props) {
  const [search, setSearch] = useTyped(choice.search ?? '', (text) =>
    onChange({ search: text.trim() || null }),
  )
  const organizations = distinct(options.organizations, choice.organizations)
  const teams = distinct(options.teams, choice.teams)
  const counts = new Map(options.topics.map(({ topic, repositories }) => [topic, repositories]))
  const topics = distinct([...counts.keys()], choice.topics)
  return (
    <aside className={styles.ways} aria-label="Ways to choose">
      <Way
        title="Organizations"
        names={organizations}
        chosen={choice.organizations}
        onChange={(next) => onChange({ organizations: next })}
      />
      <Way title="Teams" names={teams} chosen={choice.teams} onChange={(next) => onChange({ teams: next })}>
        {options.teamsFailure && <p className={styles.hint}>{options.teamsFailure.sentence}</p>}
      </Way>
      <Way
        title="Topics"
        names={topics}
        chosen={choice.topics}
        counts={counts}
        onChange={(next) => onChange({ topics: next })}
      />
      <FormControl>
        <FormControl.Label>GitHub search</FormControl.Label>
        <TextInput
          block
          value={search}
          placeholder="org:acme in:name service"
          onChange={(event) => setSearch(event.target.value)}
        />
      </FormControl>
      <fieldset className={styles.way}>
        <legend>These join, too</legend>
        <Also title="Archived" on={choice.archived} onChange={(archived) => onChange({ archived })} />
        <Also title="Forks" on={choice.forks} onChange={(forks) => onChange({ forks })} />
      </fieldset>
    </aside>
  )
}

interface WayProps {
  title: string
  names: string[]
  chosen: readonly string[]
  counts?: ReadonlyMap<string, number>
  onChange(next: string[]): void
  children?: ReactNode
}

function Way({ title, names, chosen, counts, onChange, children }: WayProps) {
  if (names.length === 0 && !children) return null
  return (
    <fieldset className={styles.way}>
      <legend>{title}</legend>
      <div className={styles.options}>
        {names.map((name) => (
          <label key={name} className={styles.option} htmlFor={`${title} ${name}`}>
            <Checkbox
              id={`${title} ${name}`}
              checked={chosen.includes(name)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
              }
            />
            <span className={styles.optionName}>{name}</span>
            {counts?.has(name) && <CounterLabel>{counts.get(name)}</CounterLabel>}
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  )
}

function Also({ title, on, onChange }: { title: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <label className={styles.option} htmlFor={`also ${title}`}>
      <Checkbox id={`also ${title}`} checked={on} onChange={({ target }) => onChange(target.checked)} />
      {title}
    </label>
  )
}

/* What was chosen is shown even where GitHub does not offer it any more. */
function distinct(offered: readonly string[], chosen: readonly string[]): string[] {
  return [...new Set([...offered, ...chosen])]
}
