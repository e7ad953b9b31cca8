import { FilterRemoveIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { Empty } from '../../ui/empty'
import { repositoryPath } from '../../ui/words'
import type { FleetLine, FleetLook } from './fleet-filter'
import { FleetGroupRow, FleetRowView } from './fleet-row'
import styles from './fleet-table.module.css'
import { FleetTableHead } from './fleet-table-head'
import { toggleSelected, useSelection } from './selection'

const ROW_HEIGHT = 52
const GROUP_HEIGHT = 36

interface Props {
  lines: readonly FleetLine[]
  look: FleetLook
  onChange(change: Partial<FleetLook>): void
}

/** The fleet as a virtual grid. One row is at hand: arrows move it, Enter opens it, Space selects it, Tab walks through its links. */
export function FleetTable({ lines, look, onChange }: Props) {
  const selection = useSelection()
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

  if (lines.length === 0) {
    return (
      <Empty
        icon={FilterRemoveIcon}
        title="No repository fits the filter"
        action={
          <Button onClick={() => onChange({ query: '', state: null, brokenAt: null })}>
            Clear the filter
          </Button>
        }
      />
    )
  }
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        className={styles.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows take the focus is a grid.
        role="grid"
        aria-label="Repositories"
        aria-multiselectable
        aria-rowcount={lines.length + 1}
        onKeyDown={move}
      >
        <FleetTableHead look={look} lines={lines} onChange={onChange} />
        <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index]
            if (!line) return null
            const place = { index, top: start, atHand: index === current, onFocus: () => setAtHand(index) }
            return line.kind === 'group' ? (
              <FleetGroupRow key={key} line={line} {...place} />
            ) : (
              <FleetRowView
                key={key}
                row={line.row}
                selected={selection.has(line.row.repository)}
                {...place}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function keyOf(line: FleetLine | undefined, index: number): string | number {
  if (!line) return index
  return line.kind === 'group' ? `group ${line.key}` : line.row.repository
}

/** Keys that act when a row itself, and not a link in it, has the focus. */
function useRowKeys(lines: readonly FleetLine[], current: number, go: (index: number) => void) {
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
    else if (event.key === 'Enter' && inRow && line?.kind === 'row')
      navigate(repositoryPath(line.row.repository))
    else if (event.key === ' ' && inRow && line?.kind === 'row' && !line.row.archived)
      toggleSelected(line.row.repository)
    else return
    event.preventDefault()
  }
}
