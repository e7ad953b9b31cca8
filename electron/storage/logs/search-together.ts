import type { Hits } from './search-log'

/**
 * Draws at once from searches of the parts of a log, and gives what they find in the order of the parts, which is that
 * of the lines. `searched` counts for all of them.
 */
export async function* searchTogether(parts: readonly AsyncGenerator<Hits>[]): AsyncGenerator<Hits> {
  const drawn = parts.map((part) => new Drawn(part))
  try {
    for (const part of drawn) {
      for (let lines = await part.take(); lines !== null; lines = await part.take())
        yield { lines, searched: drawn.reduce((sum, { searched }) => sum + searched, 0) }
    }
  } finally {
    await Promise.allSettled(parts.map((part) => part.return(undefined)))
  }
}

/** One search, and what it has found that nobody has taken yet. */
class Drawn {
  searched = 0
  private lines: number[] = []
  private hasNews = false
  private isOver = false
  private wake: () => void = () => {}
  private readonly over: Promise<void>

  constructor(hits: AsyncGenerator<Hits>) {
    this.over = this.drain(hits)
    /* Who takes is told of a failure when it is this one's turn. */
    this.over.catch(() => {})
  }

  /** What was found since it was asked last, as soon as there is news; null at the end. */
  async take(): Promise<number[] | null> {
    while (!this.hasNews && !this.isOver)
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    if (!this.hasNews) {
      await this.over
      return null
    }
    this.hasNews = false
    const taken = this.lines
    this.lines = []
    return taken
  }

  private async drain(hits: AsyncGenerator<Hits>): Promise<void> {
    try {
      for await (const { lines, searched } of hits) {
        for (const line of lines) this.lines.push(line)
        this.searched = searched
        this.hasNews = true
        this.wake()
      }
    } finally {
      this.isOver = true
      this.wake()
    }
  }
}
