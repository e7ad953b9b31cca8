import { ESC, LF } from './line-bytes'
import { BLOCK_BYTES } from './log-form'

const BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const BACKSLASH = 0x5c
const BEL = 0x07

/* One for all: half a MiB for each block would be garbage faster than it is collected. */
let scratch = Buffer.alloc(BLOCK_BYTES)

/**
 * The bytes without terminal escapes, which never reach over a line end; the same bytes where there are none. They hold
 * until the next call.
 */
export function withoutEscapes(bytes: Buffer): Buffer {
  let begun = bytes.indexOf(ESC)
  if (begun === -1) return bytes
  if (scratch.length < bytes.length) scratch = Buffer.alloc(bytes.length)
  const kept = scratch
  let length = 0
  let from = 0
  while (begun !== -1) {
    length += bytes.copy(kept, length, from, begun)
    from = escapeEnd(bytes, begun)
    begun = bytes.indexOf(ESC, from)
  }
  length += bytes.copy(kept, length, from)
  return kept.subarray(0, length)
}

/** Index behind the escape sequence at `at`; the forms are those of `shared/domain/ansi.ts`. */
function escapeEnd(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1]
  if (kind === CLOSING_BRACKET) return operatingSystemCommandEnd(bytes, at + 2)
  if (kind === BRACKET) {
    const inner = skip(bytes, skip(bytes, at + 2, 0x30, 0x3f), 0x20, 0x2f)
    if (isWithin(bytes[inner], 0x40, 0x7e)) return inner + 1
  }
  const end = skip(bytes, at + 1, 0x20, 0x2f)
  return isWithin(bytes[end], 0x30, 0x7e) ? end + 1 : at + 1
}

function operatingSystemCommandEnd(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== BEL && bytes[at] !== ESC && bytes[at] !== LF) at += 1
  if (bytes[at] === BEL) return at + 1
  return bytes[at] === ESC && bytes[at + 1] === BACKSLASH ? at + 2 : at
}

function skip(bytes: Buffer, from: number, low: number, high: number): number {
  let at = from
  while (isWithin(bytes[at], low, high)) at += 1
  return at
}

function isWithin(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high
}
