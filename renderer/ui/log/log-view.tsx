import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ParsedLog } from '../../../shared/domain/log'
import { LogLineView } from './log-line'
import { findLines, foldedAtFirst, rowsOf } from './log-rows'
import { LogToolbar } from './log-toolbar'
import styles from './log-view.module.css'

const LINE_HEIGHT = 20

interface Props {
  log: ParsedLog
  label: string
  /** 1-based; brought into sight and marked. */
  line: number | null
  /** A line was pointed to: the address should say so. */
  onLine(line: number): void
}

/** A log of any length: only what is in sight is drawn. Groups fold, lines have addresses, text is found. */
export function LogView({ log, label, line, onLine }: Props) {
  const scroller = useRef<HTMLElement>(null)
  const [folded, setFolded] = useState<ReadonlySet<number>>(() => foldedAtFirst(log))
  const [stamped, setStamped] = useState(false)
  const [query, setQuery] = useState('')
  const [hitAt, setHitAt] = useState(0)
  const hits = useMemo(() => findLines(log, query), [log, query])
  const rows = useMemo(() => rowsOf(log, folded), [log, folded])
  const hit = hits[hitAt] ?? null
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => rows[index]?.number ?? index,
    overscan: 20,
  })

  const target = hit ?? line
  // A line in a folded group is unfolded first; the rows that come of it bring it into sight.
  useEffect(() => {
    if (target === null) return
    const group = log.lines.find(({ number }) => number === target)?.group ?? null
    setFolded((was) => (group !== null && was.has(group) ? without(was, group) : was))
  }, [log, target])
  useEffect(() => {
    if (target === null) return
    const index = rows.findIndex(({ number }) => number >= target)
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' })
  }, [rows, target, virtual])

  const toggle = (group: number) =>
    setFolded((was) => (was.has(group) ? without(was, group) : new Set(was).add(group)))
  return (
    <section className={styles.view} aria-label={label}>
      <LogToolbar
        query={query}
        onQuery={(text) => {
          setQuery(text)
          setHitAt(0)
        }}
        hits={hits.length}
        hitAt={hitAt}
        onHit={(step) => setHitAt((hitAt + step + hits.length) % Math.max(hits.length, 1))}
        stamped={stamped}
        onStamped={setStamped}
        allFolded={folded.size === log.groups.length}
        onFoldAll={(fold) => setFolded(fold ? new Set(log.groups.keys()) : new Set())}
      />
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={`Lines of the ${label.toLowerCase()}`}
      >
        <div className={styles.lines} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index]
            if (!row) return null
            return (
              <LogLineView
                key={key}
                ref={virtual.measureElement}
                index={index}
                top={start}
                line={row}
                folded={row.kind === 'group' && row.group !== null ? folded.has(row.group) : null}
                onToggle={() => row.group !== null && toggle(row.group)}
                stamped={stamped}
                query={query}
                marked={row.number === hit ? 'hit' : row.number === line ? 'line' : null}
                onPoint={() => onLine(row.number)}
              />
            )
          })}
        </div>
      </section>
    </section>
  )
}

function without(set: ReadonlySet<number>, item: number): Set<number> {
  const next = new Set(set)
  next.delete(item)
  return next
}
