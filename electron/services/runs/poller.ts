import type { Budget } from '../../../shared/contract/fleet'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState } from '../../../shared/domain/run'
import { pollPause } from './pace'

/** How time passes for the poller. */
export interface PollClock {
  now(): number
  /** Calls after so many milliseconds; the returned function takes it back. */
  after(milliseconds: number, act: () => void): () => void
}

export interface PollerParts {
  read(repository: RepositoryName, runId: number): Promise<RunState>
  /** GitHub's budget for REST as last told. */
  budget(): Budget | null
  /** How long runs like this one usually take, in milliseconds. */
  usual(state: RunState): number | null
  /** Whether Rolecall started the run. */
  isOwn(repository: RepositoryName, runId: number): boolean
  /** Milliseconds between two looks at a young run. */
  base: number
  clock: PollClock
}

/** What a subscriber hears of its run. After `lost`, or a state that is completed, nothing more comes. */
export type PollNews =
  | { kind: 'state'; state: RunState }
  | { kind: 'delayed'; failure: Failure; until: string }
  | { kind: 'lost'; error: unknown }

type Listener = (news: PollNews) => void

interface Watch {
  repository: RepositoryName
  runId: number
  listeners: Set<Listener>
  state: RunState | null
  /** When it was first seen to stand as it stands. */
  since: number
  lastRead: number | null
  failures: number
  /** Nothing is asked before. */
  notBefore: number
  reading: boolean
}

/** Requests for runs that go at once: GitHub allows a hundred to all tools together (field-notes §4). */
const AT_ONCE = 4

/* What passes by itself is tried again after growing pauses, and at least once a minute. */
const LONGEST_PAUSE_MS = 60_000
const PASSES: ReadonlySet<Failure['reason']> = new Set(['offline', 'rate-limited', 'throttled', 'upstream'])

/** Looks at all open runs, each once however many want to know, until it is completed. */
export class RunPoller {
  private readonly watches = new Map<string, Watch>()
  private reading = 0
  private takeBack: () => void = () => {}
  /** Panels that somebody can see, and whether there ever was one: a terminal has none, and is not hidden. */
  private seen = 0
  private everSeen = false
  private onBattery = false

  constructor(private readonly parts: PollerParts) {}

  /** Tells how the run stands as soon as it is known, and then each change; the returned function ends it. */
  subscribe(repository: RepositoryName, runId: number, listener: Listener): () => void {
    const key = `${repository.toLowerCase()} ${runId}`
    const watch = this.watches.get(key) ?? this.begin(key, repository, runId)
    watch.listeners.add(listener)
    if (watch.state) listener({ kind: 'state', state: watch.state })
    this.schedule()
    return () => {
      watch.listeners.delete(listener)
      if (watch.listeners.size === 0 && this.watches.get(key) === watch) this.watches.delete(key)
      this.schedule()
    }
  }

  /** Runs that are being watched. */
  get size(): number {
    return this.watches.size
  }

  /** Somebody can see a panel until the returned function is called. */
  attend(): () => void {
    this.seen += 1
    this.everSeen = true
    this.schedule()
    return () => {
      this.seen -= 1
      this.schedule()
    }
  }

  /** On battery all runs are looked at less often. */
  saveEnergy(onBattery: boolean): void {
    this.onBattery = onBattery
    this.schedule()
  }

  /** Looks at a run now: something was done to it. */
  hurry(repository: RepositoryName, runId: number): void {
    const watch = this.watches.get(`${repository.toLowerCase()} ${runId}`)
    if (watch) watch.lastRead = null
    this.schedule()
  }

  close(): void {
    this.takeBack()
    this.watches.clear()
  }

  private begin(key: string, repository: RepositoryName, runId: number): Watch {
    const now = this.parts.clock.now()
    const watch: Watch = {
      repository,
      runId,
      listeners: new Set(),
      state: null,
      since: now,
      lastRead: null,
      failures: 0,
      notBefore: now,
      reading: false,
    }
    this.watches.set(key, watch)
    return watch
  }

