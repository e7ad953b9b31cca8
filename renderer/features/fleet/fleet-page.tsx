import { PlusIcon, RepoIcon, SearchIcon, SyncIcon } from '@primer/octicons-react'
import { Button, LinkButton, TextInput } from '@primer/react'
import { useMemo, useRef } from 'react'
import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import type { RepositoryName } from '../../../shared/domain/ids'
import { failureOf } from '../../api'
import { useShortcuts } from '../../frame/shortcuts'
import { Age } from '../../ui/age'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { useTitle } from '../../ui/use-title'
import { useTyped } from '../../ui/use-typed'
import { count } from '../../ui/words'
import { ConnectionProblems } from '../connections/connection-problems'
import { BulkBar } from './bulk-bar'
import { FleetCounts } from './fleet-counts'
import { group, lookAt } from './fleet-filter'
import styles from './fleet-page.module.css'
import { useFleet, useObserve } from './fleet-queries'
import { FleetTable } from './fleet-table'
import { FleetTableSkeleton } from './fleet-table-skeleton'
import { GroupMenu } from './group-menu'
import { useLook } from './use-look'

const NO_ROWS: readonly FleetRow[] = []

/** Home: every watched repository with its chain, and above them the numbers that matter. */
export function FleetPage() {
  useTitle('Fleet')
  const fleet = useFleet()
  const observe = useObserve()
  const [kept, change] = useLook()
  const [query, setQuery] = useTyped(kept.query, (query) => change({ query }))
  const look = useMemo(() => ({ ...kept, query }), [kept, query])
  const filter = useRef<HTMLInputElement>(null)
  const refresh = () => observe.mutate({ repositories: null })
  useShortcuts([
    { keys: '/', title: 'Filter the fleet', run: () => filter.current?.focus() },
    { keys: 'r', title: 'Read the fleet again', run: refresh },
  ])

  const rows = fleet.data?.rows ?? NO_ROWS
  const shown = useMemo(() => lookAt(rows, look), [rows, look])
  const lines = useMemo(() => group(shown, look.grouping), [shown, look.grouping])
  const reading = observe.isPending || fleet.data?.progress != null

  return (
    <div className="full-page">
      <h1 className="visually-hidden">Fleet</h1>
      <div className={styles.toolbar}>
        <TextInput
          ref={filter}
          className={styles.filter ?? ''}
          leadingVisual={SearchIcon}
          aria-label="Filter repositories"
          placeholder="Filter by repository, state, account, role, region or model"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery('')
            else if (event.key === 'ArrowDown') focusFirstRow(event)
          }}
        />
        <LinkButton as={Link} to="/fleet/choose" leadingVisual={PlusIcon}>
          Choose repositories
        </LinkButton>
        <Button leadingVisual={SyncIcon} onClick={refresh} disabled={reading}>
          {reading ? 'Reading…' : 'Read again'}
        </Button>
      </div>
      <ConnectionProblems />
      {fleet.data?.failure && <Problem failure={fleet.data.failure} onRetry={refresh} />}
      {observe.error && <Problem failure={failureOf(observe.error)} onRetry={refresh} />}
      {fleet.error && <Problem failure={failureOf(fleet.error)} onRetry={() => void fleet.refetch()} />}
      <div className="full-box">
        {(rows.length > 0 || fleet.isPending) && (
          <div className={styles.head}>
            <FleetCounts rows={rows} look={look} onChange={change} loading={fleet.isPending} />
            <div className={styles.side}>
              <OldestReading rows={rows} />
              <GroupMenu grouping={look.grouping} onChange={(grouping) => change({ grouping })} />
            </div>
          </div>
        )}
        <BulkBar watched={settableOf(rows)} />
        {fleet.isPending ? (
          <FleetTableSkeleton />
        ) : rows.length === 0 ? (
          <NoRepositories />
        ) : (
          <FleetTable lines={lines} look={look} onChange={change} />
        )}
      </div>
      <p className="visually-hidden" role="status">
        {fleet.isSuccess && `${count(shown.length, 'repository', 'repositories')} shown`}
      </p>
    </div>
  )
}

function settableOf(rows: readonly FleetRow[]): RepositoryName[] {
  return rows.flatMap(({ repository, archived }) => (archived ? [] : [repository]))
}

/** The age of the fleet is that of its oldest row; one that could not be read tells its own story. */
function OldestReading({ rows }: { rows: readonly FleetRow[] }) {
  const read = rows.flatMap(({ readAt, failure }) => (readAt && !failure ? [readAt] : []))
  const oldest = read.sort()[0]
  if (!oldest) return null
  return (
    <span className={styles.age}>
      Read <Age at={oldest} />
    </span>
  )
}

/** From the filter straight into what it found. */
function focusFirstRow(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('tr[data-line="0"]')?.focus()
}

function NoRepositories() {
  return (
    <Empty
      icon={RepoIcon}
      title="No repository is watched yet"
      action={
        <LinkButton as={Link} to="/fleet/choose" variant="primary">
          Choose repositories
        </LinkButton>
      }
    >
      Choose the repositories whose path to Bedrock you want to see. Rolecall then reads each one; it changes
      nothing.
    </Empty>
  )
}
