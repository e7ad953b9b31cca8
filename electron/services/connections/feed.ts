import type { Connections } from '../../../shared/contract/connections'

export interface FeedParts {
  read(): Promise<Connections>
  /** Watches what may change outside; ends when called itself. */
  watchMachine(): () => void
}

/** Tells listeners the connections, now and after each change. The machine is watched while somebody listens. */
export class ConnectionFeed {
  private readonly listeners = new Set<(connections: Connections) => void>()
  private unwatch: (() => void) | null = null
  private reading = false
  private again = false

  constructor(private readonly parts: FeedParts) {}

  subscribe(listener: (connections: Connections) => void): () => void {
    this.listeners.add(listener)
    this.unwatch ??= this.parts.watchMachine()
    this.changed()
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.close()
    }
  }

  /** Reads anew and tells; several changes while a reading goes are one. */
  changed(): void {
    if (this.listeners.size === 0) return
    this.again = true
    if (!this.reading) void this.tell()
  }

  close(): void {
    this.unwatch?.()
    this.unwatch = null
  }

  private async tell(): Promise<void> {
    this.reading = true
    try {
      while (this.again) {
        this.again = false
        const connections = await this.parts.read()
        for (const listener of this.listeners) listener(connections)
      }
    } finally {
      this.reading = false
    }
  }
}
