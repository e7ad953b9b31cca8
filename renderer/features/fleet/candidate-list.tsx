import { LockIcon, RepoForkedIcon, RepoIcon } from '@primer/octicons-react'
import { Checkbox, Label } from '@primer/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ChoiceRow } from './choice-state'
import styles from './choose-page.module.css'

const ROW_HEIGHT = 40

interface Props {
  rows: readonly ChoiceRow[]
  onSet(row: ChoiceRow, on: boolean): void
}

/** The repositories to choose from; there may be thousands, so only those in sight are drawn. */
export function CandidateList({ rows, onSet }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  return (
    <div ref={scroller} className={styles.list}>
      {rows.length === 0 && <p className={styles.none}>No repository is called that.</p>}
      <ul style={{ height: virtual.getTotalSize() }} className={styles.items} aria-label="Repositories">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (!row) return null
          const { repository, facts } = row
          const Shape = facts?.fork ? RepoForkedIcon : facts?.visibility === 'public' ? RepoIcon : LockIcon
          return (
            <li key={repository} className={styles.item} style={{ transform: `translateY(${start}px)` }}>
              <label className={styles.choice} htmlFor={`watch ${repository}`}>
                <Checkbox
                  id={`watch ${repository}`}
                  checked={row.chosen}
                  onChange={(event) => onSet(row, event.target.checked)}
                />
                <Shape className="muted" />
                {repository}
              </label>
              {row.excluded && <Label variant="danger">excluded</Label>}
              {row.chosen && row.by && <span className="muted">by {row.by}</span>}
              <span className="muted">{facts?.visibility}</span>
              {facts?.archived && <Label variant="secondary">archived</Label>}
              {facts?.permission === 'read' && <Label variant="attention">read only</Label>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
