import { HistoryIcon } from '@primer/octicons-react'
import { Button, LinkButton, ProgressBar, SegmentedControl } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { BatchHead, BatchRow, BatchState } from '../../../shared/contract/batch'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, client, queryClient } from '../../api'
import { showFailure } from '../../frame/toast'
import { Empty } from '../../ui/empty'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import { useSecond } from '../runs/use-second'
import { canUndo, isLeft, type RowState, spokenProgress, stateOf } from './batch-state'
import { BatchTable } from './batch-table'
import styles from './bulk.module.css'
import { elapsedWords } from './elapsed'
import { useBatch } from './use-batch'

/** A plan over many repositories while it is applied, and what each came to. */
export function BatchPage() {
  useTitle('Changes of many repositories')
  const { batchId = '' } = useParams()
  const view = useBatch(batchId)
  const known = useQuery(api.setup.batches.queryOptions({ staleTime: 0 })).data
  const lost = view === null && known !== undefined && known.every((head) => head.batchId !== batchId)
  return (
    <div className={styles.page}>
      <h1 className="page-title">Changes of many repositories</h1>
      {lost && (
        <Empty
          icon={HistoryIcon}
          title="This batch is not known any more"
          action={
            <LinkButton as={Link} to="/">
              To the fleet
            </LinkButton>
          }
        >
          Rolecall was started anew since. What was applied stands in each repository’s changes, and can be
          undone there.
        </Empty>
      )}
      {!view && !lost && <SkeletonLines lines={10} />}
      {view && <Batch head={view.head} rows={[...view.rows.values()]} />}
    </div>
  )
}

type Shown = 'all' | 'running' | 'open'

function Batch({ head, rows }: { head: BatchHead; rows: readonly BatchRow[] }) {
  const [shown, setShown] = useState<Shown>('all')
  const over = head.endedAt !== null && !head.undoing
  const running = rows.filter((row) => stateOf(row) === 'running')
  const open = rows.filter((row) => isLeft(row) || stateOf(row) === 'stayed')
  /* What was under way is over with the batch: then there is nothing to look at there. */
  const looked = over && shown === 'running' ? 'all' : shown
  const seen = { all: rows, running, open }[looked]
  return (
    <>
      <p className="visually-hidden" role="status">
        {spokenProgress(head)}
      </p>
      <div className={styles.bar}>
        <p className={styles.words}>
          <Summary head={head} rows={rows} />
        </p>
        <Steering head={head} />
        {over && <AfterEnd head={head} rows={rows} />}
      </div>
      {head.endedAt === null && (
        <ProgressBar
          progress={(100 * head.settled) / head.total}
          aria-label="Repositories that are over"
          bg={head.state === 'running' ? 'accent.emphasis' : 'attention.emphasis'}
        />
      )}
      <SegmentedControl aria-label="Which repositories" size="small" className={styles.filter ?? ''}>
        <SegmentedControl.Button selected={looked === 'all'} onClick={() => setShown('all')}>
          {`All ${rows.length}`}
        </SegmentedControl.Button>
        {over ? null : (
          <SegmentedControl.Button selected={looked === 'running'} onClick={() => setShown('running')}>
            {`Under way ${running.length}`}
          </SegmentedControl.Button>
        )}
        <SegmentedControl.Button selected={looked === 'open'} onClick={() => setShown('open')}>
          {`Not done ${open.length}`}
        </SegmentedControl.Button>
      </SegmentedControl>
      <BatchTable rows={seen} over={over} onUndo={(name) => void undo(head.batchId, [name])} />
    </>
  )
}

function Summary({ head, rows }: { head: BatchHead; rows: readonly BatchRow[] }) {
  const now = useSecond(head.endedAt === null)
  const n = (state: RowState) => rows.filter((row) => stateOf(row) === state).length
  const until = head.endedAt === null ? now : Date.parse(head.endedAt)
  const parts = [
    head.undoing
      ? 'Taking back…'
      : head.endedAt === null
        ? `${head.settled} of ${count(head.total, 'repository', 'repositories')} are over`
        : n('undone') > 0 && n('done') === 0
          ? null
          : `${count(n('done'), 'repository', 'repositories')} done`,
    n('open') > 0 ? `${n('open')} not done` : null,
    n('cancelled') > 0 ? `${n('cancelled')} not begun` : null,
    n('undone') > 0 ? `${n('undone')} taken back` : null,
    n('stayed') > 0 ? `${n('stayed')} stayed` : null,
    head.endedAt === null && head.state !== 'running' ? head.state : null,
    elapsedWords(until - Date.parse(head.startedAt)),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

function Steering({ head }: { head: BatchHead }) {
  if (head.endedAt !== null) return null
  const steer = (to: BatchState) =>
    client.setup
      .steerMany({ batchId: head.batchId, to })
      .catch((error: unknown) => showFailure('The batch could not be steered', error))
  if (head.state === 'cancelled') return <span className="muted">Letting end what is under way…</span>
  return (
    <>
      <Button onClick={() => void steer(head.state === 'paused' ? 'running' : 'paused')}>
        {head.state === 'paused' ? 'Resume' : 'Pause'}
      </Button>
      <Button variant="danger" onClick={() => void steer('cancelled')}>
        Cancel the rest
      </Button>
    </>
  )
}

function AfterEnd({ head, rows }: { head: BatchHead; rows: readonly BatchRow[] }) {
  const open = rows.filter(isLeft).map(({ repository }) => repository)
  const changed = rows.filter(canUndo)
  return (
    <>
      {changed.length > 0 && (
        <Button onClick={() => void undo(head.batchId, null)}>{`Undo all ${changed.length}`}</Button>
      )}
      {open.length > 0 && (
        <LinkButton as={Link} to={`/bulk?repositories=${open.join(',')}`} variant="primary">
          {`Plan ${count(open.length, 'repository', 'repositories')} again`}
        </LinkButton>
      )}
      <LinkButton as={Link} to="/">
        To the fleet
      </LinkButton>
    </>
  )
}

async function undo(batchId: string, repositories: RepositoryName[] | null): Promise<void> {
  try {
    await client.setup.undoMany({ batchId, repositories })
    await queryClient.invalidateQueries({ queryKey: api.setup.batches.key() })
  } catch (error) {
    showFailure('Nothing was taken back', error)
  }
}
