import type { HistoryEvent, RunHistory } from '../../../shared/contract/fleet-runs'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { EVERY_RUN, fitsFilter, type RunFilter } from '../../../shared/domain/run-filter'
import { withLooks } from '../../../shared/domain/run-looks'
import { Channel } from '../../channel'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'
import { watchOpenRuns } from './open-runs'
import type { RunPoller } from './poller'
import type { SeenRuns } from './seen-runs'

export interface HistoryParts {
  connections: ConnectionService
  fleet: FleetService
  /** Runs that were looked at one by one. */
  seen: SeenRuns
  poller: RunPoller
  now: () => number
}

/** What was read of one repository: every run that was created from then to then. */
interface Span {
  from: string
  to: string
  runs: Map<number, RunSummary>
}

/** Repositories that are read at a time: GitHub asks for no more than a hundred requests at once. */
const AT_ONCE = 4
/** Share of GitHub's hourly budget that is left to the fleet's readings and the user's other tools. */
const SPARED = 0.2

/**
 * Runs of the fleet beyond its latest: read back in time when it is asked for, and remembered while the process lasts
 * and the same identity asks. A reading that stops half-way, for whatever reason, keeps what it has.
 */
export class RunHistoryService {
  private readonly spans = new Map<RepositoryName, Span>()
  private readonly listeners = new Set<(read: RepositoryName[]) => void>()
  private identity: string | null = null

  constructor(private readonly parts: HistoryParts) {}

  /** What is known, without a request. */
  known(repositories: RepositoryName[] | null, filter: RunFilter): RunHistory {
    this.requireSameIdentity()
    const names = repositories ?? this.parts.fleet.watched()
    const wanted = new Set(names)
    const runs = new Map<number, RunSummary>()
    for (const name of names)
      for (const run of this.spans.get(name)?.runs.values() ?? []) runs.set(run.id, run)
    for (const observed of this.parts.fleet.observed()) {
      if (!wanted.has(observed.facts.repository) || !observed.runs.known) continue
      for (const run of observed.runs.value) runs.set(run.id, newer(runs.get(run.id), run))
    }
    const read = names.map((name) => this.spans.get(name)?.from)
    const isWhole = read.every((from) => from !== undefined)
    return {
      runs: withLooks([...runs.values()], this.parts.seen.of(wanted)).filter(fitsFilter(filter)),
      readFrom: isWhole
        ? (read
            .filter((from) => from !== undefined)
            .sort()
            .at(-1) ?? null)
        : null,
      repositories: names.length,
    }
  }

  /** Every open run of a repository (null: of the fleet) as it goes on, with its jobs, until the signal aborts. */
  watchOpen(repository: RepositoryName | null, signal?: AbortSignal): AsyncGenerator<RunState> {
    if (repository === null) return this.watchWhere(() => true, signal)
    return this.watchWhere((run) => run.repository === repository, signal, [repository])
  }

  /** The open runs of these repositories (without: of the fleet) that are wanted. */
  watchWhere(
    isWanted: (run: RunSummary) => boolean,
    signal?: AbortSignal,
    repositories?: RepositoryName[],
  ): AsyncGenerator<RunState> {
    const { poller, fleet, seen } = this.parts
    const watched = () => new Set(repositories ?? fleet.watched())
    const open = (names: Iterable<RepositoryName>) => {
      const among = watched()
      return this.known(
        [...names].filter((name) => among.has(name)),
        EVERY_RUN,
      ).runs
    }
    const onNews = (listener: (runs: readonly RunSummary[]) => void) => {
      const leaves = [
        fleet.subscribe(({ rows }) => listener(open(rows.map((row) => row.repository)))),
        /* What was begun here is wanted also where its repository is not watched. */
        seen.subscribe((run) => listener([run])),
        this.onRead((names) => listener(open(names))),
      ]
      return () => {
        for (const leave of leaves) leave()
      }
    }
    return watchOpenRuns({ poller, known: () => open(watched()), onNews, isWanted }, signal)
  }

