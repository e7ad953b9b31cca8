import { foldWord } from './fold-case'

/** Bits of one block's filter: a power of two. A block has some four thousand different trigrams. */
const BITS = 16_384
/** Slots are numbers of 16 bits, of which a smaller filter looks at the first. */
const SLOT_BITS = 16
const SLOT_SHIFT = SLOT_BITS - Math.log2(BITS)

/**
 * Which trigrams begin at the even places of a text, ASCII case folded: one bit each, by hash. A set bit says perhaps, a
 * clear one certainly not. Every second place is enough: a needle lies on even places from its first or its second
 * byte on.
 */
export function filterOf(text: Uint8Array): Uint8Array {
  const filter = new Uint8Array(BITS / 8)
  const { byteLength } = text
  const view = new DataView(text.buffer, text.byteOffset, byteLength)
  let at = 0
  /* Two trigrams from each four bytes: reading and folding them one by one takes four times as long. */
  if (byteLength >= 4) {
    let word = foldWord(view.getUint32(0))
    for (; at + 8 <= byteLength; at += 4) {
      const next = foldWord(view.getUint32(at + 4))
      mark(filter, word >>> 8)
      mark(filter, ((word & 0xffff) << 8) | (next >>> 24))
      word = next
    }
  }
  for (; at + 3 <= byteLength; at += 2) mark(filter, gramAt(text, at))
  return filter
}

function mark(filter: Uint8Array, gram: number): void {
  const slot = slotOf(gram) >>> SLOT_SHIFT
  filter[slot >> 3] = (filter[slot >> 3] ?? 0) | (1 << (slot & 7))
}

function gramAt(text: Uint8Array, at: number): number {
  return foldWord(((text[at] ?? 0) << 16) | ((text[at + 1] ?? 0) << 8) | (text[at + 2] ?? 0))
}

/** Slots of which one list must be set whole in the filter of a block that holds the needle; null: filters cannot tell. */
export type Slots = readonly [even: readonly number[], odd: readonly number[]] | null

/** The slots of a needle, if it is long enough to have some. */
export function slotsOf(needle: Uint8Array): Slots {
  const grams = Array.from({ length: Math.max(0, needle.length - 2) }, (_, at) => slotOf(gramAt(needle, at)))
  if (grams.length < 2) return null
  return [grams.filter((_, index) => index % 2 === 0), grams.filter((_, index) => index % 2 === 1)]
}

/** Whether a filter leaves it open that the needle stands in its block; filters of older files are larger. */
export function mayHold(filter: Uint8Array, [even, odd]: NonNullable<Slots>): boolean {
  const shift = SLOT_BITS - Math.log2(filter.length * 8)
  const has = (slot: number) => ((filter[slot >>> (shift + 3)] ?? 0) & (1 << ((slot >>> shift) & 7))) !== 0
  return even.every(has) || odd.every(has)
}

function slotOf(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> (32 - SLOT_BITS)
}
