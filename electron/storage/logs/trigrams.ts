/** Bits of one block's filter. A block of half a MiB of log has some ten thousand different trigrams. */
const BITS = 65_536
/** Bytes of one block's filter. */
export const FILTER_BYTES = BITS / 8

/** A table that maps ASCII capitals to small letters and leaves every other byte. */
export const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
)

/**
 * Which trigrams begin at the even places of a text, ASCII case folded: one bit each, by hash. A set bit says perhaps, a
 * clear one certainly not. Every second place is enough: a needle lies on even places from its first or its second
 * byte on.
 */
export function filterOf(text: Uint8Array): Uint8Array {
  const filter = new Uint8Array(FILTER_BYTES)
  const last = text.length - 2
  for (let index = 0; index < last; index += 2) {
    const first = FOLD[text[index] ?? 0] ?? 0
    const second = FOLD[text[index + 1] ?? 0] ?? 0
    const slot = slotOf((first << 16) | (second << 8) | (FOLD[text[index + 2] ?? 0] ?? 0))
    filter[slot >> 3] = (filter[slot >> 3] ?? 0) | (1 << (slot & 7))
  }
  return filter
}

/** Slots of which one list must be set whole in the filter of a block that holds the needle; null: filters cannot tell. */
export type Slots = readonly [even: readonly number[], odd: readonly number[]] | null

/** The slots of a needle, if it is long enough to have some. */
export function slotsOf(needle: Uint8Array): Slots {
  const grams = Array.from({ length: Math.max(0, needle.length - 2) }, (_, index) => {
    const [a = 0, b = 0, c = 0] = needle.subarray(index, index + 3)
    return slotOf(((FOLD[a] ?? 0) << 16) | ((FOLD[b] ?? 0) << 8) | (FOLD[c] ?? 0))
  })
  if (grams.length < 2) return null
  return [grams.filter((_, index) => index % 2 === 0), grams.filter((_, index) => index % 2 === 1)]
}

/** Whether a filter leaves it open that the needle stands in its block. */
export function mayHold(filter: Uint8Array, [even, odd]: NonNullable<Slots>): boolean {
  const has = (slot: number) => ((filter[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0
  return even.every(has) || odd.every(has)
}

function slotOf(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> 16
}
