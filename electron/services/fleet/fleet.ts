import type {
  Candidate,
  FleetEvent,
  FleetRow,
  FleetView,
  RepositoryView,
} from '../../../shared/contract/fleet'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { AccountId, RepositoryName } from '../../../shared/domain/ids'
import { accountOf, inferSetup } from '../../../shared/domain/infer-setup'
import type { AccountObservation, RepositoryObservation } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'
import type { PlannableContext } from '../../../shared/domain/plan-setup'
import type { Setup } from '../../../shared/domain/setup'
import { effectiveVariables } from '../../../shared/domain/variables'
import type { ObservationCache } from '../../storage/observation-cache'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import { AccountReader, type Want, wantsOf } from './accounts'
import { Board } from './board'
import { keptRow } from './kept-rows'
import type { LastChanges } from './last-changes'
import { describeRow, type RowCircumstance, unreadRow } from './row'

export interface FleetParts {
  connections: ConnectionService
  cache: ObservationCache
  settings: SettingsStore
  changes: LastChanges
  webUrl: string
  /** Until the user chooses, watch all that the identity can see: in the sandbox and at a terminal. */
  watchAll: boolean
  now: () => number
}

/** Observes the fleet and tells each repository's chain. */
export class FleetService {
  private readonly accounts: AccountReader
  private readonly board: Board
  private readonly observing = new Set<RepositoryName>()
  private readonly failures = new Map<RepositoryName, Failure>()
  /** What is watched until the user chooses. */
  private visible: RepositoryName[] = []
  private progress: FleetView['progress'] = null
  private failure: Failure | null = null

  constructor(private readonly parts: FleetParts) {
    this.accounts = new AccountReader(parts.connections, parts.cache)
    this.board = new Board(
      (name) => this.rowOf(name),
      () => this.whole(),
    )
  }

  watched(): RepositoryName[] {
    return this.parts.settings.read().fleet ?? this.visible
  }

  /** Whether there is a GitHub identity to read with. */
  isConnected(): boolean {
    return this.parts.connections.hasGithub()
  }

  view(): FleetView {
    return { ...this.whole(), rows: this.watched().map((name) => this.board.row(name)) }
  }

  /** Calls the listener with the rows that changed, until the returned function is called. */
  subscribe(listener: (event: FleetEvent) => void): () => void {
    return this.board.subscribe(listener)
  }

  /** Reads GitHub, then each account once; failures stay on the rows and the view. */
  async observe(repositories: RepositoryName[] | null): Promise<FleetView> {
    if (repositories === null && this.parts.watchAll && this.isConnected()) await this.watchAllUnlessChosen()
    const names = repositories ?? this.watched()
    for (const name of names) this.observing.add(name)
    if (names.length > 1) this.progress = { done: 0, total: names.length }
    this.failure = null
    this.board.touch(names)
    try {
      this.board.touch(await this.parts.changes.refresh())
      await this.readGithub(names)
      const accounts = repositories === null ? null : this.accountsOf(names)
      await this.accounts.observe(accounts, this.wants())
      this.board.touch(accounts === null ? this.watched() : this.watchedIn(accounts))
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.failure = error.failure
    } finally {
      for (const name of names) this.observing.delete(name)
      this.progress = null
      this.parts.cache.save()
      this.board.touch(names)
      this.board.flush()
    }
    return this.view()
  }

  /** The chain's premises as last observed; reads first when there are none or `fresh` is asked. */
  async context(repository: RepositoryName, fresh: boolean): Promise<ChainContext> {
    const { cache } = this.parts
    if (fresh || !cache.repositories.has(repository)) {
      await this.observe([repository])
      const failed = this.failures.get(repository) ?? this.failure
      if (failed) throw new ExpectedFailure(failed)
    }
    const observation = cache.repositories.get(repository)
    if (observation) return this.contextOf(observation)
    throw new ExpectedFailure(
      failure('not-found', `GitHub has no repository ${repository}, or the token may not see it.`, {
        kind: 'connect-github',
      }),
    )
  }

  /** Reads the connected accounts that were never read. */
  readAccountsOnce(): Promise<void> {
    return this.accounts.observeUnread(this.wants())
  }

  /** Reads the repository freshly, lets a setup be chosen, and reads the account that the setup names. */
  async contextToward(
    repository: RepositoryName,
    choose: (context: ChainContext) => Setup,
  ): Promise<PlannableContext> {
    await this.readAccountsOnce()
    const context = await this.context(repository, true)
    const setup = choose(context)
    await this.accounts.observe(new Set([setup.account]), [...this.wants(), setup])
    const { observation: account, failure: accountFailure } = this.accounts.of(setup.account)
    return { ...context, setup, account, accountFailure }
  }

