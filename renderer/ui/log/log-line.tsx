import { TriangleDownIcon, TriangleRightIcon } from '@primer/octicons-react'
import { type CSSProperties, type MouseEvent, memo, type Ref } from 'react'
import type { LogLine, Span } from '../../../shared/domain/log'
import { cutAt, linksIn } from './log-rows'
import styles from './log-view.module.css'

const PALETTE = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white']

interface Props {
  ref: Ref<HTMLLIElement> | null
  index: number
  top: number
  number: number
  /** Null until it is here. */
  line: LogLine | null
  /** It is longer than it is shown. */
  cut: boolean
  /** Of a group's own line: whether it is folded. */
  folded: boolean | null
  onToggle(line: number): void
  stamp: string
  /** What to mark in it; empty where nothing is searched for, or where the search is no plain text. */
  query: string
  caseSensitive: boolean
  marked: 'hit' | 'line' | null
  /** `extend`: the range from the line before to this one. */
  onPoint(line: number, extend: boolean): void
}

/** One line of a log: its number is its address, its colours are those of the terminal. */
export const LogLineView = memo(function LogLineView(props: Props) {
  const { ref, index, top, number, line, cut, folded, onToggle, stamp, marked, onPoint } = props
  const text = line === null ? <span className={styles.absent} /> : <Text {...props} line={line} />
  return (
    <li
      ref={ref}
      data-index={index}
      data-kind={line?.kind}
      data-marked={marked}
      data-inside={line !== null && line.group !== null && line.kind !== 'group'}
      className={styles.line}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button
        type="button"
        className={styles.number}
        aria-label={`Line ${number}`}
        aria-pressed={marked === 'line'}
        onClick={(event: MouseEvent) => onPoint(number, event.shiftKey)}
      >
        {number}
      </button>
      {stamp !== '' && <time className={styles.stamp}>{stamp}</time>}
      {folded === null ? (
        <span className={styles.text}>
          {text}
          {cut && <em className={styles.cut}> … the line goes on; save the log to read it whole</em>}
        </span>
      ) : (
        <button
          type="button"
          className={styles.group}
          aria-expanded={!folded}
          onClick={() => onToggle(number)}
        >
          {folded ? <TriangleRightIcon /> : <TriangleDownIcon />}
          {text}
        </button>
      )}
    </li>
  )
})

function Text({ line, query, caseSensitive, folded }: Props & { line: LogLine }) {
  if (query !== '') return <Found text={line.text} query={query} caseSensitive={caseSensitive} />
  return line.spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of a line never move.
    <span key={index} style={styleOf(span)}>
      {/* A group's line is a button, and a button holds no link. */}
      {folded === null ? <Linked text={span.text} /> : span.text}
    </span>
  ))
}

function Linked({ text }: { text: string }) {
  return linksIn(text).map(({ text, href }, index) =>
    href === null ? (
      text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of a line never move.
      <a key={index} href={href} target="_blank" rel="noreferrer">
        {text}
      </a>
    ),
  )
}

function Found({ text, query, caseSensitive }: { text: string; query: string; caseSensitive: boolean }) {
  return cutAt(text, query, caseSensitive).map((part, index) =>
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
