import type { LogLine, ParsedLog } from '../log'
import type { RunSummary } from '../run'
import type { Row } from './row'

/** A line of a log that tells a cause: the rows that its text may stand for, the first one preferred. */
export interface Telling {
  line: LogLine
  rows: { row: Row; said: Record<string, string> }[]
}

/** The first line that tells a cause; what follows is its consequence. A wrapper gives way to any other row. */
export function firstTelling(log: ParsedLog, rows: readonly Row[], run: RunSummary): Telling | null {
  let wrapped: Telling | null = null
  for (const line of log.lines) {
    if (isEcho(line, log)) continue
    const told = tellings(line, rows, run)
    if (told.length === 0) continue
    if (told.some(({ row }) => !row.wrapper)) return { line, rows: told }
    wrapped ??= { line, rows: told }
  }
  return wrapped
}

/** The last error lines: what decides when no row knows the text. At most `count`. */
export function lastErrors(log: ParsedLog, count: number): LogLine[] {
  const errors = log.lines.filter(({ kind }) => kind === 'error')
  const telling = errors.filter(({ text }) => !/^Process completed with exit code \d+\.?$/.test(text.trim()))
  return (telling.length > 0 ? telling : errors).slice(-count)
}

function tellings(line: LogLine, rows: readonly Row[], run: RunSummary): Telling['rows'] {
  const text = plainApostrophes(line.text)
  return rows.flatMap((row) => {
    const match = row.pattern.exec(text)
    if (!match || row.applies?.(run) === false) return []
    return [{ row, said: { ...match.groups } }]
  })
}

/** Bedrock writes `isn’t` with a curly apostrophe, the CLIs that repeat it a straight one. */
function plainApostrophes(text: string): string {
  return text.replaceAll(/[‘’ʼ]/g, "'")
}

/** GitHub repeats a step's script in a group `Run …`: what is quoted there was not said by anyone. */
function isEcho(line: LogLine, log: ParsedLog): boolean {
  if (line.kind === 'command' || line.kind === 'debug') return true
  const group = line.group === null ? undefined : log.groups[line.group]
  return group?.title.startsWith('Run ') ?? false
}
