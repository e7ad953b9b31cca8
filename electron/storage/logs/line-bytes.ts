/* The rules of `shared/domain/parse-log.ts` on bytes: a log of 100 MB is indexed without decoding it. */

export const LF = 0x0a
export const CR = 0x0d
export const ESC = 0x1b
const SPACE = 0x20
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39
const DOT = 0x2e
const Z = 0x5a
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

/** `0` stands for a digit. */
const STAMP_FORM = Buffer.from('0000-00-00T00:00:00')

export type Marker = 'group' | 'endgroup' | 'error' | 'warning' | 'notice' | 'command' | 'debug'

const MARKERS: readonly (readonly [Marker, Buffer])[] = [
  ...(['group', 'endgroup', 'error', 'warning', 'notice', 'command', 'debug'] as const).map(
    (marker) => [marker, Buffer.from(`##[${marker}]`)] as const,
  ),
  ['command', Buffer.from('[command]')],
]
const HASH = 0x23
const BRACKET = 0x5b

/** Index behind a byte order mark that stands at `from`, else `from`. */
export function afterMark(bytes: Uint8Array, from: number): number {
  return bytes[from] === BYTE_ORDER_MARK[0] && startsWith(bytes, from, BYTE_ORDER_MARK) ? from + 3 : from
}

/** Index behind the `Z` of the timestamp that a line begins with; -1 where it begins with none. */
export function stampEnd(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < STAMP_FORM.length + 1) return -1
  for (let index = 0; index < STAMP_FORM.length; index += 1) {
    const byte = bytes[from + index]
    const wanted = STAMP_FORM[index]
    if (wanted === DIGIT_0 ? !isDigit(byte) : byte !== wanted) return -1
  }
  let at = from + STAMP_FORM.length
  if (bytes[at] === DOT) {
    const fraction = at + 1
    at = fraction
    while (at < to && at - fraction < 9 && isDigit(bytes[at])) at += 1
    if (at === fraction) return -1
  }
  if (at >= to || bytes[at] !== Z) return -1
  at += 1
  return at === to || bytes[at] === SPACE ? at : -1
}

/** Where the text behind mark and timestamp begins; `to` is the end of the line without its line end. */
export function bodyStart(bytes: Uint8Array, from: number, to: number): number {
  const unmarked = afterMark(bytes, from)
  const stamped = stampEnd(bytes, unmarked, to)
  if (stamped === -1) return Math.min(unmarked, to)
  return Math.min(stamped + 1, to)
}

/** The marker at the beginning of a body, or null. */
export function markerAt(bytes: Uint8Array, from: number, to: number): Marker | null {
  const first = bytes[from]
  if (first !== HASH && first !== BRACKET) return null
  const found = MARKERS.find(([, form]) => from + form.length <= to && startsWith(bytes, from, form))
  return found?.[0] ?? null
}

/** No text begins farther from the beginning of its line than this: a mark, a timestamp and a marker are shorter. */
export const LONGEST_PREFIX = 64

/** Where the shown text of a line begins: behind mark, timestamp and marker. */
export function textStart(bytes: Uint8Array, from: number, to: number): number {
  const body = bodyStart(bytes, from, to)
  const first = bytes[body]
  if (first !== HASH && first !== BRACKET) return body
  const found = MARKERS.find(([, form]) => body + form.length <= to && startsWith(bytes, body, form))
  return body + (found?.[1].length ?? 0)
}

/** Milliseconds since the epoch of the timestamp of a line, or null. */
export function stampOf(bytes: Uint8Array, from: number, to: number): number | null {
  const at = afterMark(bytes, from)
  if (stampEnd(bytes, at, to) === -1) return null
  const two = (offset: number) => digit(bytes, at + offset) * 10 + digit(bytes, at + offset + 1)
  const year = two(0) * 100 + two(2)
  const whole = Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17))
  if (bytes[at + 19] !== DOT) return whole
  let fraction = 0
  for (let index = 0, unit = 100; index < 3 && isDigit(bytes[at + 20 + index]); index += 1, unit /= 10)
    fraction += digit(bytes, at + 20 + index) * unit
  return whole + fraction
}

/** The end of a line's text: before the line feed at `lineFeed`, and before a carriage return in front of it. */
export function lineEnd(bytes: Uint8Array, from: number, lineFeed: number): number {
  return lineFeed > from && bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed
}

/** Index of the next line feed; the length of the bytes where there is none. */
export function feedFrom(bytes: Buffer, from: number): number {
  const feed = bytes.indexOf(LF, from)
  return feed === -1 ? bytes.length : feed
}

/** Walks through lines to places that ascend: how many lines were passed, and where the line of the place stands. */
export class LineWalk {
  passed = 0
  /** The line feed that ends the line, or the length of the bytes. */
  end: number

  constructor(
    private readonly bytes: Buffer,
    public start: number,
  ) {
    this.end = feedFrom(bytes, start)
  }

  to(place: number): void {
    while (this.end < place) {
      this.passed += 1
      this.start = this.end + 1
      this.end = feedFrom(this.bytes, this.start)
    }
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9
}

function digit(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? DIGIT_0) - DIGIT_0
}

function startsWith(bytes: Uint8Array, from: number, form: ArrayLike<number>): boolean {
  for (let index = 0; index < form.length; index += 1) if (bytes[from + index] !== form[index]) return false
  return true
}
