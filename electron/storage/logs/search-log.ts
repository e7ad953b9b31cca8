import type { LogQuery } from '../../../shared/domain/log-query'
import { LF } from './line-bytes'
import type { LogFile } from './log-file'
import type { Block } from './log-form'
import { finderFor, type TextFinder } from './text-finder'
import { mayHold } from './trigrams'
import { withoutEscapes } from './without-escapes'

/** How often it is told how far the search has come, hits or none; the first hits are told at once. */
const TELL_EVERY_MS = 50
/** Of a line that goes on in the next block: what is searched again with that, for hits over the cut. */
const OVERLAP = 4096

/** Numbers of lines that hold what is searched for, ascending, and how much of the log has been searched. */
export interface Hits {
  lines: number[]
  /** Bytes of log, of this part of it, that need not be looked at any more. */
  searched: number
}

/** Which of some equal parts of a log is searched, counted from 0: others are searched by other threads meanwhile. */
export interface Share {
  part: number
  of: number
}

/** Searches a log, block by block. What is found is the text as it is shown: no timestamps, markers or escapes. */
export async function* searchLog(file: LogFile, query: LogQuery, share: Share): AsyncGenerator<Hits> {
  const finder = finderFor(query)
  const { blocks } = file.index
  const [from, to] = [beginOf(blocks, share.part, share.of), beginOf(blocks, share.part + 1, share.of)]
  const pieces = new PieceSearch(finder)
  let lines: number[] = []
  let [searched, next] = [0, from]
  const passTo = (place: number) => {
    for (; next < place; next += 1) searched += blocks[next]?.raw ?? 0
  }
  let toldAt = performance.now()
  let hasTold = false
  for (const place of await candidates(file, finder, from, to)) {
    const block = blocks[place]
    if (!block) continue
    pieces.search(file.readNow(place), block, lines)
    const now = performance.now()
    const isDue = now - toldAt >= TELL_EVERY_MS || (!hasTold && lines.length > 0)
    if (!isDue) continue
    passTo(place + 1)
    yield { lines, searched }
    lines = []
    toldAt = now
    hasTold = true
  }
  passTo(to)
  yield { lines, searched }
}

/** The block with which a part begins; a line that goes on from block to block is not torn. */
function beginOf(blocks: readonly Block[], part: number, of: number): number {
  let at = Math.ceil((blocks.length * part) / of)
  while (blocks[at]?.continued) at += 1
  return at
}

/** The blocks that may hold a hit. A hit over the cut of a long line is in no filter, so such blocks are always read. */
async function candidates(file: LogFile, { slots }: TextFinder, from: number, to: number): Promise<number[]> {
  const { blocks } = file.index
  const all = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
  const filters = slots === null ? null : await file.filters()
  if (slots === null || filters === null) return all
  const size = filters.length / blocks.length
  return all.filter((place) => {
    if (blocks[place]?.continued || blocks[place + 1]?.continued) return true
    return mayHold(filters.subarray(place * size, (place + 1) * size), slots)
  })
}

/** Searches pieces of a log one after the other, and knows which line is which. */
class PieceSearch {
  private carried: Buffer = Buffer.alloc(0)
  private reported = 0

  constructor(private readonly finder: TextFinder) {}

  /** Adds the numbers of the lines that it finds. */
  search(bytes: Buffer, block: Block, lines: number[]): void {
    const own = withoutEscapes(bytes)
    const text = block.continued ? Buffer.concat([this.carried, own]) : own
    const first = block.continued ? block.firstLine - 1 : block.firstLine
    this.finder.find(text, block.continued, (line) => {
      if (first + line <= this.reported) return
      this.reported = first + line
      lines.push(this.reported)
    })
    const lastLine = text.lastIndexOf(LF) + 1
    this.carried = Buffer.from(text.subarray(Math.max(lastLine, text.length - OVERLAP)))
  }
}
