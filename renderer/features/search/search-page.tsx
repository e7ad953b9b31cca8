import { SearchIcon, StopIcon } from '@primer/octicons-react'
import { ActionList, ActionMenu, Button, Checkbox, FormControl, TextInput } from '@primer/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { LogQuery } from '../../../shared/domain/log-query'
import { useShortcuts } from '../../frame/shortcuts'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import { matches } from '../fleet/fleet-filter'
import { useFleet } from '../fleet/fleet-queries'
import styles from './search-page.module.css'
import { SearchResults } from './search-results'
import { UnreadLogs } from './unread-logs'
import { type Found, useLogSearch } from './use-log-search'

const LATEST = [0, 1, 3, 10, 20] as const
/** Hits told of one log, and of all. */
const PER_LOG = 50
const MOST = 1_000

/** What is searched for and where, as the address has it. */
interface Wanted extends LogQuery {
  /** Narrows the repositories as the fleet's own filter does. */
  within: string
  latest: number
}

/** Searches the logs of many repositories at once. */
export function SearchPage() {
  useTitle('Search the logs')
  const [params, setParams] = useSearchParams()
  const { found, search, stop } = useLogSearch()
  const rows = useFleet().data?.rows
  const [searched, setSearched] = useState<LogQuery | null>(null)
  const begin = (wanted: Wanted) => {
    const { text, regex, caseSensitive, within, latest } = wanted
    if (text === '' || rows === undefined) return
    const repositories =
      within.trim() === ''
        ? null
        : rows.filter((row) => matches(row, within)).map(({ repository }) => repository)
    setSearched({ text, regex, caseSensitive })
    search({ query: { text, regex, caseSensitive }, repositories, latest, perLog: PER_LOG, most: MOST })
  }
  useEvidentSearch(params, rows !== undefined, begin)
  return (
    <div className={styles.page}>
      <h1 className="page-title">Search the logs</h1>
      <SearchForm
        key={params.toString()}
        at={wantedOf(params)}
        within={(text) => (rows ?? []).filter((row) => matches(row, text)).length}
        busy={found !== null && found.ended === null}
        onSearch={(wanted) => {
          const next = paramsOf(wanted)
          if (next.toString() === params.toString()) begin(wanted)
          else setParams(next)
        }}
        onStop={stop}
      />
      {found && searched && <Results found={found} query={searched} />}
      {!found && (
        <Empty icon={SearchIcon} title="Which runs said this?">
          Searches the logs that are kept here, and those of the latest runs of each repository, which are
          fetched first. What is searched is the text as it is shown.
        </Empty>
      )}
    </div>
  )
}

/** An address that names a search is one: followed from a link, or by the back button. */
function useEvidentSearch(params: URLSearchParams, isReady: boolean, begin: (wanted: Wanted) => void): void {
  const address = params.toString()
  const latest = useRef(begin)
  latest.current = begin
  useEffect(() => {
    if (isReady) latest.current(wantedOf(new URLSearchParams(address)))
  }, [address, isReady])
}

interface FormProps {
  at: Wanted
  /** How many repositories a text narrows to. */
  within(text: string): number
  busy: boolean
  onSearch(wanted: Wanted): void
  onStop(): void
}

