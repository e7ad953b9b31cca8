import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { RunSummary } from '../../../shared/domain/run'
import { statisticsOf } from '../../../shared/domain/run-statistics'
import { Age } from '../../ui/age'
import { RunMark } from '../../ui/run-mark'
import { durationOf } from '../../ui/time'
import { count, repositoryPath, runWord } from '../../ui/words'
import styles from './fleet-runs-table.module.css'
import type { RunLine } from './runs-look'

const ROW_HEIGHT = 48
const GROUP_HEIGHT = 36
const COLUMNS = ['Run', 'Repository', 'Workflow', 'Branch', 'Started', 'Took']

interface Props {
  lines: readonly RunLine[]
  /** What stands below the last run. */
  children: ReactNode
}

/** The runs as a virtual grid. One row is at hand: arrows move it, Enter opens it, Tab walks through its links. */
export function FleetRunsTable({ lines, children }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [atHand, setAtHand] = useState(0)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? GROUP_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => keyOf(lines[index], index),
    overscan: 8,
  })
  const current = Math.min(atHand, lines.length - 1)
  const move = useRowKeys(lines, current, (index) => {
    setAtHand(index)
    virtual.scrollToIndex(index)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-line="${index}"]`)?.focus({ preventScroll: true }),
    )
  })
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        className={styles.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows take the focus is a grid.
        role="grid"
        aria-label="Runs of the fleet"
        aria-rowcount={lines.length + 1}
        onKeyDown={move}
      >
        <thead className={styles.head}>
          <tr aria-rowindex={1} className={styles.row}>
            {COLUMNS.map((title) => (
              <th key={title} scope="col" className={styles.columnHead}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index]
            if (!line) return null
            const place = { index, top: start, atHand: index === current, onFocus: () => setAtHand(index) }
            return line.kind === 'group' ? (
              <GroupRow key={key} line={line} {...place} />
            ) : (
              <RunRow key={key} run={line.run} {...place} />
            )
          })}
        </tbody>
      </table>
      {children}
    </div>
  )
}

interface Place {
  index: number
  /** Pixels from the top of the grid's body. */
  top: number
  /** The one row that takes part in the tab order. */
  atHand: boolean
  onFocus(): void
}

function RunRow({ run, index, top, atHand, onFocus }: { run: RunSummary } & Place) {
  const tabIndex = atHand ? 0 : -1
  return (
    <tr
      aria-rowindex={index + 2}
      aria-label={`${run.title} #${run.number} of ${run.repository}`}
      data-line={index}
      className={`${styles.row} ${styles.dataRow}`}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={tabIndex}
      onFocus={onFocus}
    >
      <th scope="row" className={styles.cell}>
        <span className={styles.titleLine}>
          <RunMark status={run.status} conclusion={run.conclusion} named />
          <Link className={styles.title} to={pathOf(run)} tabIndex={tabIndex} title={run.title}>
            {run.title}
          </Link>
          <span className="muted">#{run.number}</span>
        </span>
        <span className={styles.sub}>
          {runWord(run.status, run.conclusion)}
          {run.attempt > 1 && `, attempt ${run.attempt}`}
        </span>
      </th>
      <td className={styles.cell}>
        <Link className={styles.name} to={repositoryPath(run.repository)} tabIndex={tabIndex}>
          {run.repository}
        </Link>
      </td>
      <td className={styles.cell}>
        <span className={styles.main} title={run.workflowPath ?? undefined}>
          {run.workflowName}
        </span>
        <span className={styles.sub}>
          {run.event}
          {run.actor !== null && ` by ${run.actor}`}
        </span>
      </td>
      <td className={styles.cell}>
        {run.branch === null ? (
          <span className="muted">none</span>
        ) : (
          <code className={styles.main} title={run.branch}>
            {run.branch}
          </code>
        )}
        <code className={styles.sub}>{run.headSha.slice(0, 7)}</code>
      </td>
      <td className={styles.cell}>
        <Age at={run.createdAt} className={styles.main} />
      </td>
      <td className={styles.cell}>
        <span className={styles.main}>
          {run.status === 'completed' ? durationOf(run.createdAt, run.updatedAt) : 'not over'}
        </span>
      </td>
    </tr>
  )
}

function GroupRow({
  line,
  index,
  top,
  atHand,
  onFocus,
}: { line: Extract<RunLine, { kind: 'group' }> } & Place) {
  const { successRate, failed } = statisticsOf(line.runs)
  return (
    <tr
      aria-rowindex={index + 2}
      data-line={index}
      className={styles.groupRow}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={atHand ? 0 : -1}
      onFocus={onFocus}
    >
      <th scope="row" colSpan={COLUMNS.length}>
        {line.title}{' '}
        <span className={styles.groupSize}>
          {count(line.runs.length, 'run')}
          {successRate !== null && `, ${failed === 0 ? 'none' : failed} failed`}
        </span>
      </th>
    </tr>
  )
}

function pathOf({ repository, id }: RunSummary): string {
  return repositoryPath(repository, `/runs/${id}`)
}

function keyOf(line: RunLine | undefined, index: number): string | number {
  if (!line) return index
  return line.kind === 'group' ? `group ${line.key}` : `${line.run.repository} ${line.run.id}`
}

/** Keys that act when a row itself, and not a link in it, has the focus. */
function useRowKeys(lines: readonly RunLine[], current: number, go: (index: number) => void) {
  const navigate = useNavigate()
  return (event: KeyboardEvent<HTMLElement>) => {
    const last = lines.length - 1
    const line = lines[current]
    const inRow = event.target instanceof HTMLElement && event.target.tagName === 'TR'
    if (event.key === 'ArrowDown') go(Math.min(current + 1, last))
    else if (event.key === 'ArrowUp') go(Math.max(current - 1, 0))
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(last)
    else if (event.key === 'PageDown') go(Math.min(current + 10, last))
    else if (event.key === 'PageUp') go(Math.max(current - 10, 0))
    else if (event.key === 'Enter' && inRow && line?.kind === 'run') navigate(pathOf(line.run))
    else return
    event.preventDefault()
  }
}
