import { TriangleDownIcon, TriangleRightIcon } from '@primer/octicons-react'
import type { CSSProperties, Ref } from 'react'
import type { LogLine, Span } from '../../../shared/domain/log'
import { cutAt } from './log-rows'
import styles from './log-view.module.css'

const PALETTE = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white']

interface Props {
  ref: Ref<HTMLDivElement>
  index: number
  top: number
  line: LogLine
  /** Of a group's own line: whether it is folded. */
  folded: boolean | null
  onToggle(): void
  stamped: boolean
  query: string
  marked: 'hit' | 'line' | null
  onPoint(): void
}

/** One line of a log: its number is its address, its colours are those of the terminal. */
export function LogLineView(props: Props) {
  const { ref, index, top, line, folded, onToggle, stamped, query, marked, onPoint } = props
  return (
    <div
      ref={ref}
      data-index={index}
      data-kind={line.kind}
      data-marked={marked}
      data-inside={line.group !== null && line.kind !== 'group'}
      className={styles.line}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button type="button" className={styles.number} aria-label={`Line ${line.number}`} onClick={onPoint}>
        {line.number}
      </button>
      {stamped && <time className={styles.stamp}>{line.at?.replace('T', ' ').slice(0, 23)}</time>}
      {folded === null ? (
        <span className={styles.text}>
          <Text line={line} query={query} />
        </span>
      ) : (
        <button type="button" className={styles.group} aria-expanded={!folded} onClick={onToggle}>
          {folded ? <TriangleRightIcon /> : <TriangleDownIcon />}
          <Text line={line} query={query} />
        </button>
      )}
    </div>
  )
}

function Text({ line, query }: { line: LogLine; query: string }) {
  if (query !== '') return <Found text={line.text} query={query} />
  return line.spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of a line never move.
    <span key={index} style={styleOf(span)}>
      {span.text}
    </span>
  ))
}

function Found({ text, query }: { text: string; query: string }) {
  return cutAt(text, query).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move.
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  )
}

function styleOf({ fg, bg, bold, dim, italic, underline }: Span): CSSProperties {
  return {
    ...(fg && { color: colorOf(fg) }),
    ...(bg && { backgroundColor: colorOf(bg) }),
    ...(bold && { fontWeight: 600 }),
    ...(dim && { opacity: 0.7 }),
    ...(italic && { fontStyle: 'italic' }),
    ...(underline && { textDecoration: 'underline' }),
  }
}

/** The terminal's sixteen colours are the theme's; any other is as the log says. */
function colorOf(color: string): string {
  const index = /^ansi-(\d+)$/.exec(color)?.[1]
  if (index === undefined) return color
  const name = PALETTE[Number(index) % PALETTE.length]
  return Number(index) < PALETTE.length ? `var(--ansi-${name})` : `var(--ansi-${name}Bright)`
}
