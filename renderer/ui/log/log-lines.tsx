import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useEffect, useRef } from 'react'
import { type Folds, groupBegunAt } from './log-folds'
import { LogLineView } from './log-line'
import { type LineRange, stampText } from './log-rows'
import type { LogSource } from './log-source'
import type { LogLook } from './log-toolbar'
import styles from './log-view.module.css'
import { useLogPages } from './use-log-pages'

const LINE_HEIGHT = 20

interface Props {
  source: LogSource
  label: string
  look: LogLook
  folds: Folds
  folded: ReadonlySet<number>
  /** What is searched for. */
  text: string
  /** A line that is brought into sight until the reader moves, which `moved` then says. */
  target: number | null
  moved: RefObject<number | null>
  /** The hit and the error that the reader went to. */
  hit: number | null
  error: number | null
  range: LineRange | null
  onToggle(line: number): void
  onPoint(line: number, extend: boolean): void
}

/** The lines of a log that are in sight. With each scroll they are drawn anew, and nothing around them is. */
export const LogLines = memo(function LogLines(props: Props) {
  const { source, label, look, folds, folded, text, target, moved, hit, error, range, onToggle, onPoint } =
    props
  const { groups, lines, complete } = source.outline
  const { regex, caseSensitive, stamps, wrap } = look
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: folds.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  })
  const items = virtual.getVirtualItems()
  const lineAt = useLogPages(
    source,
    folds.lineAt(items[0]?.index ?? 0),
    folds.lineAt(items.at(-1)?.index ?? 0),
  )
  const first = useLogPages(source, 1, 1)(1)
  // What loads above the log makes it shorter: the line stays in sight until the reader moves.
  const room = virtual.scrollRect?.height ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is a reason to look again.
  useEffect(() => {
    if (target === null || target > lines || moved.current === target) return
    virtual.scrollToIndex(folds.rowOf(target), { align: 'center' })
  }, [folds, target, lines, virtual, room, moved])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured no longer holds where lines wrap otherwise.
  useEffect(() => virtual.measure(), [wrap, folds])
  const move = () => {
    moved.current = target
  }
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      data-wrap={wrap}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={`Lines of the ${label.toLowerCase()}`}
      aria-busy={!complete}
      onWheel={move}
      onPointerDown={move}
      onKeyDown={move}
    >
      <ol
        className={styles.lines}
        aria-label={`${lines.toLocaleString('en')} lines`}
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map(({ key, index, start }) => {
          const number = folds.lineAt(index)
          const shown = lineAt(number)
          const group = groupBegunAt(groups, number)
          const isPointed = range !== null && number >= range.from && number <= range.to
          return (
            <LogLineView
              key={key}
              ref={wrap ? virtual.measureElement : null}
              index={index}
              top={start}
              number={number}
              line={shown?.line ?? null}
              cut={shown?.cut ?? false}
              folded={group < 0 ? null : folded.has(group)}
              onToggle={onToggle}
              stamp={stampText(shown?.line.at ?? null, first?.line.at ?? null, stamps)}
              query={regex ? '' : text}
              caseSensitive={caseSensitive}
              marked={number === hit || number === error ? 'hit' : isPointed ? 'line' : null}
              onPoint={onPoint}
            />
          )
        })}
      </ol>
    </section>
  )
})
