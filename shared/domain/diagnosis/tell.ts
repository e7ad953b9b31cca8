import type { KeptLine, LogExtract } from './log-extract'
import { plainText } from './plain-text'
import { isAttempt, isQuoted } from './quoted'
import type { Row } from './row'

/** A line of a log that tells a cause: the rows that its text may stand for, the first one preferred. */
export interface Telling {
  line: KeptLine
  rows: { row: Row; said: Readonly<Record<string, string>> }[]
}

/** How many lines a text may be wrapped over. */
const MOST_WRAPPED = 6
/** More than anybody reads, and enough to tell attempts from what ended the step. */
const MOST_TOLD = 400

/** All that the log tells, in its order: what decides first, attempts and tools' summaries only where nothing else does. */
export function tellings(log: LogExtract, rows: readonly Row[], green: boolean): Telling[] {
  const told: Telling[] = []
  for (const [index, line] of log.lines.entries()) {
    if (told.length >= MOST_TOLD) break
    const telling = counts(line, log, green) ? tellingAt(log.lines, index, rows) : null
    if (telling && !isUndone(telling, log)) told.push(telling)
  }
  const strong = told.filter(({ line, rows: found }) => !isWeak(line, found))
  return strong.length > 0 ? strong : told
}

/**
 * What a job that succeeded says counts wherever it stands: `green`. Else what is said in a step that went well
 * was quoted, or tried again with success. A log without any error that ends where its job ends is one of a job that
 * went well.
 */
function counts(line: KeptLine, { steps, errors, marked, whole }: LogExtract, green: boolean): boolean {
  if (line.echo) return false
  if (green || !marked) return true
  return errors.length > 0 ? (steps[line.step]?.failed ?? false) : !whole
}

function tellingAt(lines: readonly KeptLine[], index: number, rows: readonly Row[]): Telling | null {
  const line = lines[index]
  if (!line) return null
  const alone = plainText(line.text)
  const texts = [{ text: alone, broken: false }, ...wrappedFrom(lines, index)]
  // A blank may be lost where the line was broken, or one be too many: a piece of either reading is enough.
  const widest = texts
    .slice(-2)
    .map(({ text }) => text.toLowerCase().replaceAll(/\s+/g, ' '))
    .join('\n')
  const found = rows.flatMap((row) => {
    if (!marksOf(row).some((mark) => widest.includes(mark))) return []
    const said = matching(texts, alone.length, row)
    return said ? [{ row, said }] : []
  })
  return found.length > 0 ? { line, rows: found } : null
}

const MARKS = new Map<Row, readonly string[]>()

function marksOf(row: Row): readonly string[] {
  const marks = MARKS.get(row) ?? row.marks.map((mark) => mark.toLowerCase())
  MARKS.set(row, marks)
  return marks
}

/** What was read, and whether a break may stand between any two signs of it. */
interface Reading {
  text: string
  broken: boolean
}

/**
 * What the row's text says. It must begin on the line itself: what begins on the next one is found there. A wider
 * reading is better where the line alone does not name everything.
 */
function matching(
  texts: readonly Reading[],
  length: number,
  { pattern }: Row,
): Telling['rows'][0]['said'] | null {
  let partly: Telling['rows'][0]['said'] | null = null
  for (const { text, broken } of texts) {
    const match = (broken ? withoutBlanks(pattern) : pattern).exec(text)
    if (!match || match.index >= length || isQuoted(text, match.index)) continue
    const said = match.groups ?? {}
    if (Object.values(said).every((value) => value !== undefined)) return { ...said }
    partly ??= { ...said }
  }
  return partly
}

const LOOSE = new Map<RegExp, RegExp>()

/** A terminal that breaks a line drops the blank that stood there. */
function withoutBlanks(pattern: RegExp): RegExp {
  const loose = LOOSE.get(pattern) ?? new RegExp(pattern.source.replaceAll('\\s+', '\\s*'), pattern.flags)
  LOOSE.set(pattern, loose)
  return loose
}

/** The line with those that go on from it: a program breaks between words, a terminal anywhere. */
function wrappedFrom(lines: readonly KeptLine[], index: number): Reading[] {
  const first = lines[index]
  if (!first) return []
  const parts = [plainText(first.text)]
  const texts: Reading[] = []
  for (let next = 1; next < MOST_WRAPPED; next += 1) {
    const line = lines[index + next]
    if (line?.number !== first.number + next || line.kind !== 'plain' || line.step !== first.step) break
    parts.push(plainText(line.text))
    texts.push({ text: parts.join(' '), broken: false }, { text: parts.join(''), broken: true })
  }
  return texts
}

function isWeak(line: KeptLine, rows: Telling['rows']): boolean {
  return isAttempt(line.text) || rows.every(({ row }) => row.wrapper)
}

function isUndone({ line, rows }: Telling, log: LogExtract): boolean {
  return rows.every(({ row: { undoneBy } }) =>
    log.lines.some(
      (later) => undoneBy?.test(later.text) && later.number > line.number && later.step === line.step,
    ),
  )
}

/** The last errors: what decides where no row knows the text. At most `count`. */
export function lastErrors({ errors, complaints }: LogExtract, count: number): KeptLine[] {
  const telling = errors.filter(({ text }) => !/^Process completed with exit code \d+\.?$/.test(text.trim()))
  // Often a program has said why, and the runner only that it ended.
  const last = errors.at(-1)
  const own = complaints.filter(({ step }) => last === undefined || step === last.step)
  const shown = telling.length > 0 ? telling : own.length > 0 ? own : errors
  return shown.slice(-count)
}
