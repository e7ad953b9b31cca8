/** What work tells while it goes, for one reader. The work does not depend on anybody reading. */
export class Channel<T> implements AsyncIterable<T> {
  private readonly waiting: T[] = []
  private closed: { error: unknown } | null = null
  private wake: () => void = () => {}

  push(value: T): void {
    if (this.closed) return
    this.waiting.push(value)
    this.wake()
  }

  /** No more values; an error is thrown to the reader after the last of them. */
  close(error: unknown = null): void {
    this.closed ??= { error }
    this.wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const next = this.waiting.shift()
      if (next !== undefined) yield next
      else if (this.closed === null) await new Promise<void>((resolve) => (this.wake = resolve))
      else if (this.closed.error !== null) throw this.closed.error
      else return
    }
  }
}
