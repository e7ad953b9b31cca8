import type { FleetView } from '../../../shared/contract/fleet'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import { type AccountId, parseRoleArn, type RepositoryName, type RoleName } from '../../../shared/domain/ids'
import { known, readingOf, valueOr } from '../../../shared/domain/reading'
import type { ObservationCache } from '../../storage/observation-cache'
import type { ConnectionService } from '../connections'
import type { AccountReader } from './accounts'
import type { Board } from './board'
import type { LastChanges } from './last-changes'
import type { Premises } from './premises'
import type { RowCircumstance } from './row'

export interface FleetReaderParts {
  connections: ConnectionService
  cache: ObservationCache
  changes: LastChanges
  accounts: AccountReader
  premises: Premises
  board: Board
  watched(): RepositoryName[]
  /** Draws the choice of repositories anew; why that could not be done, or null. */
  redraw(): Promise<Failure | null>
}

/** Reads the fleet, and keeps how far it came and what went wrong. */
export class FleetReader {
  private readonly observing = new Set<RepositoryName>()
  private readonly failures = new Map<RepositoryName, Failure>()
  private progress: FleetView['progress'] = null
  private failure: Failure | null = null

  constructor(private readonly parts: FleetReaderParts) {}

  /** How far a reading of several repositories came, and what the last one as a whole failed of. */
  state(): Pick<FleetView, 'progress' | 'failure'> {
    return { progress: this.progress, failure: this.failure }
  }

  circumstanceOf(repository: RepositoryName): RowCircumstance {
    return { observing: this.observing.has(repository), failure: this.failures.get(repository) ?? null }
  }

  /** Why the repository could not be read last time, or null. */
  failureOf(repository: RepositoryName): Failure | null {
    return this.failures.get(repository) ?? this.failure
  }

  /**
   * Reads GitHub, then each account once, unless that was read at `accountSince` (milliseconds since the epoch) or
   * later; failures stay on the rows and the view.
   */
  async observe(repositories: RepositoryName[] | null, accountSince = Infinity): Promise<void> {
    const { accounts, board, cache, changes, premises } = this.parts
    const listed = repositories === null ? await readingOf(() => this.parts.redraw()) : known(null)
    if (!listed.known) return this.fail(listed.failure)
    const names = repositories ?? this.parts.watched()
    for (const name of names) this.observing.add(name)
    if (names.length > 1) this.progress = { done: 0, total: names.length }
    this.failure = listed.value
    board.touch(names)
    try {
      board.touch(await changes.refresh(repositories))
      await this.readGithub(names)
      const judgedBy =
        repositories === null ? null : accounts.unreadSince(premises.accountsOf(names), accountSince)
      if (judgedBy === null || judgedBy.size > 0) await accounts.observe(judgedBy, premises.wants())
      board.touch(judgedBy === null ? this.parts.watched() : this.watchedIn(judgedBy))
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.failure = error.failure
    } finally {
      for (const name of names) this.observing.delete(name)
      this.progress = null
      cache.save()
      board.touch(names)
      board.flush()
    }
  }

  /** Reads only what the accounts hold, and judges anew what depends on it. */
  async observeAccounts(accounts: ReadonlySet<AccountId>): Promise<void> {
    await this.parts.accounts.observe(accounts, this.parts.premises.wants())
    this.parts.cache.save()
    this.parts.board.touch(this.watchedIn(accounts))
    this.parts.board.flush()
  }

  /** Reads only these roles of an account anew, and judges anew the repository and those that share one of them. */
  async observeRoles(
    repository: RepositoryName,
    account: AccountId,
    names: readonly RoleName[],
  ): Promise<void> {
    await this.parts.accounts.observeRoles(account, names)
    this.parts.board.touch([repository])
    this.parts.board.touch(this.holding(account, names))
  }

  /**
   * Reads what the owners of a repository allow, and the secret names of its environments: for a page that is opened
   * or a plan, never for the fleet, whose readings would cost some requests more for each repository. What was read
   * stays until it is read again.
   */
  async readPolicy(repository: RepositoryName): Promise<void> {
    const { cache, connections } = this.parts
    const observation = cache.repositories.get(repository)
    if (!observation || observation.facts.archived || observation.facts.defaultBranch === null) return
    const open = valueOr(observation.proposals, []).map(({ number }) => number)
    const environments = valueOr(observation.environments, []).map(({ name }) => name)
    const github = connections.github()
    const [policy, environmentSecrets] = await Promise.all([
      github.policy(observation.facts, open),
      github.environmentSecrets(observation.facts, environments),
    ])
    /* The repository may have been read anew meanwhile. */
    const latest = cache.repositories.get(repository) ?? observation
    cache.repositories.set(repository, { ...latest, policy, environmentSecrets })
    this.parts.board.touch([repository])
  }

  private fail(failure: Failure): void {
    this.failure = failure
    this.parts.board.flush()
  }

  private async readGithub(names: RepositoryName[]): Promise<void> {
    const { board, cache, connections } = this.parts
    for await (const { repository, observation } of connections.github().observe(names)) {
      this.observing.delete(repository)
      if (observation.known) {
        const { policy, environmentSecrets } = cache.repositories.get(repository) ?? {}
        cache.repositories.set(repository, {
          ...observation.value,
          ...(policy && { policy }),
          ...(environmentSecrets && { environmentSecrets }),
        })
        this.failures.delete(repository)
      } else this.failures.set(repository, observation.failure)
      if (this.progress) this.progress = { ...this.progress, done: this.progress.done + 1 }
      board.touch([repository])
    }
  }

  private *holding(account: AccountId, roles: readonly RoleName[]): Generator<RepositoryName> {
    for (const name of this.watchedIn(new Set([account]))) {
      const role = parseRoleArn(this.parts.board.row(name).role ?? '')
      if (role !== null && roles.includes(role.name)) yield name
    }
  }

  private *watchedIn(accounts: ReadonlySet<string>): Generator<RepositoryName> {
    for (const name of this.parts.watched()) {
      const { account } = this.parts.board.row(name)
      if (account !== null && accounts.has(account)) yield name
    }
  }
}
