import type { AriaAttributes, ReactNode } from 'react'
import styles from './grid.module.css'

/** Where a line stands in its grid. */
export interface Place {
  index: number
  /** Pixels from the top of the grid's body. */
  top: number
  /** The one row that takes part in the tab order. */
  atHand: boolean
  /** Takes the row's height, where that follows its text; else null. */
  measure: ((row: HTMLTableRowElement | null) => void) | null
  onFocus(): void
}

interface RowProps extends Pick<AriaAttributes, 'aria-busy' | 'aria-selected'> {
  label: string
  place: Place
  children: ReactNode
}

/** A row of a grid: the focus may stand on it, or on a link in it. */
export function GridRow({ label, place, children, ...aria }: RowProps) {
  return (
    <tr {...aria} {...placed(place)} aria-label={label} className={`${styles.row} ${styles.dataRow}`}>
      {children}
    </tr>
  )
}

interface GroupProps {
  place: Place
  /** How many columns it spans. */
  columns: number
  title: string
  /** What it holds, in a few words. */
  says: ReactNode
}

/** The head of a group of rows. */
export function GridGroup({ place, columns, title, says }: GroupProps) {
  return (
    <tr {...placed(place)} className={styles.groupRow}>
      <th scope="row" colSpan={columns}>
        {title} <span className={styles.groupSize}>{says}</span>
      </th>
    </tr>
  )
}

function placed({ index, top, atHand, measure, onFocus }: Place) {
  return {
    /* The head is the first row. */
    'aria-rowindex': index + 2,
    'data-line': index,
    /* By this name the virtualizer knows a row that it measures. */
    'data-index': index,
    'data-measured': measure !== null,
    ref: measure,
    style: { transform: `translateY(${top}px)` },
    tabIndex: atHand ? 0 : -1,
    onFocus,
  }
}
