import { PlayIcon, SearchIcon, SyncIcon } from '@primer/octicons-react'
import { Button, SegmentedControl, TextInput } from '@primer/react'
import { useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { RunSummary } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { useShortcuts } from '../../frame/shortcuts'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { useTyped } from '../../ui/use-typed'
import styles from './runs-page.module.css'
import { useRuns } from './runs-queries'
import { RunsTable } from './runs-table'

const KINDS = [
  { id: 'all', title: 'All', fits: () => true },
  { id: 'running', title: 'Running', fits: (run: RunSummary) => run.status !== 'completed' },
  {
    id: 'failed',
    title: 'Failed',
    fits: ({ conclusion }: RunSummary) =>
      conclusion === 'failure' || conclusion === 'startup_failure' || conclusion === 'timed_out',
  },
] as const

/** The latest runs of the whole fleet. */
export function RunsPage() {
  useTitle('Runs')
  const runs = useRuns(null)
  const [params, setParams] = useSearchParams()
  const filter = useRef<HTMLInputElement>(null)
  const kind = KINDS.find(({ id }) => id === params.get('only')) ?? KINDS[0]
  const refresh = () => void runs.refetch()
  useShortcuts([
    { keys: '/', title: 'Filter the runs', run: () => filter.current?.focus() },
    { keys: 'r', title: 'Read the runs again', run: refresh },
  ])
  const set = (name: 'q' | 'only', value: string) => {
    const next = new URLSearchParams(params)
    if (value === '' || value === 'all') next.delete(name)
    else next.set(name, value)
    setParams(next, { replace: true })
  }
  const [query, setQuery] = useTyped(params.get('q') ?? '', (text) => set('q', text))
  const shown = (runs.data ?? []).filter((run) => kind.fits(run) && matches(run, query))
  return (
    <div className="page">
      <div className={styles.toolbar}>
        <h1 className="page-title">Runs</h1>
        <TextInput
          ref={filter}
          className={styles.filter ?? ''}
          leadingVisual={SearchIcon}
          aria-label="Filter runs"
          placeholder="Filter by repository, workflow, title, event or branch"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
        />
        <SegmentedControl
          aria-label="Which runs"
          onChange={(index) => set('only', KINDS[index]?.id ?? 'all')}
        >
          {KINDS.map(({ id, title }) => (
            <SegmentedControl.Button key={id} selected={id === kind.id}>
              {title}
            </SegmentedControl.Button>
          ))}
        </SegmentedControl>
        <Button leadingVisual={SyncIcon} loading={runs.isFetching && !runs.isPending} onClick={refresh}>
          Read again
        </Button>
      </div>
      {runs.isPending && <SkeletonLines lines={10} />}
      {runs.error && <Problem failure={failureOf(runs.error)} onRetry={refresh} />}
      {runs.data &&
        (runs.data.length === 0 ? (
          <Empty icon={PlayIcon} title="No run yet">
            Start a test run from a repository’s row; its log appears here.
          </Empty>
        ) : shown.length === 0 ? (
          <Empty icon={SearchIcon} title="No run fits the filter" />
        ) : (
          <RunsTable runs={shown} label="Runs of the fleet" withRepository />
        ))}
    </div>
  )
}

function matches(run: RunSummary, query: string): boolean {
  const text = [run.repository, run.workflowName, run.title, run.event, run.branch, run.actor]
    .join(' ')
    .toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
