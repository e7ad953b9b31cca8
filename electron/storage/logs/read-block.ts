import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { type Codec, decompress } from './compress'
import { type Block, CorruptLog, checksum } from './log-form'

/** The log's bytes in a block; throws `CorruptLog` where they are not the ones that were written. */
export async function readBlock(file: FileHandle, block: Block, codec: Codec): Promise<Buffer> {
  return blockOf(await readBytes(file, block.at, block.size), block, codec)
}

/** The same at once, for a thread that has nothing else to do. */
export function readBlockNow(file: FileHandle, block: Block, codec: Codec): Buffer {
  const bytes = Buffer.allocUnsafe(block.size)
  if (readSync(file.fd, bytes, 0, block.size, block.at) !== block.size) throw tooShort()
  return blockOf(bytes, block, codec)
}

/** Exactly `size` bytes at a place; throws `CorruptLog` where the file is shorter. */
export async function readBytes(file: FileHandle, at: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, at + filled)
    if (bytesRead === 0) throw tooShort()
    filled += bytesRead
  }
  return bytes
}

function blockOf(compressed: Buffer, { raw, crc }: Block, codec: Codec): Buffer {
  let bytes: Buffer
  try {
    bytes = decompress(compressed, Math.max(raw, 1), codec)
  } catch {
    throw damaged()
  }
  if (bytes.length !== raw || (crc !== undefined && checksum(bytes) !== crc)) throw damaged()
  return bytes
}

function damaged(): CorruptLog {
  return new CorruptLog('A block of the log is damaged.')
}

function tooShort(): CorruptLog {
  return new CorruptLog('The file ends too early.')
}
