/** Lets work on the same things go on one after another, and on others at once. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

  /** Waits for whoever holds one of the keys, then works. */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.last.get(key))
    const turn = Promise.allSettled(before).then(work)
    for (const key of keys) this.last.set(key, turn)
    try {
      return await turn
    } finally {
      for (const key of keys) if (this.last.get(key) === turn) this.last.delete(key)
    }
  }
}
