import type { LogGroup, LogLine, ParsedLog } from '../../../shared/domain/log'
import type { LogSource } from './log-form'
import { readPage } from './log-page'

/** Logs up to this long are given whole. */
const WHOLE_LINES = 20_000
const WHOLE_BYTES = 8 * 1024 * 1024
/** Of longer ones: lines at both ends, errors, and lines before and behind each error. */
const HEAD = 2_000
const TAIL = 2_000
const ERRORS = 100
const AROUND = 40

/**
 * A log as the rules of a diagnosis read it: whole where it is short; of a long one its beginning, its end, and its
 * errors with the lines around them. Every line keeps its number.
 */
export async function readExcerpt(source: LogSource): Promise<ParsedLog> {
  const { index } = source
  const isShort = index.lines <= WHOLE_LINES && index.bytes <= WHOLE_BYTES
  const ranges: Range[] = isShort ? [[1, index.lines]] : decisiveRanges(index.lines, index.errors)
  const lines: LogLine[] = []
  for (const [from, to] of ranges) lines.push(...(await readPage(source, from, to - from + 1)).lines)
  return withGroups(source, lines)
}

type Range = [from: number, to: number]

function decisiveRanges(lines: number, errors: readonly number[]): Range[] {
  /* The first errors are causes, the last ones what came of them. */
  const told =
    errors.length <= ERRORS ? errors : [...errors.slice(0, ERRORS / 2), ...errors.slice(-ERRORS / 2)]
  const wanted: Range[] = [
    [1, Math.min(HEAD, lines)],
    ...told.map((line): Range => [Math.max(1, line - AROUND), Math.min(lines, line + AROUND)]),
    [Math.max(1, lines - TAIL + 1), lines],
  ]
  const merged: Range[] = []
  for (const range of wanted.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1])
    else merged.push(range)
  }
  return merged
}

/** The groups that these lines are in, with their titles; the lines point to them. */
async function withGroups(source: LogSource, lines: LogLine[]): Promise<ParsedLog> {
  const { first, last } = source.index.groups
  const places = new Map<number, number>()
  const groups: LogGroup[] = []
  for (const line of lines) {
    if (line.group === null) continue
    let place = places.get(line.group)
    if (place === undefined) {
      place = groups.length
      places.set(line.group, place)
      const firstLine = first[line.group] ?? line.number
      const title = line.number === firstLine ? line : (await readPage(source, firstLine, 1)).lines[0]
      groups.push({ title: title?.text ?? '', firstLine, lastLine: last[line.group] ?? firstLine })
    }
    line.group = place
  }
  return { lines, groups }
}
