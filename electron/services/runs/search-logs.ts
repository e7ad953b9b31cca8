import type { FleetLogEvent, LogHit, LogSearch } from '../../../shared/contract/run-logs'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { MissingLog } from '../../../shared/domain/log'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { Channel } from '../../channel'
import type { KeptLog } from '../../storage/logs/log-folder'
import type { LogStore } from '../../storage/logs/log-store'
import { finderFor } from '../../storage/logs/text-finder'
import type { JobLogs } from './logs'

export interface LogSearchParts {
  store: LogStore
  logs: JobLogs
  host: string
  webUrl: string
  /** The repositories of the fleet. */
  fleet(): RepositoryName[]
  runsOf(repository: RepositoryName): Promise<RunSummary[]>
  run(repository: RepositoryName, runId: number): Promise<RunState>
}

/** Logs that are fetched or searched at a time: GitHub asks for no more than a hundred requests at once. */
const AT_ONCE = 4
/** Lines shown before and behind a hit. */
const AROUND = 2

/** A log to be searched: kept already, or a finished job's that is fetched first. */
interface Candidate {
  repository: RepositoryName
  runId: number | null
  jobId: number
  jobName: string | null
  url: string | null
}

/** Searches the logs of many repositories: those that are kept, and those of the latest runs. */
export class FleetLogSearch {
  private logs = 0
  private hits = 0
  private cut = false
  private done = 0
  private of = 0
  private readonly channel = new Channel<FleetLogEvent>()

  constructor(
    private readonly parts: LogSearchParts,
    private readonly wanted: LogSearch,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** What is found, as it is found. */
  async *events(): AsyncGenerator<FleetLogEvent> {
    /* A pattern that is none is told even where there is no log to try it on. */
    finderFor(this.wanted.query)
    const over = this.search().then(
      () => this.channel.close(),
      (error: unknown) => this.channel.close(error),
    )
    yield* this.channel
    await over
    yield { kind: 'ended', logs: this.logs, hits: this.hits, cut: this.cut }
  }

  private async search(): Promise<void> {
    const repositories = this.wanted.repositories ?? this.parts.fleet()
    const seen = new Set<number>()
    if (this.wanted.latest > 0) {
      this.of += repositories.length
      await inTurn(repositories, async (repository) => {
        if (this.isOver()) return
        for (const candidate of await this.latestOf(repository)) {
          seen.add(candidate.jobId)
          await this.searchOne(candidate)
        }
        this.step()
      })
    }
    const kept = (await this.parts.store.list(this.parts.host)).filter(
      ({ key }) => !seen.has(key.jobId) && repositories.some((each) => isSame(each, key.repository)),
    )
    this.of += kept.length
    await inTurn(kept, async (log) => {
      if (!this.isOver()) await this.searchKept(log, repositories)
      this.step()
    })
  }

  /** The finished jobs of the latest runs. */
  private async latestOf(repository: RepositoryName): Promise<Candidate[]> {
    try {
      const runs = (await this.parts.runsOf(repository)).slice(0, this.wanted.latest)
      const states = await Promise.all(runs.map(({ id }) => this.parts.run(repository, id)))
      return states.flatMap(({ run, jobs }) =>
        jobs
          .filter(({ status, conclusion }) => status === 'completed' && conclusion !== 'skipped')
          .map(({ id, name, url }) => ({
            repository,
            runId: run.id,
            jobId: id,
            jobName: name,
            url: url ?? run.url,
          })),
      )
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.channel.push({ kind: 'failed', repository, failure: error.failure })
      return []
    }
  }

  private async searchKept({ key }: KeptLog, repositories: readonly RepositoryName[]): Promise<void> {
    const about = await this.parts.store.about(key)
    if (!about) return
    const repository = repositories.find((each) => isSame(each, key.repository)) ?? about.repository
    const url =
      about.runId === null
        ? null
        : `${this.parts.webUrl}/${repository}/actions/runs/${about.runId}/job/${about.jobId}`
    await this.searchOne({ ...about, repository, url })
  }

  private async searchOne(candidate: Candidate): Promise<void> {
    if (this.isOver()) return
    const { repository, jobId, runId } = candidate
    const missing = await this.arrived(candidate)
    if (missing) {
      if (runId !== null) this.channel.push({ kind: 'missing', repository, runId, log: missing })
      return
    }
    this.logs += 1
    let found = 0
    for await (const { lines } of this.parts.store.search(
      this.parts.logs.keyOf(repository, jobId),
      this.wanted.query,
      this.signal,
    )) {
      for (const line of lines) {
        if (found === this.wanted.perLog || this.hits >= this.wanted.most) {
          this.cut = true
          return
        }
        found += 1
        this.hits += 1
        const hit = await this.hitAt(candidate, line)
        if (hit) this.channel.push({ kind: 'hit', hit })
      }
    }
  }

  private async arrived({ repository, jobId }: Candidate): Promise<MissingLog | null> {
    try {
      return await this.parts.logs.arrived(repository, jobId)
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.channel.push({ kind: 'failed', repository, failure: error.failure })
      return { available: false, jobId, reason: 'gone', says: error.failure.sentence, recovery: null }
    }
  }

  private async hitAt(candidate: Candidate, line: number): Promise<LogHit | null> {
    const from = Math.max(1, line - AROUND)
    const key = this.parts.logs.keyOf(candidate.repository, candidate.jobId)
    const page = await this.parts.store.page(key, from, line - from + 1 + AROUND)
    const shown = page?.lines.find(({ number }) => number === line)
    if (!page || !shown) return null
    const textOf = (isWanted: (number: number) => boolean) =>
      page.lines.filter(({ number }) => isWanted(number)).map(({ text }) => text)
    const { repository, runId, jobId, jobName, url } = candidate
    return {
      ...{ repository, runId, jobId, jobName, url, line },
      at: shown.at,
      text: shown.text,
      before: textOf((number) => number < line),
      after: textOf((number) => number > line),
    }
  }

  private isOver(): boolean {
    return this.signal?.aborted === true || this.hits >= this.wanted.most
  }

  private step(): void {
    this.done += 1
    this.channel.push({ kind: 'progress', done: this.done, of: this.of })
  }
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** Does something with each, a few at a time. */
async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
