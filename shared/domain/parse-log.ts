import { parseAnsi } from './ansi'
import type { LogGroup, LogLine, ParsedLog } from './log'

const BYTE_ORDER_MARK = String.fromCharCode(0xfeff)
/** The runner prefixes every line with the time in UTC, to 100 ns. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)(?: |$)/
/** `##[…]` is what the runner makes of workflow commands; actions that run a program print `[command]` themselves. */
const MARKER = /^(?:##\[(group|endgroup|error|warning|notice|command|debug)\]|\[command\])/

/**
 * Parses a job's raw log in one pass, in time linear in its length. One `LogLine` for each raw line, so
 * `lines[n - 1].number === n`; an `##[endgroup]` is a plain, empty line and the last one of its group.
 */
export function parseLog(raw: string): ParsedLog {
  const lines: LogLine[] = []
  const groups: LogGroup[] = []
  let open: number | null = null
  for (const text of rawLines(raw)) {
    const { line, ends } = parseLogLine(text, lines.length + 1)
    if (line.kind === 'group') {
      open = groups.length
      groups.push({ title: line.text, firstLine: line.number, lastLine: line.number })
    }
    line.group = open
    const group = open === null ? undefined : groups[open]
    if (group !== undefined) group.lastLine = line.number
    if (ends) open = null
    lines.push(line)
  }
  return { lines, groups }
}

function* rawLines(raw: string): Generator<string> {
  let at = raw.startsWith(BYTE_ORDER_MARK) ? 1 : 0
  while (at < raw.length) {
    const newline = raw.indexOf('\n', at)
    const end = newline === -1 ? raw.length : newline
    yield raw.slice(at, raw[end - 1] === '\r' && end > at ? end - 1 : end)
    at = end + 1
  }
}

/** Parses one line without its line end; `group` is left null, `ends` tells an `##[endgroup]`. */
export function parseLogLine(raw: string, number: number): { line: LogLine; ends: boolean } {
  // The service concatenates blobs, and each may begin with its own mark.
  const unmarked = raw.startsWith(BYTE_ORDER_MARK) ? raw.slice(1) : raw
  const stamp = TIMESTAMP.exec(unmarked)
  const body = stamp === null ? unmarked : unmarked.slice(stamp[0].length)
  const marker = MARKER.exec(body)
  const spans = parseAnsi(marker === null ? body : body.slice(marker[0].length))
  const kind = kindOf(marker)
  const text = spans.length === 1 ? (spans[0]?.text ?? '') : spans.map((span) => span.text).join('')
  const line: LogLine = { number, at: stamp?.[1] ?? null, kind, text, spans, group: null }
  return { line, ends: marker?.[1] === 'endgroup' }
}

function kindOf(marker: RegExpExecArray | null): LogLine['kind'] {
  if (marker?.[0] === '[command]') return 'command'
  switch (marker?.[1]) {
    case 'group':
    case 'error':
    case 'warning':
    case 'notice':
    case 'command':
    case 'debug':
      return marker[1]
    default:
      return 'plain'
  }
}
