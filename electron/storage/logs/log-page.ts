import type { LogLine } from '../../../shared/domain/log'
import { parseLogLine } from '../../../shared/domain/parse-log'
import { LF, lineEnd } from './line-bytes'
import type { LogIndex, LogSource } from './log-form'
import { lastAtMost } from './number-list'

/** Bytes of one line that a page shows: a longer one is cut, and can be read whole by saving the log. */
export const LINE_BYTES = 16 * 1024

/** Some lines of a log; `cut` are the numbers of those that are longer than they are shown. */
export interface LogPage {
  lines: LogLine[]
  cut: number[]
}

/** Reads `count` lines from line `from` on, 1-based; fewer at the end. */
export async function readPage(source: LogSource, from: number, count: number): Promise<LogPage> {
  const { index } = source
  const page: LogPage = { lines: [], cut: [] }
  const end = Math.min(from + count, index.lines + 1)
  let number = Math.max(1, from)
  while (number < end) {
    const place = lastAtMost(index.blocks.length, (at) => index.blocks[at]?.firstLine ?? 0, number)
    const block = index.blocks[place]
    if (block === undefined || number >= block.firstLine + block.lines) return page
    const bytes = await source.read(place)
    let at = startOf(bytes, number - block.firstLine, block.continued)
    for (; number < end && number < block.firstLine + block.lines; number += 1) {
      const feed = bytes.indexOf(LF, at)
      const whole = feed === -1 ? await goneOn(source, place, bytes.subarray(at)) : bytes.subarray(at, feed)
      page.lines.push(lineOf(whole, number, index, page.cut))
      at = feed === -1 ? bytes.length : feed + 1
    }
  }
  return page
}

/** The group that holds a line; null outside. */
export function groupOf({ groups }: LogIndex, line: number): number | null {
  const group = lastAtMost(groups.first.length, (at) => groups.first[at] ?? 0, line)
  return group >= 0 && line <= (groups.last[group] ?? 0) ? group : null
}

/** Where a block's line begins, counted from the first that begins in it. */
function startOf(bytes: Buffer, line: number, continued: boolean): number {
  let at = continued ? bytes.indexOf(LF) + 1 : 0
  for (let passed = 0; passed < line; passed += 1) at = bytes.indexOf(LF, at) + 1
  return at
}

/** A line that its block does not end: with as much of the next blocks as a page shows. */
async function goneOn(source: LogSource, place: number, begun: Buffer): Promise<Buffer> {
  const parts = [begun]
  let length = begun.length
  for (let next = place + 1; length <= LINE_BYTES + 1 && source.index.blocks[next]?.continued; next += 1) {
    const bytes = await source.read(next)
    const feed = bytes.indexOf(LF)
    parts.push(feed === -1 ? bytes : bytes.subarray(0, feed))
    length += parts.at(-1)?.length ?? 0
    if (feed !== -1) break
  }
  return Buffer.concat(parts)
}

function lineOf(whole: Buffer, number: number, index: LogIndex, cut: number[]): LogLine {
  const end = lineEnd(whole, 0, whole.length)
  const isCut = end > LINE_BYTES
  if (isCut) cut.push(number)
  const text = whole.toString('utf8', 0, isCut ? LINE_BYTES : end)
  /* The last character may have been torn by the cut. */
  const { line } = parseLogLine(isCut ? text.replace(/\uFFFD+$/, '') : text, number)
  return { ...line, group: groupOf(index, number) }
}
