import type { FleetEvent, FleetRow, FleetView, RepositoryView } from '../../../shared/contract/fleet'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { FleetChoice } from '../../../shared/domain/fleet-choice'
import type { AccountId, RepositoryName, RoleName } from '../../../shared/domain/ids'
import { accountOf, inferSetup, wantedModels } from '../../../shared/domain/infer-setup'
import { jobValues } from '../../../shared/domain/job-values'
import type { AccountObservation, RepositoryObservation } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'
import type { PlannableContext } from '../../../shared/domain/plan-setup'
import { known, type Reading, readingOf, unread, valueOr } from '../../../shared/domain/reading'
import type { RepositoryPolicy } from '../../../shared/domain/repository-policy'
import type { Setup } from '../../../shared/domain/setup'
import { effectiveVariables } from '../../../shared/domain/variables'
import type { ObservationCache } from '../../storage/observation-cache'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import { AccountReader, type Want, wantsOf } from './accounts'
import { Board } from './board'
import { Choosing } from './choosing'
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

/** An account reading that will do, but for these roles of it. */
export interface RecentAccount {
  /** Milliseconds since the epoch. */
  since: number
  roles: readonly RoleName[]
}

/** Observes the fleet and tells each repository's chain. */
export class FleetService {
  /** Which repositories are watched. */
  readonly choosing: Choosing
  private readonly accounts: AccountReader
  private readonly board: Board
  private readonly observing = new Set<RepositoryName>()
  private readonly failures = new Map<RepositoryName, Failure>()
  private progress: FleetView['progress'] = null
  private failure: Failure | null = null

  constructor(private readonly parts: FleetParts) {
    this.choosing = new Choosing(parts)
    this.accounts = new AccountReader(parts.connections, parts.cache)
    this.board = new Board(
      (name) => this.rowOf(name),
      () => this.whole(),
    )
  }