  private onRead(listener: (read: RepositoryName[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /* What one identity may see is not for the next one. */
  private requireSameIdentity(): void {
    const identity = this.parts.connections.identities.active()?.id ?? null
    if (identity === this.identity) return
    this.identity = identity
    this.spans.clear()
    this.parts.seen.forget()
  }

  /** Reads the runs since then that are not known yet, some repositories at a time, and says how far it has come. */
  async *read(
    repositories: RepositoryName[] | null,
    since: string,
    again: boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<HistoryEvent> {
    this.requireSameIdentity()
    const names = repositories ?? this.parts.fleet.watched()
    const waiting = [...names]
    const of = waiting.length
    const failed: { repository: RepositoryName; failure: Failure }[] = []
    const channel = new Channel<HistoryEvent>()
    let done = 0
    const work = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        if (signal?.aborted) return
        const refused = await this.readOne(name, since, again, signal)
        if (refused) failed.push({ repository: name, failure: refused })
        done += 1
        channel.push({ kind: 'progress', done, of })
      }
    }
    const over = Promise.all(Array.from({ length: AT_ONCE }, work)).then(
      () => channel.close(),
      (error: unknown) => channel.close(error),
    )
    yield* channel
    await over
    for (const listener of [...this.listeners]) listener(names)
    yield { kind: 'ended', failed }
  }

  private async readOne(
    repository: RepositoryName,
    since: string,
    again: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Failure | null> {
    const span = this.spans.get(repository)
    try {
      if (!span) await this.readSpan(repository, since, null, signal)
      else {
        if (again) await this.readSpan(repository, newsFrom(span), null, signal)
        if (since < span.from) await this.readSpan(repository, since, span.from, signal)
      }
      return null
    } catch (error) {
      if (error instanceof ExpectedFailure) return error.failure
      throw error
    }
  }

  /* Newest first, a hundred at a time, each page from where the last one ended: page numbers end after 1,000 runs. */
  private async readSpan(
    repository: RepositoryName,
    from: string,
    to: string | null,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const readAt = new Date(this.parts.now()).toISOString()
    const found = new Map<number, RunSummary>()
    let until = to
    for (;;) {
      this.requireBudget()
      const page = await this.parts.connections.github().runsCreated(repository, from, until)
      const fresh = page.filter(({ id }) => !found.has(id))
      for (const run of page) found.set(run.id, run)
      const oldest = page.at(-1)?.createdAt ?? from
      const isLast = page.length < FULL_PAGE || fresh.length === 0
      this.keep(repository, found, isLast ? from : oldest, to ?? readAt)
      if (isLast || signal?.aborted) return
      until = oldest
    }
  }

  private keep(
    repository: RepositoryName,
    found: ReadonlyMap<number, RunSummary>,
    from: string,
    to: string,
  ): void {
    const span = this.spans.get(repository) ?? { from, to, runs: new Map<number, RunSummary>() }
    for (const run of found.values()) span.runs.set(run.id, newer(span.runs.get(run.id), run))
    const isJoined = from <= span.to
    this.spans.set(repository, {
      from: isJoined && from > span.from ? span.from : from,
      to: to > span.to ? to : span.to,
      runs: span.runs,
    })
  }

  /** Refuses before GitHub would have to, and leaves something to others. */
  private requireBudget(): void {
    const budget = this.parts.connections
      .github()
      .budgets()
      .find(({ resource }) => resource === 'core')
    if (!budget || budget.remaining > budget.limit * SPARED) return
    if (Date.parse(budget.resetsAt) <= this.parts.now()) return
    throw new ExpectedFailure(
      failure(
        'rate-limited',
        `Reading further back would use up what is left of GitHub’s hourly budget. It is renewed at ${budget.resetsAt}.`,
        { kind: 'wait', until: budget.resetsAt },
      ),
    )
  }
}

const FULL_PAGE = 100

/** A run that has not ended may have since. */
function newsFrom({ to, runs }: Span): string {
  const open = [...runs.values()]
    .filter(({ status }) => status !== 'completed')
    .map(({ createdAt }) => createdAt)
  return [to, ...open].sort()[0] ?? to
}

/* GraphQL tells less of a run than REST: it adds only how the run stands. */
function newer(was: RunSummary | undefined, is: RunSummary): RunSummary {
  if (was === undefined || is.attempt > was.attempt) return is
  if (is.updatedAt <= was.updatedAt) return was
  return { ...was, status: is.status, conclusion: is.conclusion, updatedAt: is.updatedAt }
}
