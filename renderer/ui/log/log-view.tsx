import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { LONGEST_PAGE } from '../../../shared/contract/run-logs'
import { foldedAtFirst, foldsOf, groupAt, groupBegunAt } from './log-folds'
import { LogLines } from './log-lines'
import type { LineRange } from './log-rows'
import type { LogSource } from './log-source'
import { type LogLook, LogToolbar } from './log-toolbar'
import { useLogSearch } from './use-log-search'

/* Wrapped lines are measured one by one, and each is kept: for a long log that is asked for, not given. */
const WRAPPED_AT_FIRST = 20_000
/* More text than this is better saved than put on the clipboard. */
const MOST_COPIED = 20_000

interface Props {
  source: LogSource
  label: string
  /** Brought into sight and marked. */
  range: LineRange | null
  /** Lines were pointed to: the address should say so. */
  onRange(range: LineRange): void
}

/** A log of any length: only what is in sight is asked for and drawn. Groups fold, lines have addresses, text is found. */
export function LogView({ source, label, range, onRange }: Props) {
  const { outline } = source
  const { groups, errors, lines } = outline
  const moved = useRef<number | null>(null)
  const [look, setLook] = useState<LogLook>(() => ({
    stamps: 'none',
    wrap: lines <= WRAPPED_AT_FIRST,
    regex: false,
    caseSensitive: false,
  }))
  const [folding, setFolding] = useState<Folding>({ begun: 'with-errors-open', turned: new Set() })
  const folded = useMemo(() => foldedOf(folding, groups, errors), [folding, groups, errors])
  const folds = useMemo(() => foldsOf(lines, groups, folded), [lines, groups, folded])
  const [text, setText] = useState('')
  const [hitAt, setHitAt] = useState(0)
  const { regex, caseSensitive } = look
  const query = useMemo(
    () => (text === '' ? null : { text, regex, caseSensitive }),
    [text, regex, caseSensitive],
  )
  const findings = useLogSearch(source, query)
  const hit = findings.lines[hitAt] ?? null
  const [error, setError] = useState<number | null>(null)
  const target = hit ?? error ?? range?.from ?? null
  // A line in a folded group is unfolded first; the rows that come of it bring it into sight.
  useEffect(() => {
    if (target === null) return
    const group = groupAt(groups, target)
    if (groups[group * 2] === target) return
    setFolding((was) => (foldedOf(was, groups, errors).has(group) ? turn(was, group) : was))
  }, [groups, errors, target])
  const toggle = useCallback(
    (line: number) => {
      setFolding((was) => turn(was, groupBegunAt(groups, line)))
    },
    [groups],
  )
  const anchor = useRef({ range, onRange })
  anchor.current = { range, onRange }
  const point = useCallback((line: number, extend: boolean) => {
    const { range: was, onRange: tell } = anchor.current
    const to = extend && was ? Math.max(was.from, line) : line
    const from = extend && was ? Math.min(was.from, line) : line
    // It is under the pointer already.
    moved.current = from
    setError(null)
    tell({ from, to })
  }, [])
  const allFolded = folded.size * 2 === groups.length && groups.length > 0
  return (
    <section className="full-box" aria-label={label}>
      <LogToolbar
        look={look}
        onLook={(change) => {
          setLook((was) => ({ ...was, ...change }))
          setHitAt(0)
        }}
        text={text}
        onText={(typed) => {
          setText(typed)
          setHitAt(0)
        }}
        findings={findings}
        hitAt={hitAt}
        onHit={(step) => {
          const count = Math.max(findings.lines.length, 1)
          setHitAt((hitAt + step + count) % count)
        }}
        errors={outline.errorCount}
        onError={() => setError(errors.find((line) => line > (error ?? 0)) ?? errors[0] ?? null)}
        allFolded={allFolded}
        onFoldAll={(fold) => setFolding({ begun: fold ? 'folded' : 'open', turned: new Set() })}
        range={range}
        onCopy={(what) => range && void copy(source, range, what)}
        saveHref={source.saveHref}
      />
      <LogLines
        source={source}
        label={label}
        look={look}
        folds={folds}
        folded={folded}
        text={text}
        target={target}
        moved={moved}
        hit={hit}
        error={error}
        range={range}
        onToggle={toggle}
        onPoint={point}
      />
    </section>
  )
}

async function copy(source: LogSource, range: LineRange, what: 'lines' | 'link'): Promise<void> {
  await navigator.clipboard.writeText(what === 'link' ? window.location.href : await textOf(source, range))
}

async function textOf(source: LogSource, { from, to }: LineRange): Promise<string> {
  const texts: string[] = []
  const end = Math.min(to, from + MOST_COPIED - 1)
  for (let at = from; at <= end; at += LONGEST_PAGE) {
    const page = await source.page(at, Math.min(LONGEST_PAGE, end - at + 1))
    if (!page.available) break
    texts.push(...page.lines.map(({ text }) => text))
  }
  return texts.join('\n')
}

/** Which groups are folded: how all of them began, and those that the reader has turned since. A log that is still coming in brings more. */
interface Folding {
  begun: 'with-errors-open' | 'folded' | 'open'
  turned: ReadonlySet<number>
}

function foldedOf(
  { begun, turned }: Folding,
  groups: readonly number[],
  errors: readonly number[],
): Set<number> {
  const folded =
    begun === 'open' ? new Set<number>() : foldedAtFirst(groups, begun === 'folded' ? [] : errors)
  for (const group of turned) if (!folded.delete(group)) folded.add(group)
  return folded
}

function turn({ begun, turned }: Folding, group: number): Folding {
  const next = new Set(turned)
  if (!next.delete(group)) next.add(group)
  return { begun, turned: next }
}
