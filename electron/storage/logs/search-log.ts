import type { LogQuery } from '../../../shared/domain/log-query'
import { LF } from './line-bytes'
import type { Block, LogSource } from './log-form'
import { finderFor, type TextFinder } from './text-finder'
import { FILTER_BYTES, mayHold } from './trigrams'
import { withoutEscapes } from './without-escapes'

/** Blocks that are read ahead: decompression runs beside the search. */
const AHEAD = 3
/** Blocks after which it is told how far the search has come, hits or none. */
const TELL_EVERY = 16
/** Of a line that goes on in the next block: what is searched again with that, for hits over the cut. */
const OVERLAP = 4096

/** Numbers of lines that hold what is searched for, ascending, and how much of the log has been searched. */
export interface Hits {
  lines: number[]
  /** Bytes of log that need not be looked at any more. */
  searched: number
}

/** Searches a log, block by block. What is found is the text as it is shown: no timestamps, markers or escapes. */
export async function* searchLog(source: LogSource, query: LogQuery): AsyncGenerator<Hits> {
  const finder = finderFor(query)
  const { blocks } = source.index
  const places = await candidates(source, finder)
  const ahead = places.slice(0, AHEAD).map((place) => source.read(place))
  for (const read of ahead) read.catch(() => {})
  const pieces = new PieceSearch(finder)
  let lines: number[] = []
  let told = 0
  for (const [step, place] of places.entries()) {
    const block = blocks[place]
    const bytes = await ahead.shift()
    const next = places[step + AHEAD]
    if (next !== undefined) {
      const read = source.read(next)
      read.catch(() => {})
      ahead.push(read)
    }
    if (!block || !bytes) continue
    lines.push(...pieces.search(bytes, block))
    if (lines.length === 0 && step - told < TELL_EVERY) continue
    yield { lines, searched: blocks.slice(0, place + 1).reduce((sum, { raw }) => sum + raw, 0) }
    lines = []
    told = step
  }
  yield { lines, searched: source.index.bytes }
}

/** The blocks that may hold a hit. A hit over the cut of a long line is in no filter, so such blocks are always read. */
async function candidates(source: LogSource, { slots }: TextFinder): Promise<number[]> {
  const { blocks } = source.index
  const all = [...blocks.keys()]
  if (slots === null) return all
  const filters = await source.filters()
  if (filters === null) return all
  return all.filter((place) => {
    if (blocks[place]?.continued || blocks[place + 1]?.continued) return true
    return mayHold(filters.subarray(place * FILTER_BYTES, (place + 1) * FILTER_BYTES), slots)
  })
}

/** Searches pieces of a log one after the other, and knows which line is which. */
class PieceSearch {
  private carried: Buffer = Buffer.alloc(0)
  private reported = 0

  constructor(private readonly finder: TextFinder) {}

  search(bytes: Buffer, block: Block): number[] {
    const own = withoutEscapes(bytes)
    const text = block.continued ? Buffer.concat([this.carried, own]) : own
    const first = block.continued ? block.firstLine - 1 : block.firstLine
    const lines: number[] = []
    this.finder.find(text, block.continued, (line) => {
      if (first + line <= this.reported) return
      this.reported = first + line
      lines.push(this.reported)
    })
    const lastLine = text.lastIndexOf(LF) + 1
    this.carried = Buffer.from(text.subarray(Math.max(lastLine, text.length - OVERLAP)))
    return lines
  }
}
