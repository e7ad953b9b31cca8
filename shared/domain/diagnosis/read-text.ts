import { stripAnsi } from '../ansi'
import type { LogLine } from '../log'
import { type LogExtract, LogSifter } from './log-extract'
import { isMarked } from './registry'

/** One job of a text: a job's raw log is one without a name, what `gh run view --log` prints may hold several. */
export interface TextJob {
  name: string | null
  log: LogExtract
}

const MARKER =
  /^(?:##\[(group|endgroup|error|warning|notice|command|debug|section)\]|::(error|warning|notice|debug)(?: [^:]*)?::|\[command\])/
/** As GitHub's API writes it, its page, and other programs. */
const TIMESTAMP =
  /^(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)(?: |$)/
/** Escape sequences whose first sign was lost, or is shown. */
const SHOWN_ESCAPE = /(?:\\u001b|\\x1b|\\033|\^\[|␛)?\[\d{1,3}(?:;\d{1,3})*m/gi
/** Job, step, and the line as the runner wrote it. */
const OF_GH = /^([^\t]{1,200})\t([^\t]{1,300})\t\ufeff?(?=\d{4}-\d\d-\d\dT)/
/** More of a line than any text needs; a minified file in a log must not cost a second. */
const LONGEST = 20_000

/** How a page of documentation begins, and its headings. */
const TITLE = /^(?:#{1,6} \S|<!--|---$)/
const HEADING = /^#{1,6} \S/

/**
 * Reads a log of any length and origin line by line. Lines are numbered as in the text. A page of documentation is no
 * log: it tells of failures, and nobody met them.
 */
export class TextReader {
  private readonly jobs = new Map<string | null, LogSifter>()
  private number = 0
  private isPage: boolean | null = null
  private headings = 0

  add(raw: string): void {
    this.number += 1
    const line = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw
    const prefix = line.includes('\t') ? OF_GH.exec(line) : null
    const job = prefix?.[1] ?? null
    const step = prefix?.[2] ?? null
    const named = step === null || step === 'UNKNOWN STEP' ? null : step
    const body = stripAnsi(line.slice(prefix?.[0].length ?? 0).replace(/^\ufeff+/, ''))
    const stamp = TIMESTAMP.exec(body)
    const unstamped = stamp ? body.slice(stamp[0].length) : body
    const text = unstamped.includes('[') ? unstamped.replace(SHOWN_ESCAPE, '') : unstamped
    const marker = MARKER.exec(text)
    this.look(text, stamp !== null || marker !== null)
    const kind = kindOf(marker)
    const said = (marker ? text.slice(marker[0].length) : text).trimEnd()
    this.sifterOf(job).add({ number: this.number, kind, text: said }, marker?.[1] === 'endgroup', named)
  }

  end(): TextJob[] {
    if (this.isPage && this.headings > 1) return []
    return [...this.jobs].map(([name, sifter]) => ({ name, log: sifter.end() }))
  }

  private look(text: string, ofLog: boolean): void {
    if (ofLog) this.isPage = false
    else if (text.trim() !== '') this.isPage ??= TITLE.test(text)
    if (HEADING.test(text)) this.headings += 1
  }

  private sifterOf(job: string | null): LogSifter {
    const sifter = this.jobs.get(job) ?? new LogSifter(isMarked)
    this.jobs.set(job, sifter)
    return sifter
  }
}

/** Reads a text that is at hand as a whole. */
export function readText(text: string): TextJob[] {
  const reader = new TextReader()
  for (const line of text.split(/\r?\n/)) reader.add(line)
  return reader.end()
}

function kindOf(marker: RegExpExecArray | null): LogLine['kind'] {
  if (marker?.[0] === '[command]') return 'command'
  const kind = marker?.[1] ?? marker?.[2]
  switch (kind) {
    case 'group':
    case 'error':
    case 'warning':
    case 'notice':
    case 'command':
    case 'debug':
      return kind
    default:
      return 'plain'
  }
}