  watched(): RepositoryName[] {
    return this.choosing.watched()
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

  /**
   * Reads GitHub, then each account once, unless that was read at `accountSince` (milliseconds since the epoch) or
   * later; failures stay on the rows and the view.
   */
  async observe(repositories: RepositoryName[] | null, accountSince = Infinity): Promise<FleetView> {
    const listed = repositories === null ? await readingOf(() => this.redraw()) : known(null)
    if (!listed.known) return this.unlisted(listed.failure)
    const names = repositories ?? this.watched()
    for (const name of names) this.observing.add(name)
    if (names.length > 1) this.progress = { done: 0, total: names.length }
    this.failure = listed.value
    this.board.touch(names)
    try {
      this.board.touch(await this.parts.changes.refresh())
      await this.readGithub(names)
      const accounts =
        repositories === null ? null : this.accounts.unreadSince(this.accountsOf(names), accountSince)
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

  private unlisted(failure: Failure): FleetView {
    this.failure = failure
    this.board.flush()
    return this.view()
  }

  /** The chain's premises as last observed; reads first when there are none or `fresh` is asked. */
  async context(repository: RepositoryName, fresh: boolean, accountSince = Infinity): Promise<ChainContext> {
    const { cache } = this.parts
    if (fresh || !cache.repositories.has(repository)) {
      await this.observe([repository], accountSince)
      const failed = this.failures.get(repository) ?? this.failure
      if (failed) throw new ExpectedFailure(failed)
      if (fresh) await this.readPolicy(repository)
    }
    const observation = cache.repositories.get(repository)
    if (observation) return this.contextOf(observation)
    throw new ExpectedFailure(
      failure('not-found', `GitHub has no repository ${repository}, or the token may not see it.`, {
        kind: 'connect-github',
      }),
    )
  }

  /**
   * Reads what the owners of a repository allow, and the secret names of its environments: for a page that is opened or a plan, never for the fleet, whose
   * readings would cost some requests more for each repository. What was read stays until it is read again.
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
    this.board.touch([repository])
  }

  /** What the owners allow, read now; null for an archived or empty repository. */
  async policy(repository: RepositoryName): Promise<RepositoryPolicy | null> {
    await this.context(repository, false)
    await this.readPolicy(repository)
    return this.parts.cache.repositories.get(repository)?.policy ?? null
  }

  /** Reads only what the accounts hold, and judges anew what depends on it. */
  async observeAccounts(accounts: ReadonlySet<AccountId>): Promise<void> {
    await this.accounts.observe(accounts, this.wants())
    this.parts.cache.save()
    this.board.touch(this.watchedIn(accounts))
    this.board.flush()
  }

  /** Reads the connected accounts that were never read. */
  readAccountsOnce(): Promise<void> {
    return this.accounts.observeUnread(this.wants())
  }

  /**
   * Reads the repository freshly, lets a setup be chosen, and reads the account that the setup names. Where that was
   * read as a whole at `recent.since` (milliseconds since the epoch) or later, only its roles of these names and the
   * setup's own are read anew.
   */
  async contextToward(
    repository: RepositoryName,
    choose: (context: ChainContext) => Setup,
    recent: RecentAccount | null = null,
  ): Promise<PlannableContext> {
    await this.readAccountsOnce()
    const moment = this.accounts.moment()
    const context = await this.context(repository, true, recent?.since)
    const setup = choose(context)
    const isRecent = recent !== null && this.accounts.hasReadSince(setup, recent.since)
    if (isRecent) await this.accounts.observeRoles(setup.account, [...new Set([setup.role, ...recent.roles])])
    else await this.readToward([setup], moment)
    return this.withAccount({ ...context, setup })
  }

  /** The same for many repositories, which are read together, and each account once. */
  async contextsToward(
    repositories: RepositoryName[],
    choose: (context: ChainContext) => Setup,
  ): Promise<[RepositoryName, Reading<PlannableContext>][]> {
    const moment = this.accounts.moment()
    await this.observe(repositories)
    await this.readAccountsOnce()
    const chosen = await Promise.all(
      repositories.map((name) => readingOf(() => this.chosenAsRead(name, choose))),
    )
    const setups = chosen.flatMap((each) => (each.known ? [each.value.setup] : []))
    await this.readToward(setups, moment)
    return repositories.map((name, index) => {
      const each = chosen[index]
      return [name, each?.known ? known(this.withAccount(each.value)) : unread(each?.failure ?? UNREAD)]
    })
  }

  /* Reading the repositories read what they name by themselves; a chosen setup may name something else. */
  private async readToward(setups: readonly Setup[], moment: number): Promise<void> {
    const missing = setups.filter((setup) => !this.accounts.hasRead(setup, moment))
    if (missing.length === 0) return
    await this.accounts.observe(new Set(missing.map(({ account }) => account)), [...this.wants(), ...setups])
  }

  private async chosenAsRead(
    repository: RepositoryName,
    choose: (context: ChainContext) => Setup,
  ): Promise<PlannableContext> {
    const failed = this.failures.get(repository) ?? this.failure
    if (failed) throw new ExpectedFailure(failed)
    const context = await this.context(repository, false)
    return { ...context, setup: choose(context) }
  }

  private withAccount(context: PlannableContext): PlannableContext {
    const { observation: account, failure: accountFailure } = this.accounts.of(context.setup.account)
    return { ...context, account, accountFailure }
  }

  async repository(repository: RepositoryName, fresh: boolean): Promise<RepositoryView> {
    const premises = await this.context(repository, fresh)
    const described = describeRow(premises, this.circumstanceOf(repository))
    return {
      ...described,
      setup: premises.setup,
      setupIsStored: repository in this.parts.settings.read().setups,
      observation: premises.observation,
      account: premises.account,
      variables: effectiveVariables(premises.observation),
      values: jobValues(premises, described.chain),
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

  choose(add: RepositoryName[], remove: RepositoryName[]): FleetView {
    const before = this.watched()
    this.choosing.adjust(add, remove)
    this.tellChange(before)
    return this.view()
  }

  /** Watches what the rule brings in, from here on. */
  async setChoice(choice: FleetChoice): Promise<FleetView> {
    const before = this.watched()
    await this.choosing.set(choice)
    this.tellChange(before)
    return this.view()
  }

  /** Draws the choice anew; why that could not be done, or null. */
  private async redraw(): Promise<Failure | null> {
    const before = this.watched()
    const failure = await this.choosing.renew()
    this.tellChange(before)
    return failure
  }

  private tellChange(before: RepositoryName[]): void {
    const [was, is] = [new Set(before), new Set(this.watched())]
    const removed = before.filter((name) => !is.has(name))
    const added = [...is].filter((name) => !was.has(name))
    if (added.length + removed.length === 0) return
    this.board.touch(added)
    this.board.flush(removed)
  }

  private async readGithub(names: RepositoryName[]): Promise<void> {
    const { cache, connections } = this.parts
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
    const lost = names.filter((name, index) => found[index] === null && this.callsModels(name))
    /* A role that only a secret names is found by whom it trusts, and that may be in any account. */
    const others = lost.length > 0 ? this.parts.connections.lines().map(({ pin }) => pin.account) : []
    return new Set([...found.filter((account) => account !== null), ...others])
  }

  private callsModels(repository: RepositoryName): boolean {
    const observation = this.parts.cache.repositories.get(repository)
    return observation !== undefined && wantedModels(observation).length > 0
  }
}

const UNREAD = failure('upstream', 'The repository was not read. Read it again.')
