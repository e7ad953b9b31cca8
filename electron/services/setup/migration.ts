import PQueue from 'p-queue'
import type { MigrationEvent } from '../../../shared/contract/migration'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Application } from '../../../shared/domain/journal'
import {
  type MigrationEntry,
  type MigrationStage,
  type MigrationState,
  migrationState,
} from '../../../shared/domain/migration'
import { optedInAt } from '../../../shared/domain/opt-in-time'
import { Channel } from '../../channel'
import { Carrying, type CarryingParts } from './migration-carrying'
import { Turns } from './turns'

/* Each repository costs a dozen requests and a run: GitHub's content writes allow no more at once (field-notes §4). */
const AT_ONCE = 4

/** Moves repositories to immutable subjects, stage by stage; where each stands is read from the clouds. */
export class MigrationService {
  private readonly turns = new Turns()
  private stopping: AbortController | null = null

  constructor(private readonly parts: CarryingParts) {}

  /** The stage of each repository; of the watched ones when `repositories` is null. */
  async view(repositories: RepositoryName[] | null, fresh: boolean): Promise<MigrationState[]> {
    const { fleet, journal } = this.parts
    if (fresh) await fleet.observe(repositories)
    else await fleet.readAccountsOnce()
    const applied = byRepository(await journal.list(null))
    const names = repositories ?? fleet.watched()
    return Promise.all(names.map((name) => this.stateOf(name, applied.get(name) ?? [])))
  }

  /** Carries repositories on; the work goes on when nobody reads the stream any more. */
  carry(repositories: RepositoryName[] | null, until: MigrationStage): AsyncIterable<MigrationEvent> {
    const channel = new Channel<MigrationEvent>()
    const stop = new AbortController()
    this.stopping = stop
    const names = [...new Set(repositories ?? this.parts.fleet.watched())]
    this.carryAll(names, until, (event) => channel.push(event), stop.signal).then(
      () => channel.close(),
      (error: unknown) => channel.close(error),
    )
    return channel
  }

  stop(): void {
    this.stopping?.abort()
  }

  private async stateOf(repository: RepositoryName, applications: Application[]): Promise<MigrationState> {
    try {
      const context = await this.parts.fleet.context(repository, false)
      return migrationState({ ...context, optedInAt: optedInAt(applications) })
    } catch (error) {
      return { repository, stage: null, next: null, why: expected(error).sentence, roles: [], notes: [] }
    }
  }

  private async carryAll(
    names: readonly RepositoryName[],
    until: MigrationStage,
    tell: (event: MigrationEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const queue = new PQueue({ concurrency: AT_ONCE })
    const entries = await queue.addAll(
      names.map((repository) => async (): Promise<MigrationEntry> => {
        const entry = await new Carrying(repository, this.parts, this.turns, tell).carry(until, signal)
        tell({ kind: 'carried', entry })
        return entry
      }),
    )
    tell({ kind: 'ended', entries })
  }
}

function byRepository(applications: readonly Application[]): Map<RepositoryName, Application[]> {
  const found = new Map<RepositoryName, Application[]>()
  for (const one of applications) found.set(one.repository, [...(found.get(one.repository) ?? []), one])
  return found
}

function expected(error: unknown): Failure {
  if (error instanceof ExpectedFailure) return error.failure
  throw error
}
