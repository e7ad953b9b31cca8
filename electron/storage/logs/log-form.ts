import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { RepositoryName } from '../../../shared/domain/ids'
import type { Codec } from './compress'

/*
 * A kept log is one file: blocks of whole lines, each compressed by itself; the filters that tell which blocks may
 * hold a text; the index; and a tail of fixed length that says where those stand. A file without its tail is none.
 */

/** Bytes of log in a block at most: in a processor's cache while it is worked on. A longer line goes on in the next. */
export const BLOCK_BYTES = 128 * 1024

/** Logs of fewer blocks are searched whole: their filters would be larger than they are. */
export const FILTERED_FROM = 16

const Block = z.object({
  /** Place and length of the compressed block in the file. */
  at: z.number().int(),
  size: z.number().int(),
  /** Bytes of log in it, and their checksum where the codec has none of its own. */
  raw: z.number().int(),
  crc: z.number().int().optional(),
  /** Number of the first line that begins in it, and how many do. */
  firstLine: z.number().int(),
  lines: z.number().int(),
  /** Its first bytes belong to a line that began in an earlier block. */
  continued: z.boolean(),
  /** Milliseconds since the epoch of the first line that begins in it, if that has a time. */
  firstAt: z.number().nullable(),
})
export type Block = z.infer<typeof Block>

/** Which job's log it is, as far as that was known when it was kept. */
export const LogAbout = z.object({
  repository: RepositoryName,
  runId: z.number().int().nullable(),
  jobId: z.number().int(),
  jobName: z.string().nullable(),
})
export type LogAbout = z.infer<typeof LogAbout>

/** Groups as columns: first and last line, time of the first (null where it has none), and whether it is `Run …`. */
export const LogIndex = z.object({
  version: z.literal(1),
  about: LogAbout,
  bytes: z.number().int(),
  lines: z.number().int(),
  warnings: z.number().int(),
  errors: z.array(z.number().int()),
  groups: z.object({
    first: z.array(z.number().int()),
    last: z.array(z.number().int()),
    at: z.array(z.number().nullable()),
    runs: z.array(z.number().int()),
  }),
  blocks: z.array(Block),
})
export type LogIndex = z.infer<typeof LogIndex>

/** A log that can be read, be it whole in a file or still on its way. */
export interface LogSource {
  index: LogIndex
  /** Whether all of it is there. */
  complete: boolean
  /** The log's bytes in a block. */
  read(block: number): Promise<Buffer>
}

/** Thrown for a file that is not what it should be. */
export class CorruptLog extends Error {
  override readonly name = 'CorruptLog'
}

/** Where the parts of a file stand. */
export interface Tail {
  filtersAt: number
  filtersSize: number
  filtersCrc: number
  indexAt: number
  indexSize: number
  indexCrc: number
  codec: Codec
}

/* The last word of a file also says how it is compressed. */
const MAGIC: Record<Codec, Buffer> = {
  zlib: Buffer.from('rolecall log 2\n\0'),
  brotli: Buffer.from('rolecall log 1\n\0'),
}
const NUMBERS = 6
/** Bytes of the tail: numbers, then the magic word, so that a file cut anywhere is known as such. */
export const TAIL_BYTES = NUMBERS * 8 + MAGIC.zlib.length

/** The tail as bytes. */
export function tailBytes(tail: Tail): Buffer {
  const bytes = Buffer.alloc(TAIL_BYTES)
  const numbers = [
    tail.filtersAt,
    tail.filtersSize,
    tail.filtersCrc,
    tail.indexAt,
    tail.indexSize,
    tail.indexCrc,
  ]
  for (const [index, value] of numbers.entries()) bytes.writeDoubleLE(value, index * 8)
  MAGIC[tail.codec].copy(bytes, NUMBERS * 8)
  return bytes
}

/** The tail of a file of this size; throws `CorruptLog` for anything else. */
export function parseTail(bytes: Buffer, fileSize: number): Tail {
  const codec = codecOf(bytes)
  if (codec === null) throw new CorruptLog('The file does not end as a log does.')
  const number = (index: number) => bytes.readDoubleLE(index * 8)
  const numbers = {
    filtersAt: number(0),
    filtersSize: number(1),
    filtersCrc: number(2),
    indexAt: number(3),
    indexSize: number(4),
    indexCrc: number(5),
  }
  const sound = Object.values(numbers).every((value) => Number.isSafeInteger(value) && value >= 0)
  const fits = numbers.indexAt + numbers.indexSize + TAIL_BYTES === fileSize
  if (!sound || !fits || numbers.filtersAt + numbers.filtersSize !== numbers.indexAt)
    throw new CorruptLog('The parts of the file do not add up.')
  return { ...numbers, codec }
}

function codecOf(tail: Buffer): Codec | null {
  if (tail.length !== TAIL_BYTES) return null
  const magic = tail.subarray(NUMBERS * 8)
  if (magic.equals(MAGIC.zlib)) return 'zlib'
  return magic.equals(MAGIC.brotli) ? 'brotli' : null
}

/** The checksum of bytes. */
export function checksum(bytes: Uint8Array): number {
  return crc32(bytes)
}