  /** One timer for all: to the moment at which the first of them is due. */
  private schedule(): void {
    this.takeBack()
    this.takeBack = () => {}
    const now = this.parts.clock.now()
    const due = [...this.watches.values()]
      .filter(({ reading }) => !reading)
      .flatMap((watch) => {
        const at = this.dueAt(watch)
        return at === null ? [] : [{ watch, at }]
      })
      .sort((one, other) => one.at - other.at)
    for (const { watch, at } of due) {
      if (at > now || this.reading >= AT_ONCE) break
      void this.look(watch)
    }
    const next = due.find(({ at }) => at > now)
    if (next) this.takeBack = this.parts.clock.after(next.at - now, () => this.schedule())
  }

  /** Null while it is not to be looked at. */
  private dueAt(watch: Watch): number | null {
    if (watch.lastRead === null || watch.state === null) return watch.notBefore
    const pause = pollPause(this.situationOf(watch, watch.state), this.parts.base)
    return pause === null ? null : Math.max(watch.notBefore, watch.lastRead + pause)
  }

  private situationOf({ repository, runId, since }: Watch, state: RunState): Parameters<typeof pollPause>[0] {
    const now = this.parts.clock.now()
    const budget = this.parts.budget()
    return {
      status: state.run.status,
      elapsed: now - Math.min(since, startOf(state) ?? since),
      usual: this.parts.usual(state),
      hidden: this.everSeen && this.seen === 0,
      own: this.parts.isOwn(repository, runId),
      onBattery: this.onBattery,
      open: this.watches.size,
      budget: budget && {
        left: budget.limit > 0 ? budget.remaining / budget.limit : 1,
        resetsIn: Math.max(0, Date.parse(budget.resetsAt) - now),
      },
    }
  }

  private async look(watch: Watch): Promise<void> {
    const { repository, runId } = watch
    watch.reading = true
    this.reading += 1
    try {
      this.take(watch, await this.parts.read(repository, runId))
    } catch (error) {
      this.fail(watch, error)
    } finally {
      watch.reading = false
      this.reading -= 1
      this.schedule()
    }
  }

  private take(watch: Watch, state: RunState): void {
    const now = this.parts.clock.now()
    const before = watch.state
    const stands = before?.run.status === state.run.status && before.run.attempt === state.run.attempt
    if (!stands) watch.since = now
    watch.failures = 0
    watch.lastRead = now
    watch.state = state
    if (before === null || printOf(before) !== printOf(state)) tell(watch, { kind: 'state', state })
    if (state.run.status === 'completed') this.forget(watch)
  }

  private fail(watch: Watch, error: unknown): void {
    const failure = error instanceof ExpectedFailure ? error.failure : null
    if (failure === null || !PASSES.has(failure.reason)) {
      this.forget(watch)
      tell(watch, { kind: 'lost', error })
      return
    }
    const now = this.parts.clock.now()
    watch.failures += 1
    watch.lastRead ??= now
    const pause = Math.min(LONGEST_PAUSE_MS, this.parts.base * 2 ** Math.min(watch.failures, 10))
    watch.notBefore = Math.max(now + pause, untilOf(failure) ?? 0)
    tell(watch, { kind: 'delayed', failure, until: new Date(watch.notBefore).toISOString() })
  }

  private forget(watch: Watch): void {
    for (const [key, each] of this.watches) if (each === watch) this.watches.delete(key)
  }
}

function tell({ listeners }: Watch, news: PollNews): void {
  for (const listener of [...listeners]) listener(news)
}

function printOf(state: RunState): string {
  return JSON.stringify({ ...state, readAt: null })
}

/** When the first job of the attempt began; null before. */
function startOf({ run, jobs }: RunState): number | null {
  if (run.status !== 'in_progress') return run.attempt === 1 ? Date.parse(run.createdAt) : null
  const starts = jobs.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []))
  return starts.length === 0 ? null : Math.min(...starts)
}

function untilOf({ recovery }: Failure): number | null {
  return recovery.kind === 'wait' && recovery.until !== null ? Date.parse(recovery.until) : null
}

/** The clock of the machine; a look that is due keeps no process alive by itself. */
export const machineClock: PollClock = {
  now: Date.now,
  after(milliseconds, act) {
    /* A timer of Node holds at most 2^31 - 1 ms. */
    const timer = setTimeout(act, Math.min(milliseconds, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}
