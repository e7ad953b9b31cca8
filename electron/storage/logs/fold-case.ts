/**
 * Four bytes with ASCII capitals as small letters, all at once. The high bit of a byte of `capitals` is set where it is
 * at least `A` (0x41 + 0x3f), not beyond `Z` (0x5b + 0x25), and ASCII; a quarter of it is what makes the letter small.
 */
export function foldWord(word: number): number {
  const low = word & 0x7f7f7f7f
  const capitals = (low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~word & 0x80808080
  return word | (capitals >>> 2)
}

/* One for all: half a MiB for each block would be garbage faster than it is collected. */
let scratch = new DataView(new ArrayBuffer(0))

/** A text in small letters, as far as ASCII goes. It holds until the next call. */
export function folded(text: Uint8Array): Buffer {
  const { byteLength } = text
  if (scratch.byteLength < byteLength) scratch = new DataView(new ArrayBuffer(byteLength))
  const given = new DataView(text.buffer, text.byteOffset, byteLength)
  let at = 0
  for (; at + 4 <= byteLength; at += 4) scratch.setUint32(at, foldWord(given.getUint32(at)))
  for (; at < byteLength; at += 1) scratch.setUint8(at, foldWord(given.getUint8(at)))
  return Buffer.from(scratch.buffer, 0, byteLength)
}
