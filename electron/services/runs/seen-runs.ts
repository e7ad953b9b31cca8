import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { keyOfRun, laterLook } from '../../../shared/domain/run-looks'

/* Some days of somebody who looks at many runs; the fleet’s readings have the rest. */
const MOST_KEPT = 1_000

/** How single runs stood when they were last looked at: between two readings of the fleet they are ahead of it. */
export class SeenRuns {
  private readonly runs = new Map<string, RunSummary>()
  private readonly listeners = new Set<(run: RunSummary) => void>()

  note(run: RunSummary): void {
    const key = keyOfRun(run)
    const known = this.runs.get(key)
    const latest = known ? laterLook(known, run) : run
    this.runs.delete(key)
    this.runs.set(key, latest)
    const [oldest] = this.runs.keys()
    if (this.runs.size > MOST_KEPT && oldest !== undefined) this.runs.delete(oldest)
    for (const listener of [...this.listeners]) listener(latest)
  }

  of(repositories: ReadonlySet<RepositoryName>): RunSummary[] {
    return [...this.runs.values()].filter(({ repository }) => repositories.has(repository))
  }

  /** Calls the listener with each run that is looked at, until the returned function is called. */
  subscribe(listener: (run: RunSummary) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Another identity may not see what this one saw. */
  forget(): void {
    this.runs.clear()
  }
}
