import { bodyStart, LF, lineEnd, markerAt, stampOf } from './line-bytes'
import { NumberList } from './number-list'

const RUN = Buffer.from('Run ')
const MARKER_LENGTH = '##[group]'.length

/** What is known of a log's lines: how many, its groups, and where something went wrong. */
export class LogScan {
  lines = 0
  warnings = 0
  readonly errors = new NumberList()
  readonly groupFirst = new NumberList()
  readonly groupLast = new NumberList()
  /** Milliseconds since the epoch at which a group begins; NaN for a line without a time. */
  readonly groupAt = new NumberList()
  /** 1 for a group `Run …`, which is how the runner begins a step that has a script or an action. */
  readonly groupRuns = new NumberList()
  private open = false

  /** Takes the bytes of whole lines; `continued` when the first of them goes on from the bytes before. Lines begun. */
  scan(bytes: Buffer, continued: boolean): number {
    const before = this.lines
    let at = 0
    if (continued) {
      const end = bytes.indexOf(LF)
      at = end === -1 ? bytes.length : end + 1
    }
    while (at < bytes.length) {
      const newline = bytes.indexOf(LF, at)
      const feed = newline === -1 ? bytes.length : newline
      this.line(bytes, at, lineEnd(bytes, at, feed))
      at = feed + 1
    }
    return this.lines - before
  }

  private line(bytes: Buffer, from: number, to: number): void {
    this.lines += 1
    const body = bodyStart(bytes, from, to)
    const marker = markerAt(bytes, body, to)
    if (marker === 'group') this.begin(bytes, from, body, to)
    else if (this.open) this.groupLast.set(this.groupLast.length - 1, this.lines)
    if (marker === 'endgroup') this.open = false
    else if (marker === 'error') this.errors.push(this.lines)
    else if (marker === 'warning') this.warnings += 1
  }

  private begin(bytes: Buffer, from: number, body: number, to: number): void {
    const title = body + MARKER_LENGTH
    this.open = true
    this.groupFirst.push(this.lines)
    this.groupLast.push(this.lines)
    this.groupAt.push(stampOf(bytes, from, to) ?? Number.NaN)
    this.groupRuns.push(
      bytes.compare(RUN, 0, RUN.length, title, Math.min(title + RUN.length, to)) === 0 ? 1 : 0,
    )
  }
}
