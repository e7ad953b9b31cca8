import { XIcon } from '@primer/octicons-react'
import { ActionList, ActionMenu, Button, TextInput } from '@primer/react'
import { useMemo, useState } from 'react'
import type { RunSummary } from '../../../shared/domain/run'
import { choiceWords, FACET_WORDS, GROUPING_WORDS, periodWords } from './run-words'
import styles from './runs-filters.module.css'
import { choicesOf, FACETS, type Facet, narrows, PERIODS, RUN_GROUPINGS, type RunsLook } from './runs-look'

interface Props {
  runs: readonly RunSummary[]
  look: RunsLook
  onChange(change: Partial<RunsLook>): void
}

const EMPTY = {
  text: '',
  outcomes: [],
  repositories: [],
  workflows: [],
  branches: [],
  events: [],
  actors: [],
}

/** What the runs are narrowed to, and how they are grouped. */
export function RunsFilters({ runs, look, onChange }: Props) {
  const { filter, period, grouping } = look
  const set = (facet: Facet, names: string[]) =>
    onChange({ filter: { ...filter, [facet]: names } as RunsLook['filter'] })
  return (
    <fieldset className={styles.filters} aria-label="Filters">
      {(Object.keys(FACETS) as Facet[]).map((facet) => (
        <FacetMenu
          key={facet}
          facet={facet}
          runs={runs}
          chosen={filter[facet]}
          onChange={(names) => set(facet, names)}
        />
      ))}
      <OneOf
        title={period === null ? 'Period' : periodWords(period)}
        chosen={period}
        choices={[null, ...PERIODS]}
        words={periodWords}
        onChange={(period) => onChange({ period })}
      />
      {narrows(look) && (
        <Button
          size="small"
          variant="invisible"
          leadingVisual={XIcon}
          onClick={() => onChange({ filter: EMPTY, period: null })}
        >
          Clear
        </Button>
      )}
      <span className={styles.gap} />
      <OneOf
        title={grouping === 'none' ? 'Group' : `Group: ${GROUPING_WORDS[grouping]}`}
        chosen={grouping}
        choices={RUN_GROUPINGS}
        words={(each) => GROUPING_WORDS[each]}
        onChange={(grouping) => onChange({ grouping })}
      />
    </fieldset>
  )
}

/* So many names are searched, not scrolled through. */
const TOO_MANY = 12
const MOST_SHOWN = 100

interface FacetProps {
  facet: Facet
  runs: readonly RunSummary[]
  chosen: readonly string[]
  onChange(names: string[]): void
}

function FacetMenu({ facet, runs, chosen, onChange }: FacetProps) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const choices = useMemo(() => (open ? choicesOf(runs, facet) : []), [open, runs, facet])
  /* A name of the address that no run has is offered, too: else it could not be taken away. */
  const absent = chosen.filter((name) => choices.every((each) => each.name !== name))
  const offered = [...absent.map((name) => ({ name, n: 0 })), ...choices]
  const shown = offered.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
  const title = FACET_WORDS[facet]
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
  return (
    <ActionMenu open={open} onOpenChange={setOpen}>
      <ActionMenu.Button size="small" variant={chosen.length > 0 ? 'default' : 'invisible'}>
        {chosen.length === 0 ? title : `${title}: ${chosenWords(facet, chosen)}`}
      </ActionMenu.Button>
      <ActionMenu.Overlay width="medium" maxHeight="large" overflow="auto">
        {offered.length > TOO_MANY && (
          <div className={styles.find}>
            <TextInput
              block
              size="small"
              aria-label={`Find a ${title.toLowerCase()}`}
              placeholder="Find"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => event.key.length === 1 && event.stopPropagation()}
            />
          </div>
        )}
        <ActionList selectionVariant="multiple" aria-label={title}>
          {shown.slice(0, MOST_SHOWN).map(({ name, n }) => (
            <ActionList.Item
              key={name}
              selected={chosen.includes(name)}
              onSelect={(event) => {
                event.preventDefault()
                toggle(name)
              }}
            >
              {choiceWords(facet, name)}
              <ActionList.TrailingVisual>{n}</ActionList.TrailingVisual>
            </ActionList.Item>
          ))}
          {shown.length === 0 && <ActionList.Item disabled>Nothing to choose from</ActionList.Item>}
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  )
}

function chosenWords(facet: Facet, chosen: readonly string[]): string {
  const [first = '', ...others] = chosen
  return others.length === 0 ? choiceWords(facet, first) : `${chosen.length} chosen`
}

interface OneOfProps<T> {
  title: string
  chosen: T
  choices: readonly T[]
  words(choice: T): string
  onChange(choice: T): void
}

function OneOf<T extends string | number | null>({ title, chosen, choices, words, onChange }: OneOfProps<T>) {
  return (
    <ActionMenu>
      <ActionMenu.Button size="small" variant="invisible">
        {title}
      </ActionMenu.Button>
      <ActionMenu.Overlay>
        <ActionList selectionVariant="single">
          {choices.map((each) => (
            <ActionList.Item key={String(each)} selected={each === chosen} onSelect={() => onChange(each)}>
              {words(each)}
            </ActionList.Item>
          ))}
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  )
}
