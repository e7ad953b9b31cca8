import { type FileHandle, open } from 'node:fs/promises'
import { decompress } from './compress'
import { CorruptLog, checksum, LogIndex, type LogSource, parseTail, TAIL_BYTES, type Tail } from './log-form'
import { readBlock, readBlockNow, readBytes } from './read-block'

/** An index of a million groups is 40 MB; more is no index of ours. */
const LARGEST_INDEX = 256 * 1024 * 1024
/** Blocks that stay decompressed: what is scrolled through, and a bit around it. */
const KEPT_BLOCKS = 16

/** A whole log in its file. Close it. */
export class LogFile implements LogSource {
  readonly complete = true
  private readonly kept = new Map<number, Promise<Buffer>>()
  private filterBytes: Promise<Buffer | null> | null = null

  private constructor(
    private readonly file: FileHandle,
    private readonly tail: Tail,
    readonly index: LogIndex,
  ) {}

  /** Opens a file; throws `CorruptLog` for one that is damaged, and what the system says for one that is not there. */
  static async open(path: string): Promise<LogFile> {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const tail = parseTail(
        await readBytes(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES)),
        size,
      )
      return new LogFile(file, tail, await readIndex(file, tail))
    } catch (error) {
      await file.close()
      throw error
    }
  }

  read(block: number): Promise<Buffer> {
    const before = this.kept.get(block)
    if (before) return before
    const place = this.index.blocks[block]
    if (place === undefined) return Promise.reject(new RangeError(`There is no block ${block}.`))
    const bytes = readBlock(this.file, place, this.tail.codec)
    this.kept.set(block, bytes)
    bytes.catch(() => this.kept.delete(block))
    const [oldest] = this.kept.keys()
    if (this.kept.size > KEPT_BLOCKS && oldest !== undefined) this.kept.delete(oldest)
    return bytes
  }

  /** Of many blocks one after the other: none of them stays, and nothing is waited for. */
  readNow(block: number): Buffer {
    const place = this.index.blocks[block]
    if (place === undefined) throw new RangeError(`There is no block ${block}.`)
    return readBlockNow(this.file, place, this.tail.codec)
  }

  /** The filters of all blocks one after the other; null where there are none. */
  filters(): Promise<Buffer | null> {
    this.filterBytes ??= this.readFilters()
    return this.filterBytes
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private async readFilters(): Promise<Buffer | null> {
    const { filtersAt, filtersSize, filtersCrc } = this.tail
    if (filtersSize === 0) return null
    const bytes = await readBytes(this.file, filtersAt, filtersSize)
    if (checksum(bytes) !== filtersCrc) throw new CorruptLog('The filters of the log are damaged.')
    return bytes
  }
}

async function readIndex(file: FileHandle, { indexAt, indexSize, indexCrc, codec }: Tail): Promise<LogIndex> {
  const bytes = await readBytes(file, indexAt, indexSize)
  if (checksum(bytes) !== indexCrc) throw new CorruptLog('The index of the log is damaged.')
  const text = decompress(bytes, LARGEST_INDEX, codec)
  const parsed = LogIndex.safeParse(JSON.parse(text.toString()))
  if (!parsed.success) throw new CorruptLog('The index of the log is of another form.')
  return parsed.data
}