function SearchForm({ at, within, busy, onSearch, onStop }: FormProps) {
  const [wanted, setWanted] = useState(at)
  const box = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: '/', title: 'Search the logs', run: () => box.current?.focus() }])
  const set = (change: Partial<Wanted>) => setWanted((was) => ({ ...was, ...change }))
  const n = within(wanted.within)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(wanted)
  }
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Search the logs">
      <div className={styles.formLine}>
        <TextInput
          ref={box}
          className={styles.box ?? ''}
          leadingVisual={SearchIcon}
          aria-label="Search for"
          placeholder={wanted.regex ? 'Regular expression (RE2)' : 'Text in the logs'}
          value={wanted.text}
          onChange={(event) => set({ text: event.target.value })}
        />
        {busy ? (
          <Button type="button" leadingVisual={StopIcon} onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button type="submit" variant="primary" disabled={wanted.text === '' || n === 0}>
            Search
          </Button>
        )}
      </div>
      <div className={styles.formLine}>
        <FormControl>
          <Checkbox checked={wanted.regex} onChange={(event) => set({ regex: event.target.checked })} />
          <FormControl.Label>Regular expression</FormControl.Label>
        </FormControl>
        <FormControl>
          <Checkbox
            checked={wanted.caseSensitive}
            onChange={(event) => set({ caseSensitive: event.target.checked })}
          />
          <FormControl.Label>Match case</FormControl.Label>
        </FormControl>
        <TextInput
          className={styles.within ?? ''}
          size="small"
          aria-label="Only in repositories that match"
          placeholder="In all repositories"
          value={wanted.within}
          onChange={(event) => set({ within: event.target.value })}
        />
        <span className="muted" role="status">
          {count(n, 'repository', 'repositories')}
        </span>
        <LatestMenu latest={wanted.latest} onChange={(latest) => set({ latest })} />
      </div>
    </form>
  )
}

function LatestMenu({ latest, onChange }: { latest: number; onChange(latest: number): void }) {
  return (
    <ActionMenu>
      <ActionMenu.Button size="small" variant="invisible">
        {latestWords(latest)}
      </ActionMenu.Button>
      <ActionMenu.Overlay width="medium">
        <ActionList selectionVariant="single">
          {LATEST.map((each) => (
            <ActionList.Item key={each} selected={each === latest} onSelect={() => onChange(each)}>
              {latestWords(each)}
              {each > 0 && (
                <ActionList.Description variant="block">
                  At least {count(each + 1, 'request')} for each repository
                </ActionList.Description>
              )}
            </ActionList.Item>
          ))}
        </ActionList>
      </ActionMenu.Overlay>
    </ActionMenu>
  )
}

function latestWords(latest: number): string {
  if (latest === 0) return 'Only logs that are kept here'
  return latest === 1 ? 'Kept logs and the latest run' : `Kept logs and the latest ${latest} runs`
}

function Results({ found, query }: { found: Found; query: LogQuery }) {
  const { hits, unread, progress, ended, failure } = found
  if (failure) return <Problem failure={failure} />
  const isOver = ended !== null
  return (
    <>
      <p className={styles.sum} role="status">
        {isOver ? endedWords(found) : `Searching, ${progress.done} of ${progress.of || '…'} done`}
      </p>
      {!isOver && (
        <progress
          className={styles.progress}
          max={Math.max(progress.of, 1)}
          value={progress.done}
          aria-label="Searched"
        />
      )}
      <UnreadLogs logs={unread} />
      {hits.length > 0 && <SearchResults hits={hits} query={query} />}
      {isOver && hits.length === 0 && !ended.stopped && (
        <Empty icon={SearchIcon} title="No log holds this">
          {ended.logs === 0
            ? 'No log could be searched. Include the latest runs, or widen the repositories.'
            : 'Try other words, leave the case aside, or include more of the latest runs.'}
        </Empty>
      )}
    </>
  )
}

function endedWords({ hits, unread, ended }: Found): string {
  const found = `${count(hits.length, 'hit')}${ended?.cut ? ', and more that are not shown' : ''}`
  if (ended?.stopped) return `Stopped. ${found} until then.`
  const missed = unread.length === 0 ? '' : `, ${unread.length} could not be read`
  return `${count(ended?.logs ?? 0, 'log')} searched${missed}. ${found}.`
}

function wantedOf(params: URLSearchParams): Wanted {
  return {
    text: params.get('q') ?? '',
    regex: params.get('regex') === '1',
    caseSensitive: params.get('case') === '1',
    within: params.get('in') ?? '',
    latest: LATEST.find((each) => String(each) === params.get('latest')) ?? 1,
  }
}

function paramsOf({ text, regex, caseSensitive, within, latest }: Wanted): URLSearchParams {
  return new URLSearchParams({
    ...(text !== '' && { q: text }),
    ...(regex && { regex: '1' }),
    ...(caseSensitive && { case: '1' }),
    ...(within.trim() !== '' && { in: within }),
    ...(latest !== 1 && { latest: String(latest) }),
  })
}
