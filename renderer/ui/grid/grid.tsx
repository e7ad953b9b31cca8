import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import styles from './grid.module.css'
import type { Place } from './grid-row'

/** Pixels, as the style of a group's row says. */
const GROUP_HEIGHT = 36
/** Pixels of the head with its border, which the rows stand below. */
const HEAD_HEIGHT = 37
/** Rows that Page Up and Page Down pass over. */
const PAGE = 10

interface Props<Line> {
  /** What a screen reader calls the grid. */
  label: string
  /** The class that sets `--columns` and `--row-height`. */
  className: string | undefined
  lines: readonly Line[]
  /** Pixels, the same as `--row-height`. */
  rowHeight: number
  /** Whether a row is as high as its text needs, and at least `rowHeight`. */
  measured?: boolean
  multiselectable?: boolean
  /** While its rows change by themselves. */
  busy?: boolean
  head: ReactNode
  /** What stands below the last row. */
  children?: ReactNode
  keyOf(line: Line): string
  isGroup?(line: Line): boolean
  renderLine(line: Line, place: Place, key: string): ReactNode
  /** What a key does while a row itself, and not a link in it, has the focus; whether it did anything. */
  onRowKey(key: string, line: Line): boolean
}

/** A virtual grid of rows and their groups. One row is at hand: arrows move it, Tab walks through its links. */
export function Grid<Line>(props: Props<Line>) {
  const { lines, rowHeight, keyOf, isGroup, renderLine, measured = false } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [wanted, setAtHand] = useState(0)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const line = lines[index]
      return line !== undefined && isGroup?.(line) ? GROUP_HEIGHT : rowHeight
    },
    getItemKey: (index) => {
      const line = lines[index]
      return line === undefined ? index : keyOf(line)
    },
    scrollPaddingEnd: HEAD_HEIGHT,
    overscan: 8,
  })
  const atHand = Math.min(wanted, lines.length - 1)
  const go = (index: number) => {
    setAtHand(index)
    virtual.scrollToIndex(index)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-line="${index}"]`)?.focus({ preventScroll: true }),
    )
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const line = lines[atHand]
    const next = nextLine(event.key, atHand, lines.length - 1)
    const inRow = event.target instanceof HTMLElement && event.target.tagName === 'TR'
    if (next !== null) go(next)
    else if (!inRow || line === undefined || !props.onRowKey(event.key, line)) return
    event.preventDefault()
  }
  return (
    <div ref={scroller} className={`${styles.scroller} ${props.className}`}>
      <table
        className={styles.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows take the focus is a grid.
        role="grid"
        aria-label={props.label}
        aria-multiselectable={props.multiselectable}
        aria-rowcount={lines.length + 1}
        aria-busy={props.busy}
        onKeyDown={onKeyDown}
      >
        {props.head}
        <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index]
            if (line === undefined) return null
            const place = {
              index,
              top: start,
              atHand: index === atHand,
              measure: measured ? virtual.measureElement : null,
              onFocus: () => setAtHand(index),
            }
            return renderLine(line, place, String(key))
          })}
        </tbody>
      </table>
      {props.children}
    </div>
  )
}

/** The line that a key moves to; null for a key that moves nowhere. */
function nextLine(key: string, current: number, last: number): number | null {
  if (key === 'ArrowDown') return Math.min(current + 1, last)
  if (key === 'ArrowUp') return Math.max(current - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key === 'PageDown') return Math.min(current + PAGE, last)
  if (key === 'PageUp') return Math.max(current - PAGE, 0)
  return null
}
