/** Numbers in a row that grows: eight bytes each, where an array of a million would be boxed and copied. */
export class NumberList {
  private held = new Float64Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.held.length) {
      const grown = new Float64Array(this.length * 2)
      grown.set(this.held)
      this.held = grown
    }
    this.held[this.length] = value
    this.length += 1
  }

  at(index: number): number {
    return this.held[index < 0 ? this.length + index : index] ?? 0
  }

  set(index: number, value: number): void {
    this.held[index] = value
  }

  toArray(from = 0, to = this.length): number[] {
    return Array.from(this.held.subarray(from, Math.min(to, this.length)))
  }
}

/** The last index whose value is at most `value`, among ascending ones; -1 where there is none. */
export function lastAtMost(length: number, at: (index: number) => number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(middle) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
