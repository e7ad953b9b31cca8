import type { FleetEvent, FleetRow, FleetView } from '../../../shared/contract/fleet'
import type { RepositoryName } from '../../../shared/domain/ids'

/* Milliseconds: below what an eye takes for a delay. */
const TELL_EVERY = 50

/**
 * The fleet's rows as last described, and who is told when they change. While nobody listens no row is kept: a command
 * describes each of them once, at its end.
 */
export class Board {
  private readonly rows = new Map<RepositoryName, FleetRow>()
  private readonly touched = new Set<RepositoryName>()
  private readonly listeners = new Set<(event: FleetEvent) => void>()
  private flushing: NodeJS.Timeout | null = null

  constructor(
    private readonly describeRow: (name: RepositoryName) => FleetRow,
    private readonly whole: () => Omit<FleetView, 'rows'>,
  ) {}

  row(name: RepositoryName): FleetRow {
    if (this.listeners.size === 0) return this.describeRow(name)
    return this.rows.get(name) ?? this.renew(name)
  }

  /** Calls the listener with the rows that changed, until the returned function is called. */
  subscribe(listener: (event: FleetEvent) => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.forget()
    }
  }

  /* Rows are told of together: a fleet that is being read would else send a message for each of its thousands. */
  touch(names: Iterable<RepositoryName>): void {
    if (this.listeners.size === 0) return
    for (const name of names) this.touched.add(name)
    this.flushing ??= setTimeout(() => this.flush(), TELL_EVERY)
  }

  /** Tells at once what was touched. */
  flush(removed: RepositoryName[] = []): void {
    if (this.flushing) clearTimeout(this.flushing)
    this.flushing = null
    if (this.listeners.size === 0) return
    for (const name of removed) this.rows.delete(name)
    const event = { ...this.whole(), rows: [...this.touched].map((name) => this.renew(name)), removed }
    this.touched.clear()
    for (const listener of this.listeners) listener(event)
  }

  private forget(): void {
    if (this.flushing) clearTimeout(this.flushing)
    this.flushing = null
    this.touched.clear()
    this.rows.clear()
  }

  private renew(name: RepositoryName): FleetRow {
    const row = this.describeRow(name)
    this.rows.set(name, row)
    return row
  }
}
