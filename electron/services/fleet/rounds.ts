import type { FleetService } from './fleet'

const MINUTE = 60_000

/** Reads the whole fleet at the start, when something was connected, and then as often as the user wants. */
export class Rounds {
  private last = 0
  private readonly timer: NodeJS.Timeout

  constructor(
    private readonly fleet: () => FleetService,
    /** Minutes between two rounds; 0 for none but those that are asked for. */
    private readonly every: () => number,
    private readonly now: () => number,
  ) {
    this.timer = setInterval(() => this.goIfDue(), MINUTE)
    this.timer.unref()
  }

  /** What goes wrong is told with the fleet; without a GitHub identity there is nothing to read. */
  go(): void {
    this.last = this.now()
    if (this.fleet().isConnected()) void this.fleet().observe(null)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private goIfDue(): void {
    const every = this.every()
    if (every > 0 && this.now() - this.last >= every * MINUTE) this.go()
  }
}