  async repository(repository: RepositoryName, fresh: boolean): Promise<RepositoryView> {
    const premises = await this.context(repository, fresh)
    return {
      ...describeRow(premises, this.circumstanceOf(repository)),
      setup: premises.setup,
      setupIsStored: repository in this.parts.settings.read().setups,
      observation: premises.observation,
      account: premises.account,
      variables: effectiveVariables(premises.observation),
    }
  }

  /** The accounts as last read. */
  accountsRead(): AccountObservation[] {
    return [...this.parts.cache.accounts.values()]
  }

  /** The watched repositories as last read. */
  observed(): RepositoryObservation[] {
    return this.watched().flatMap((name) => this.parts.cache.repositories.get(name) ?? [])
  }

  async candidates(): Promise<Candidate[]> {
    const chosen = new Set(this.watched())
    const seen = await this.parts.connections.github().repositories()
    return seen.map((facts) => ({ facts, watched: chosen.has(facts.repository) }))
  }

  choose(add: RepositoryName[], remove: RepositoryName[]): FleetView {
    const gone = new Set(remove)
    this.parts.settings.update((stored) => ({
      ...stored,
      fleet: [...new Set([...(stored.fleet ?? this.visible), ...add])].filter((name) => !gone.has(name)),
    }))
    this.board.touch(add)
    this.board.flush(remove)
    return this.view()
  }

  /** Watches every repository that the identity can see, unless the user has chosen. */
  async watchAllUnlessChosen(): Promise<void> {
    const { settings, connections } = this.parts
    if (settings.read().fleet !== null) return
    this.visible = (await connections.github().repositories()).map((facts) => facts.repository)
  }

  private async readGithub(names: RepositoryName[]): Promise<void> {
    const { cache, connections } = this.parts
    for await (const { repository, observation } of connections.github().observe(names)) {
      this.observing.delete(repository)
      if (observation.known) {
        cache.repositories.set(repository, observation.value)
        this.failures.delete(repository)
      } else this.failures.set(repository, observation.failure)
      if (this.progress) this.progress = { ...this.progress, done: this.progress.done + 1 }
      this.board.touch([repository])
    }
  }

  private contextOf(observation: RepositoryObservation): ChainContext {
    const { cache, settings, changes, now } = this.parts
    const { repository } = observation.facts
    const stored = settings.read().setups[repository]
    const setup = stored ?? inferSetup(observation, [...cache.accounts.values()])
    const id = accountOf(observation) ?? setup?.account
    const { observation: account, failure: accountFailure } = id
      ? this.accounts.of(id)
      : { observation: null, failure: null }
    return { observation, account, accountFailure, setup, changedAt: changes.of(repository), now: now() }
  }

  private circumstanceOf(repository: RepositoryName): RowCircumstance {
    return { observing: this.observing.has(repository), failure: this.failures.get(repository) ?? null }
  }

  private rowOf(repository: RepositoryName): FleetRow {
    const { cache, settings, changes, now, webUrl } = this.parts
    const observation = cache.repositories.get(repository)
    const circumstance = this.circumstanceOf(repository)
    if (!observation) return unreadRow(repository, webUrl, circumstance)
    const setup = settings.read().setups[repository] ?? null
    const { readAt } = observation
    const changedAt = changes.of(repository)
    const basis = { readAt, setup, changedAt, accounts: this.accounts.basis(), now: now() }
    const judge = () => describeRow(this.contextOf(observation), circumstance).row
    return { ...keptRow(cache.rows, repository, basis, judge), ...circumstance }
  }

  private whole(): Omit<FleetView, 'rows'> {
    const { connections } = this.parts
    const budgets = connections.hasGithub() ? connections.github().budgets() : []
    return { progress: this.progress, budgets, failure: this.failure }
  }

  private *watchedIn(accounts: ReadonlySet<string>): Generator<RepositoryName> {
    for (const name of this.watched()) {
      const { account } = this.board.row(name)
      if (account !== null && accounts.has(account)) yield name
    }
  }

  private wants(): Want[] {
    const { cache, settings } = this.parts
    return wantsOf(cache.repositories.values(), settings.read().setups)
  }

  private accountsOf(names: RepositoryName[]): Set<AccountId> {
    const found = names.map((name) => {
      const observation = this.parts.cache.repositories.get(name)
      const inEffect = observation && accountOf(observation)
      return inEffect ?? this.parts.settings.read().setups[name]?.account ?? null
    })
    return new Set(found.filter((account) => account !== null))
  }
}
