import { FilterRemoveIcon, PlayIcon, SearchIcon, SyncIcon } from '@primer/octicons-react'
import { Button, TextInput } from '@primer/react'
import { useMemo, useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { RunHistory } from '../../../shared/contract/fleet-runs'
import { flakyWorkflows } from '../../../shared/domain/flakiness'
import type { RunSummary } from '../../../shared/domain/run'
import { fitsFilter } from '../../../shared/domain/run-filter'
import { failureOf } from '../../api'
import { useShortcuts } from '../../frame/shortcuts'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useNow } from '../../ui/time'
import { useTitle } from '../../ui/use-title'
import { useTyped } from '../../ui/use-typed'
import { count } from '../../ui/words'
import { FlakyList } from './flaky-list'
import { FleetRunsTable } from './fleet-runs-table'
import { type HistoryReading, useHistoryReading, useRunHistory } from './history-queries'
import { HistoryStrip } from './history-strip'
import { type OpenRuns, useLiveRuns, useOpenRuns } from './open-runs'
import { RunCharts } from './run-charts'
import { groupTitle } from './run-words'
import { RunsFilters } from './runs-filters'
import { groupRuns, lookOf, narrows, paramsOf, type RunsLook, sinceOf } from './runs-look'
import styles from './runs-page.module.css'
import { SavedViews } from './saved-views'

/** The runs of the whole fleet: filtered, grouped, counted, and read back in time on request. */
export function RunsPage() {
  useTitle('Runs')
  const history = useRunHistory()
  const openRuns = useOpenRuns(null)
  const known = useLiveRuns(history.data?.runs ?? NONE, openRuns)
  const reading = useHistoryReading()
  const [look, change, open] = useRunsLook()
  const [text, setText] = useTyped(look.filter.text, (text) => change({ filter: { ...look.filter, text } }))
  const typed = useMemo(() => ({ ...look, filter: { ...look.filter, text } }), [look, text])
  const box = useRef<HTMLInputElement>(null)
  const now = useNow()
  const refresh = () => reading.read(history.data?.readFrom ?? sinceOf(1, now) ?? '', true)
  useShortcuts([
    { keys: '/', title: 'Filter the runs', run: () => box.current?.focus() },
    { keys: 'r', title: 'Read the runs again', run: refresh },
  ])
  return (
    <div className="full-page">
      <div className={styles.toolbar}>
        <h1 className="page-title">Runs</h1>
        <TextInput
          ref={box}
          className={styles.filter ?? ''}
          leadingVisual={SearchIcon}
          aria-label="Filter runs"
          placeholder="Filter by repository, workflow, title, event, branch or actor"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText('')
            else if (event.key === 'ArrowDown') focusFirstRow(event)
          }}
        />
        <SavedViews address={paramsOf(look).toString()} onOpen={open} />
        <Button leadingVisual={SyncIcon} disabled={reading.progress !== null} onClick={refresh}>
          Read again
        </Button>
      </div>
      <RunsFilters runs={known} look={look} onChange={change} />
      {reading.failure && <Problem failure={reading.failure} onRetry={refresh} />}
      <Unread reading={reading} />
      {history.isPending && <SkeletonLines lines={10} />}
      {history.error && <Problem failure={failureOf(history.error)} onRetry={() => void history.refetch()} />}
      {history.data && (
        <Shown
          history={history.data}
          runs={known}
          open={openRuns}
          look={typed}
          reading={reading}
          onClear={() => open('')}
        />
      )}
    </div>
  )
}

function useRunsLook(): [RunsLook, (change: Partial<RunsLook>) => void, (address: string) => void] {
  const [params, setParams] = useSearchParams()
  const look = useMemo(() => lookOf(params), [params])
  const change = (next: Partial<RunsLook>) => setParams(paramsOf({ ...look, ...next }), { replace: true })
  return [look, change, (address) => setParams(new URLSearchParams(address))]
}

const NONE: readonly RunSummary[] = []

interface ShownProps {
  history: RunHistory
  /** Its runs as they stand by now. */
  runs: readonly RunSummary[]
  open: OpenRuns
  look: RunsLook
  reading: HistoryReading
  onClear(): void
}

function Shown({ history, runs: all, open, look, reading, onClear }: ShownProps) {
  const now = useNow()
  const since = sinceOf(look.period, now)
  const runs = useMemo(() => all.filter(fitsFilter({ ...look.filter, since })), [all, look.filter, since])
  const lines = useMemo(() => groupRuns(runs, look.grouping, groupTitle), [runs, look.grouping])
  const flaky = useMemo(() => flakyWorkflows(runs), [runs])
  const strip = <HistoryStrip history={history} period={look.period} reading={reading} />
  return (
    <>
      <p className="visually-hidden" role="status">
        {count(runs.length, 'run')} shown
      </p>
      {runs.length === 0 ? (
        <div className="full-box">
          {narrows(look) && all.length > 0 ? (
            <Empty
              icon={FilterRemoveIcon}
              title="No run fits the filter"
              action={<Button onClick={onClear}>Clear the filter</Button>}
            >
              Runs further back may fit: they can be read below.
            </Empty>
          ) : (
            <Empty icon={PlayIcon} title="No run yet">
              Start a test run from a repository’s row; it appears here.
            </Empty>
          )}
          {strip}
        </div>
      ) : (
        <>
          <RunCharts runs={runs} />
          <FlakyList workflows={flaky} />
          <div className="full-box">
            {/* Another look begins at its top. */}
            <FleetRunsTable key={paramsOf(look).toString()} lines={lines} open={open}>
              {strip}
            </FleetRunsTable>
          </div>
        </>
      )}
    </>
  )
}

/** Repositories whose runs could not be read back; those that share a reason share a line. */
function Unread({ reading: { failed } }: { reading: HistoryReading }) {
  const [first] = failed
  if (!first) return null
  const alike = failed.filter(({ failure }) => failure.reason === first.failure.reason)
  const sentence = `${first.failure.sentence} Not read: ${count(failed.length, 'repository', 'repositories')}, ${
    alike.length === failed.length ? 'all for this reason' : 'for several reasons'
  }.`
  return <Problem failure={{ ...first.failure, sentence }} />
}

/** From the filter straight into what it found. */
function focusFirstRow(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('tr[data-line="0"]')?.focus()
}
