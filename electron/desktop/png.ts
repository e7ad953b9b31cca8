import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
/** Eight bits a channel, RGBA, no interlace (PNG specification, section 11.2.1). */
const RGBA = Buffer.from([8, 6, 0, 0, 0])

/** Encodes a square image; `pixels` has four bytes a pixel, row by row. */
export function encodePng(size: number, pixels: Uint8Array): Buffer {
  const dimensions = Buffer.alloc(8)
  dimensions.writeUInt32BE(size, 0)
  dimensions.writeUInt32BE(size, 4)
  const rows = Array.from({ length: size }, (_, row) => [
    Buffer.from([0]),
    pixels.subarray(row * size * 4, (row + 1) * size * 4),
  ])
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([dimensions, RGBA])),
    chunk('IDAT', deflateSync(Buffer.concat(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
