import type { TestEntry } from '../../../shared/contract/test-runs'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { type OwnRunsView, worthTelling } from '../../../shared/domain/own-runs'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { EVERY_RUN } from '../../../shared/domain/run-filter'
import { keyOfRun } from '../../../shared/domain/run-looks'
import type { FleetService } from '../fleet/fleet'
import type { RunHistoryService } from './history'
import type { RunsService } from './runs'

export interface OwnRunsParts {
  fleet: FleetService
  runs: RunsService
  history: RunHistoryService
  now: () => number
}

/** A test run that has ended while somebody listened, and why it failed, decisive first. */
export interface EndedRun {
  run: RunSummary
  diagnoses: Diagnosis[]
}

export type OwnRunsNews =
  | {
      kind: 'view'
      view: OwnRunsView
      causes: ReadonlyMap<string, string>
      states: ReadonlyMap<string, RunState>
    }
  | { kind: 'ended'; ended: EndedRun }
  /** Many that were begun together are over; their ends are not told one by one. */
  | { kind: 'batch-ended'; entries: readonly TestEntry[] }

type Listener = (news: OwnRunsNews) => void

/** The test runs that Rolecall started, for whoever is not looking at them; followed only while somebody listens. */
export class OwnRuns {
  private readonly listeners = new Set<Listener>()
  private readonly states = new Map<string, RunState>()
  /** Titles of what made runs fail that ended while somebody listened. */
  private readonly causes = new Map<string, string>()
  private stop: (() => void) | null = null

  constructor(private readonly parts: OwnRunsParts) {}

  /** Tells the listener now and after each change, until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    this.stop ??= this.begin()
    listener(this.view())
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      this.stop?.()
      this.stop = null
    }
  }

  close(): void {
    this.listeners.clear()
    this.stop?.()
    this.stop = null
  }

  private begin(): () => void {
    const { fleet, runs } = this.parts
    const over = new AbortController()
    const leaves = [
      fleet.subscribe(() => this.tell(this.view())),
      runs.batches.onEnd((entries) => this.tell({ kind: 'batch-ended', entries })),
    ]
    void this.follow(over.signal)
    return () => {
      over.abort()
      for (const leave of leaves) leave()
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { history, runs } = this.parts
    for await (const state of history.watchWhere((run) => runs.isOwn(run), signal)) {
      if (signal.aborted) return
      const key = keyOfRun(state.run)
      if (state.run.status === 'completed') this.states.delete(key)
      else this.states.set(key, state)
      this.tell(this.view())
      if (state.run.status === 'completed' && !runs.batches.has(state.run)) void this.tellEnd(state)
    }
  }

  private async tellEnd(state: RunState): Promise<void> {
    const diagnoses = await this.causesOf(state)
    const [first] = diagnoses
    if (first) this.causes.set(keyOfRun(state.run), first.title)
    this.tell({ kind: 'ended', ended: { run: state.run, diagnoses } })
    this.tell(this.view())
  }

  /* That it ended is worth telling also where nobody can say why. */
  private async causesOf(state: RunState): Promise<Diagnosis[]> {
    try {
      return await this.parts.runs.diagnoseState(state)
    } catch (error) {
      if (error instanceof ExpectedFailure) return []
      throw error
    }
  }

  private view(): OwnRunsNews {
    const { history, runs, now } = this.parts
    const own = history.known(runs.ownRepositories(), EVERY_RUN).runs.filter((run) => runs.isOwn(run))
    return { kind: 'view', view: worthTelling(own, now()), causes: this.causes, states: this.states }
  }

  private tell(news: OwnRunsNews): void {
    for (const listener of [...this.listeners]) listener(news)
  }
}
