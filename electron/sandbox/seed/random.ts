/** A repeatable source of numbers: the same seed gives the same world. */
export interface Random {
  /** An integer of `from` to `to`, both included. */
  integer(from: number, to: number): number
  pick<T>(items: readonly [T, ...T[]]): T
}

/** Mulberry32, which is small, fast, and good enough for a stage set. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    integer,
    pick: ([first, ...rest]) => {
      const index = integer(0, rest.length)
      return index === 0 ? first : (rest[index - 1] ?? first)
    },
  }
}
