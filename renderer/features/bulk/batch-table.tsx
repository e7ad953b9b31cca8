import {
  AlertIcon,
  CheckIcon,
  ClockIcon,
  DotFillIcon,
  type Icon,
  SkipIcon,
  SyncIcon,
  UndoIcon,
} from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Link } from 'react-router'
import type { BatchOutcome, BatchRow } from '../../../shared/contract/batch'
import type { RepositoryName } from '../../../shared/domain/ids'
import { repositoryPath } from '../../ui/words'
import { canUndo, isLeft, type RowState, stateOf } from './batch-state'
import styles from './bulk.module.css'

const ROW_HEIGHT = 52

interface Props {
  rows: readonly BatchRow[]
  over: boolean
  onUndo(repository: RepositoryName): void
}

/** A row a repository: how far it is, what it came to, and the way back. */
export function BatchTable({ rows, over, onUndo }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.repository ?? index,
    overscan: 8,
  })
  if (rows.length === 0) return <p className="muted">None.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a stretch that scrolls must be reachable by keyboard.
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label="Repositories">
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index]
          return (
            row && (
              <li
                key={key}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
              >
                <Row row={row} over={over} onUndo={() => onUndo(row.repository)} />
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

const MARKS: Record<RowState, Icon> = {
  waiting: ClockIcon,
  running: SyncIcon,
  done: CheckIcon,
  open: AlertIcon,
  cancelled: SkipIcon,
  undone: UndoIcon,
  stayed: AlertIcon,
}

function Row({ row, over, onUndo }: { row: BatchRow; over: boolean; onUndo(): void }) {
  const state = stateOf(row)
  const Mark = MARKS[state] ?? DotFillIcon
  const says = sentenceOf(row, state)
  return (
    <>
      <span className={styles.mark} data-state={state}>
        <Mark />
      </span>
      <span className={styles.cell}>
        <Link className={styles.name} to={repositoryPath(row.repository)}>
          {row.repository}
        </Link>
        <span className={styles.says} title={says}>
          {says}
        </span>
      </span>
      <span className={styles.count}>
        {row.steps > 0 && state !== 'undone' && `${row.done} of ${row.steps}`}
      </span>
      <span className={styles.actions}>
        {over && isLeft(row) && (
          <Link to={`/bulk?repositories=${row.repository}`} aria-label={`Plan ${row.repository} again`}>
            Plan again
          </Link>
        )}
        {over && canUndo(row) && (
          <Button size="small" aria-label={`Undo the changes of ${row.repository}`} onClick={onUndo}>
            Undo
          </Button>
        )}
      </span>
    </>
  )
}

const OUTCOMES: Record<BatchOutcome, string> = {
  done: 'Done',
  unchanged: 'Nothing was to do',
  failed: 'A step failed',
  unshown: 'Every call was accepted; not every change shows yet',
  moved: 'The world has moved; nothing was touched',
  refused: 'It could not begin',
  cancelled: 'Not begun any more',
}

function sentenceOf({ entry, doing, undo, undoFailure }: BatchRow, state: RowState): string {
  if (undo === 'undone') return 'Taken back'
  if (undo === 'doing') return 'Taking back…'
  if (undo === 'asked') return 'Waits to be taken back'
  if (undoFailure) return undoFailure.sentence
  if (entry) return entry.failure?.sentence ?? OUTCOMES[entry.outcome]
  return doing ?? (state === 'waiting' ? 'Waits for its turn' : '')
}
