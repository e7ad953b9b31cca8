import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { compress } from './compress'
import { afterMark, CR, ESC, LF, lineEnd, stampOf } from './line-bytes'
import {
  BLOCK_BYTES,
  type Block,
  checksum,
  FILTERED_FROM,
  type LogAbout,
  type LogIndex,
  tailBytes,
} from './log-form'
import { LogRedaction } from './log-redaction'
import { LogScan } from './log-scan'
import { readBlock } from './read-block'
import { filterOf } from './trigrams'
import { withoutEscapes } from './without-escapes'

/** Blocks that are compressed at a time: the pool has four threads, and none of them should wait for the next block. */
const AT_ONCE = 12
/** An escape sequence is hardly ever longer; a cut in the middle of one would show it as text. */
const LONGEST_ESCAPE = 32

/** Writes a log as it arrives: without secrets, indexed, compressed in blocks, readable from its first line on. */
export class LogWriter {
  private readonly scan = new LogScan()
  private readonly redaction = new LogRedaction()
  private readonly blocks: Block[] = []
  private readonly filters: Uint8Array[] = []
  /** Blocks whose compressed form is not in the file yet. */
  private readonly unwritten = new Map<number, Buffer>()
  private readonly writes = new Set<Promise<unknown>>()
  /** Buffers whose block is in the file: they are filled again. */
  private readonly spare: Buffer[] = []
  private fill: Buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES)
  private filled = 0
  private end = 0
  private bytes = 0
  private failed: { error: unknown } | null = null
  /** Whether the last line of the blocks so far goes on. */
  private open = false

  private constructor(
    private readonly file: FileHandle,
    private readonly part: string,
    private readonly path: string,
    private readonly about: LogAbout,
  ) {}

  /** Begins a log that will stand at `path` once it is whole; `part` is where it grows. */
  static async begin(path: string, part: string, about: LogAbout): Promise<LogWriter> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return new LogWriter(await open(part, 'wx+', 0o600), part, path, about)
  }

  /** Takes the next bytes; resolves when more are welcome. */
  async write(chunk: Uint8Array): Promise<void> {
    const { buffer, byteOffset, byteLength } = chunk
    this.take(this.redaction.take(Buffer.from(buffer, byteOffset, byteLength)))
    while (this.writes.size >= AT_ONCE) await Promise.race(this.writes)
    this.throwFailed()
  }

  private take(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      let rest = piece
      while (rest.length > 0) {
        const taken = rest.subarray(0, BLOCK_BYTES - this.filled)
        this.fill.set(taken, this.filled)
        this.filled += taken.length
        rest = rest.subarray(taken.length)
        if (this.filled === BLOCK_BYTES) this.seal(cutOf(this.fill))
      }
    }
  }

  /** Writes what is left, the filters and the index, and puts the file in its place. */
  async finish(): Promise<void> {
    this.take(this.redaction.rest())
    if (this.filled > 0) this.seal(this.filled)
    await Promise.all(this.writes)
    this.throwFailed()
    const filters = this.filters.length < FILTERED_FROM ? Buffer.alloc(0) : Buffer.concat(this.filters)
    const index = await compress(Buffer.from(JSON.stringify(this.index())))
    const filtersAt = this.end
    const indexAt = filtersAt + filters.length
    const tail = tailBytes({
      filtersAt,
      filtersSize: filters.length,
      filtersCrc: checksum(filters),
      indexAt,
      indexSize: index.length,
      indexCrc: checksum(index),
      codec: 'zlib',
    })
    await this.file.write(Buffer.concat([filters, index, tail]), 0, null, filtersAt)
    await this.file.sync()
    await this.file.close()
    await rename(this.part, this.path)
  }

  /** Gives up, and leaves nothing behind. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.writes)
    await this.file.close().catch(() => {})
    await rm(this.part, { force: true })
  }

  /** What can be read now: the whole lines that have arrived. */
  snapshot(): { index: LogIndex; read(block: number): Promise<Buffer> } {
    const begun = this.fill.subarray(0, this.filled)
    const from = this.blocks.length === 0 ? afterMark(begun, 0) : 0
    const whole = Buffer.from(begun.subarray(from, Math.max(from, begun.lastIndexOf(LF) + 1)))
    const index = this.index()
    const last = { ...this.nextBlock(whole), lines: countLines(whole, this.continues()) }
    return {
      index: { ...index, lines: index.lines + last.lines, blocks: [...index.blocks, last] },
      read: async (block) => {
        if (block === index.blocks.length) return whole
        const unwritten = this.unwritten.get(block)
        return unwritten ? Buffer.from(unwritten) : readBlock(this.file, blockAt(this.blocks, block), 'zlib')
      },
    }
  }

  private index(): LogIndex {
    const { groupFirst, groupLast, groupAt, groupRuns, errors, warnings, lines } = this.scan
    return {
      version: 1,
      about: this.about,
      bytes: this.bytes,
      lines,
      warnings,
      errors: errors.toArray(),
      groups: {
        first: groupFirst.toArray(),
        last: groupLast.toArray(),
        at: groupAt.toArray().map((at) => (Number.isNaN(at) ? null : at)),
        runs: groupRuns.toArray(),
      },
      blocks: [...this.blocks],
    }
  }

  /** Closes the block at `cut`; what is behind it begins the next one. */
  private seal(cut: number): void {
    const full = this.fill
    const rest = full.subarray(cut, this.filled)
    this.fill = this.spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES)
    this.fill.set(rest)
    this.filled = rest.length
    /* The service writes a byte order mark at the beginning; the log does not begin with it. */
    const log = full.subarray(this.blocks.length === 0 ? afterMark(full.subarray(0, cut), 0) : 0, cut)
    const block = this.nextBlock(log)
    block.lines = this.scan.scan(log, block.continued)
    this.filters.push(filterOf(withoutEscapes(log)))
    this.bytes += log.length
    this.open = log.at(-1) !== LF
    const place = this.blocks.push(block) - 1
    this.unwritten.set(place, log)
    const write = this.keep(place, log).then(
      () => this.spare.push(full),
      (error: unknown) => {
        this.failed ??= { error }
      },
    )
    this.writes.add(write)
    void write.finally(() => this.writes.delete(write))
  }

  private continues(): boolean {
    return this.blocks.length > 0 && this.open
  }

  private nextBlock(log: Buffer): Block {
    const continued = this.continues()
    const first = continued ? log.indexOf(LF) + 1 : 0
    const feed = log.indexOf(LF, first)
    const begins = !(continued && first === 0) && first < log.length
    return {
      at: 0,
      size: 0,
      raw: log.length,
      firstLine: this.scan.lines + 1,
      lines: 0,
      continued,
      firstAt: begins ? stampOf(log, first, lineEnd(log, first, feed === -1 ? log.length : feed)) : null,
    }
  }

  private async keep(place: number, log: Buffer): Promise<void> {
    const bytes = await compress(log)
    const at = this.end
    this.end += bytes.length
    await this.file.write(bytes, 0, bytes.length, at)
    Object.assign(blockAt(this.blocks, place), { at, size: bytes.length })
    this.unwritten.delete(place)
  }

  private throwFailed(): void {
    if (this.failed) throw this.failed.error
  }
}

function blockAt(blocks: readonly Block[], place: number): Block {
  const block = blocks[place]
  if (block === undefined) throw new RangeError(`There is no block ${place}.`)
  return block
}

/** Behind the last whole line; of a line that fills the block, where no character or escape is torn. */
function cutOf(full: Buffer): number {
  const behindLine = full.lastIndexOf(LF) + 1
  if (behindLine > 0) return behindLine
  const characters = wholeCharacters(full)
  const cut = full[characters - 1] === CR ? characters - 1 : characters
  const begun = full.lastIndexOf(ESC, cut - 1)
  return begun > cut - LONGEST_ESCAPE && begun > 0 ? begun : cut
}

/** Where the last character that is whole ends. */
function wholeCharacters(full: Buffer): number {
  let lead = full.length - 1
  while (lead > full.length - 4 && ((full[lead] ?? 0) & 0xc0) === 0x80) lead -= 1
  const byte = full[lead] ?? 0
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
  return lead + length <= full.length ? full.length : lead
}

function countLines(whole: Buffer, continued: boolean): number {
  let lines = 0
  for (let at = whole.indexOf(LF); at !== -1; at = whole.indexOf(LF, at + 1)) lines += 1
  return continued && lines > 0 ? lines - 1 : lines
}
