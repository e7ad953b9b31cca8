import type { LogLine, ParsedLog } from '../../../shared/domain/log'

/** The groups that are folded at first: all but those in which something went wrong. */
export function foldedAtFirst(log: ParsedLog): Set<number> {
  const open = new Set(log.lines.filter(({ kind }) => kind === 'error').map(({ group }) => group))
  return new Set(log.groups.map((_, index) => index).filter((index) => !open.has(index)))
}

/** The lines in sight: a folded group keeps only its own line. */
export function rowsOf(log: ParsedLog, folded: ReadonlySet<number>): LogLine[] {
  return log.lines.filter(({ kind, group }) => kind === 'group' || group === null || !folded.has(group))
}

/** The numbers of the lines that hold the text, whatever its case. */
export function findLines(log: ParsedLog, text: string): number[] {
  const wanted = text.toLowerCase()
  if (wanted === '') return []
  return log.lines.filter((line) => line.text.toLowerCase().includes(wanted)).map(({ number }) => number)
}

/** Cuts a text at each place where `wanted` is; the odd parts are the places. */
export function cutAt(text: string, wanted: string): string[] {
  if (wanted === '') return [text]
  const parts: string[] = []
  const lower = text.toLowerCase()
  const target = wanted.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(target); at >= 0; at = lower.indexOf(target, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length))
    from = at + wanted.length
  }
  return [...parts, text.slice(from)]
}
