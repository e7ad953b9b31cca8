import type {
  LogOutlineAnswer,
  LogPageAnswer,
  LogPlace,
  LogSearchEvent,
} from '../../../shared/contract/run-logs'
import { MOST_FOUND } from '../../../shared/contract/run-logs'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JobLog, MissingLog } from '../../../shared/domain/log'
import type { TimedStep } from '../../../shared/domain/log-outline'
import type { LogQuery } from '../../../shared/domain/log-query'
import type { RunJob, RunState } from '../../../shared/domain/run'
import type { LogKey } from '../../storage/logs/log-folder'
import type { LogStore } from '../../storage/logs/log-store'
import type { ConnectionService } from '../connections'
import { Arrivals } from './arrivals'

export interface JobLogsParts {
  connections: ConnectionService
  store: LogStore
  /** Host under which logs are kept. */
  logHost: string
  /** Bytes that kept logs may take on disk. */
  space: () => number
}

/** A job whose run was read: what its log belongs to. */
interface KnownJob {
  runId: number
  job: RunJob
}

/** Jobs that are remembered; one that is forgotten only costs its steps' places in the log. */
const KNOWN_JOBS = 5_000

/** Job logs: fetched once they are finished, kept, read in pages and searched. A log that exists is final. */
export class JobLogs {
  private readonly known = new Map<number, KnownJob>()
  private readonly arrivals: Arrivals

  constructor(private readonly parts: JobLogsParts) {
    this.arrivals = new Arrivals(parts.store, parts.space)
  }

  /** Remembers the jobs of a run that was read. */
  note({ run, jobs }: RunState): void {
    for (const job of jobs) {
      this.known.delete(job.id)
      this.known.set(job.id, { runId: run.id, job })
    }
    for (const oldest of [...this.known.keys()].slice(0, -KNOWN_JOBS)) this.known.delete(oldest)
  }

  /** What a log holds as far as it has arrived. */
  async outline({ repository, jobId }: LogPlace): Promise<LogOutlineAnswer> {
    const missing = await this.begun(repository, jobId)
    if (missing) return missing
    const outline = await this.parts.store.outline(this.keyOf(repository, jobId), this.stepsOf(jobId))
    return outline ? { available: true, jobId, ...outline } : this.again(repository)
  }

  async page({ repository, jobId }: LogPlace, from: number, count: number): Promise<LogPageAnswer> {
    const missing = await this.begun(repository, jobId)
    if (missing) return missing
    const page = await this.parts.store.page(this.keyOf(repository, jobId), from, count)
    return page ? { available: true, ...page } : this.again(repository)
  }

  /** Whole where it is short, else its decisive parts. */
  async whole(repository: RepositoryName, jobId: number): Promise<JobLog> {
    const missing = await this.arrived(repository, jobId)
    if (missing) return missing
    const log = await this.parts.store.excerpt(this.keyOf(repository, jobId))
    return log ? { available: true, jobId, log } : this.again(repository)
  }

  /** The lines that hold what is searched for, as they are found. */
  async *search(
    { repository, jobId }: LogPlace,
    query: LogQuery,
    signal?: AbortSignal,
  ): AsyncGenerator<LogSearchEvent> {
    const key = this.keyOf(repository, jobId)
    if (await this.arrived(repository, jobId)) {
      yield { kind: 'ended', found: 0, cut: false }
      return
    }
    const bytes = (await this.parts.store.outline(key, []))?.bytes ?? 0
    let found = 0
    for await (const hits of this.parts.store.search(key, query, signal)) {
      const lines = hits.lines.slice(0, MOST_FOUND - found)
      found += lines.length
      yield { kind: 'found', lines, searched: bytes === 0 ? 1 : Math.min(1, hits.searched / bytes) }
      if (lines.length < hits.lines.length) break
    }
    yield { kind: 'ended', found, cut: found === MOST_FOUND }
  }

  /** The log as GitHub gave it but for secrets, to be saved; null where there is none. */
  async raw(repository: RepositoryName, jobId: number): Promise<AsyncGenerator<Uint8Array> | null> {
    if (await this.arrived(repository, jobId)) return null
    return this.parts.store.raw(this.keyOf(repository, jobId))
  }

  /** Fetches a log that is not kept yet, and waits for its end; why there is none, or null. */
  arrived(repository: RepositoryName, jobId: number): Promise<MissingLog | null> {
    return this.arrivals.whole(this.keyOf(repository, jobId), () => this.source(repository, jobId))
  }

  keyOf(repository: RepositoryName, jobId: number): LogKey {
    return { host: this.parts.logHost, repository, jobId }
  }

  private begun(repository: RepositoryName, jobId: number): Promise<MissingLog | null> {
    return this.arrivals.begun(this.keyOf(repository, jobId), () => this.source(repository, jobId))
  }

  private source(repository: RepositoryName, jobId: number) {
    const known = this.known.get(jobId)
    return {
      about: { repository, runId: known?.runId ?? null, jobId, jobName: known?.job.name ?? null },
      fetch: () => this.parts.connections.github().jobLog(repository, jobId),
    }
  }

  /** Steps that have lines in the log: those that ran. */
  private stepsOf(jobId: number): TimedStep[] {
    const steps = this.known.get(jobId)?.job.steps ?? []
    return steps.flatMap(({ number, startedAt, conclusion }) =>
      startedAt && conclusion !== 'skipped' ? [{ number, startedAt: Date.parse(startedAt) }] : [],
    )
  }

  /* It was there a moment ago: another process has made room, or it was damaged and set aside. */
  private again(repository: RepositoryName): never {
    throw new ExpectedFailure(
      failure(
        'conflict',
        `A kept log of ${repository} had to be put away. Ask again and it is fetched anew.`,
        {
          kind: 'retry',
        },
      ),
    )
  }
}
