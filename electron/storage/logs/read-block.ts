import type { FileHandle } from 'node:fs/promises'
import { decompress } from './compress'
import { type Block, CorruptLog, checksum } from './log-form'

/** The log's bytes in a block; throws `CorruptLog` where they are not the ones that were written. */
export async function readBlock(file: FileHandle, { at, size, raw, crc }: Block): Promise<Buffer> {
  const compressed = await readBytes(file, at, size)
  const bytes = await decompress(compressed, Math.max(raw, 1)).catch(() => Buffer.alloc(0))
  if (bytes.length !== raw || checksum(bytes) !== crc) throw new CorruptLog('A block of the log is damaged.')
  return bytes
}

/** Exactly `size` bytes at a place; throws `CorruptLog` where the file is shorter. */
export async function readBytes(file: FileHandle, at: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, at + filled)
    if (bytesRead === 0) throw new CorruptLog('The file ends too early.')
    filled += bytesRead
  }
  return bytes
}
