import type { FleetEvent, FleetRow, FleetView, RepositoryView } from '../../../shared/contract/fleet'
import type { Failure } from '../../../shared/domain/failure'
import type { FleetChoice } from '../../../shared/domain/fleet-choice'
import type { AccountId, RepositoryName } from '../../../shared/domain/ids'
import { jobValues } from '../../../shared/domain/job-values'
import type { AccountObservation, RepositoryObservation } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'
import type { PlannableContext } from '../../../shared/domain/plan-setup'
import type { Reading } from '../../../shared/domain/reading'
import type { RepositoryPolicy } from '../../../shared/domain/repository-policy'
import type { Setup } from '../../../shared/domain/setup'
import { effectiveVariables } from '../../../shared/domain/variables'
import type { ObservationCache } from '../../storage/observation-cache'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import { AccountReader } from './accounts'
import { Board } from './board'
import { Choosing } from './choosing'
import { Contexts, type Look, type RecentAccount } from './contexts'
import { FleetReader } from './fleet-reader'
import { keptRow } from './kept-rows'
import type { LastChanges } from './last-changes'
import { Premises } from './premises'
import { describeRow, unreadRow } from './row'

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
  /** Which repositories are watched. */
  readonly choosing: Choosing
  private readonly accounts: AccountReader
  private readonly board: Board
  private readonly premises: Premises
  private readonly reader: FleetReader
  private readonly contexts: Contexts

  constructor(private readonly parts: FleetParts) {
    this.choosing = new Choosing(parts)
    this.accounts = new AccountReader(parts.connections, parts.cache)
    this.board = new Board(
      (name) => this.rowOf(name),
      () => this.whole(),
    )
    this.premises = new Premises(parts, this.accounts)
    this.reader = new FleetReader({
      ...parts,
      accounts: this.accounts,
      premises: this.premises,
      board: this.board,
      watched: () => this.watched(),
      redraw: () => this.redraw(),
    })
    this.contexts = new Contexts({
      cache: parts.cache,
      accounts: this.accounts,
      premises: this.premises,
      reader: this.reader,
    })
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
    await this.reader.observe(repositories, accountSince)
    return this.view()
  }

  /** Reads one repository, and its accounts where they were not read at `accountSince` or later; a failure stays on its row. */
  observeOne(repository: RepositoryName, accountSince: number): Promise<void> {
    return this.reader.observe([repository], accountSince)
  }

  /** Reads only what the accounts hold, and judges anew what depends on it. */
  observeAccounts(accounts: ReadonlySet<AccountId>): Promise<void> {
    return this.reader.observeAccounts(accounts)
  }

  /** Reads what a page or a plan needs beyond the fleet's rows: the owners' rules, and environments' secret names. */
  readPolicy(repository: RepositoryName): Promise<void> {
    return this.reader.readPolicy(repository)
  }

  /** The chain's premises as last observed; reads first when there are none or `fresh` is asked. */
  context(repository: RepositoryName, fresh: boolean, look: Look = {}): Promise<ChainContext> {
    return this.contexts.of(repository, fresh, look)
  }

  /** The premises of a plan, freshly read (see `Contexts.toward`). */
  contextToward(
    repository: RepositoryName,
    choose: (context: ChainContext) => Setup,
    recent: RecentAccount | null = null,
    rules = true,
  ): Promise<PlannableContext> {
    return this.contexts.toward(repository, choose, recent, rules)
  }

  /** The premises of many plans, read together, and each account once. */
  contextsToward(
    repositories: RepositoryName[],
    choose: (context: ChainContext) => Setup,
  ): Promise<[RepositoryName, Reading<PlannableContext>][]> {
    return this.contexts.allToward(repositories, choose)
  }

  /** What the owners allow, read now; null for an archived or empty repository. */
  async policy(repository: RepositoryName): Promise<RepositoryPolicy | null> {
    await this.context(repository, false)
    await this.readPolicy(repository)
    return this.parts.cache.repositories.get(repository)?.policy ?? null
  }

  /** Reads the connected accounts that were never read. */
  readAccountsOnce(): Promise<void> {
    return this.accounts.observeUnread(() => this.premises.wants())
  }

  async repository(repository: RepositoryName, fresh: boolean): Promise<RepositoryView> {
    const premises = await this.context(repository, fresh)
    const described = describeRow(premises, this.reader.circumstanceOf(repository))
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

  private rowOf(repository: RepositoryName): FleetRow {
    const { cache, settings, changes, now, webUrl } = this.parts
    const observation = cache.repositories.get(repository)
    const circumstance = this.reader.circumstanceOf(repository)
    if (!observation) return unreadRow(repository, webUrl, circumstance)
    const setup = settings.read().setups[repository] ?? null
    const { readAt } = observation
    const changedAt = changes.of(repository)
    const basis = { readAt, setup, changedAt, accounts: this.accounts.basis(), now: now() }
    const judge = () => describeRow(this.premises.of(observation), circumstance).row
    return { ...keptRow(cache.rows, repository, basis, judge), ...circumstance }
  }

  private whole(): Omit<FleetView, 'rows'> {
    const { connections } = this.parts
    const budgets = connections.hasGithub() ? connections.github().budgets() : []
    return { ...this.reader.state(), budgets }
  }
}
