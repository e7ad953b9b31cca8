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
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z(?: |$)/
/** Job, step, and the line as the runner wrote it. */
const OF_GH = /^([^\t]{1,200})\t([^\t]{1,300})\t\ufeff?(?=\d{4}-\d\d-\d\dT)/
/** More of a line than any text needs; a minified file in a log must not cost a second. */
const LONGEST = 20_000

/** Reads a log of any length and origin line by line. Lines are numbered as in the text. */
export class TextReader {
  private readonly jobs = new Map<string | null, LogSifter>()
  private number = 0

  add(raw: string): void {
    this.number += 1
    const line = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw
    const prefix = line.includes('\t') ? OF_GH.exec(line) : null
    const job = prefix?.[1] ?? null
    const step = prefix?.[2] ?? null
    const named = step === null || step === 'UNKNOWN STEP' ? null : step
    const body = stripAnsi(line.slice(prefix?.[0].length ?? 0).replace(/^\ufeff+/, ''))
    const stamp = TIMESTAMP.exec(body)
    const text = stamp ? body.slice(stamp[0].length) : body
    const marker = MARKER.exec(text)
    const kind = kindOf(marker)
    const said = (marker ? text.slice(marker[0].length) : text).trimEnd()
    this.sifterOf(job).add({ number: this.number, kind, text: said }, marker?.[1] === 'endgroup', named)
  }

  end(): TextJob[] {
    return [...this.jobs].map(([name, sifter]) => ({ name, log: sifter.end() }))
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
