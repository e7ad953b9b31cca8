import { promisify } from 'node:util'
import { brotliDecompressSync, deflate, inflateSync } from 'node:zlib'

/** How the parts of a file are compressed. Files that were kept before 22 November 2026 are Brotli. */
export type Codec = 'zlib' | 'brotli'

const deflated = promisify(deflate)

/** Of zlib's. */
const LEAST_CHUNK = 64

/** zlib at its fastest: a log shrinks to a quarter or less, and is there again in half of Brotli's time. */
export function compress(bytes: Buffer): Promise<Buffer> {
  /* One piece of output where it fits: each piece is a way to the pool and back. */
  return deflated(bytes, { level: 1, chunkSize: Math.max(LEAST_CHUNK, bytes.length >> 1) })
}

/**
 * The bytes again; throws where they are none of ours, or more than `most`. A block takes a fifth of a millisecond: to
 * send it to another thread and wait for it would take longer.
 */
export function decompress(bytes: Buffer, most: number, codec: Codec): Buffer {
  /* A piece that is filled to its last byte makes zlib ask for another. */
  const options = { maxOutputLength: most, chunkSize: Math.min(most, 1 << 20) + LEAST_CHUNK }
  return codec === 'zlib' ? inflateSync(bytes, options) : brotliDecompressSync(bytes, options)
}
