import { bodyStart, feedFrom, LineWalk, lineEnd, markerAt, stampOf } from './line-bytes'
import { NumberList } from './number-list'

const RUN = Buffer.from('Run ')
/** What the markers of groups, errors and warnings begin with. */
const MARKER = Buffer.from('##[')
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
    const from = continued ? Math.min(feedFrom(bytes, 0) + 1, bytes.length) : 0
    const walk = new LineWalk(bytes, from)
    for (let hit = bytes.indexOf(MARKER, from); hit !== -1; hit = bytes.indexOf(MARKER, hit + 1)) {
      walk.to(hit)
      const end = lineEnd(bytes, walk.start, walk.end)
      if (bodyStart(bytes, walk.start, end) === hit)
        this.marked(bytes, walk.start, hit, end, this.lines + walk.passed + 1)
    }
    walk.to(bytes.length)
    const begun = walk.passed + (walk.start < bytes.length ? 1 : 0)
    this.lines += begun
    this.goOnTo(this.lines)
    return begun
  }

  private marked(bytes: Buffer, from: number, body: number, to: number, line: number): void {
    const marker = markerAt(bytes, body, to)
    if (marker === 'group') {
      this.goOnTo(line - 1)
      this.begin(bytes, from, body, to, line)
    } else if (marker === 'endgroup') {
      this.goOnTo(line)
      this.open = false
    } else if (marker === 'error') this.errors.push(line)
    else if (marker === 'warning') this.warnings += 1
  }

  /** The open group holds the lines up to this one. */
  private goOnTo(line: number): void {
    if (this.open) this.groupLast.set(this.groupLast.length - 1, line)
  }

  private begin(bytes: Buffer, from: number, body: number, to: number, line: number): void {
    const title = body + MARKER_LENGTH
    this.open = true
    this.groupFirst.push(line)
    this.groupLast.push(line)
    this.groupAt.push(stampOf(bytes, from, to) ?? Number.NaN)
    this.groupRuns.push(
      bytes.compare(RUN, 0, RUN.length, title, Math.min(title + RUN.length, to)) === 0 ? 1 : 0,
    )
  }
}
