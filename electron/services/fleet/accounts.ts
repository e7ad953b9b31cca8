import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { AccountId, ModelId, Region, RoleName } from '../../../shared/domain/ids'
import { accountOf, longSessionRoles, wantedModels } from '../../../shared/domain/infer-setup'
import type { AccountObservation, RepositoryObservation } from '../../../shared/domain/observation'
import { known } from '../../../shared/domain/reading'
import type { Setup } from '../../../shared/domain/setup'
import type { ObservationCache } from '../../storage/observation-cache'
import type { AwsLine, ConnectionService } from '../connections'
import { withCoverage } from '../connections/organization-form'

/** A model that some repository is or shall be set up for; `account` is null where nothing says which. */
export interface Want {
  account: AccountId | null
  region: Region
  model: ModelId
  /** Roles of which some job asks for more than an hour. */
  longSessions?: RoleName[]
}

/** A whole reading of an account: its turn among all, its time in milliseconds, and what it asked Bedrock for. */
interface FullReading {
  turn: number
  at: number
  asked: ReadonlySet<string>
}

/** What repositories call as they stand, and are set up for. */
export function wantsOf(
  observations: Iterable<RepositoryObservation>,
  setups: Readonly<Record<string, Setup>>,
): Want[] {
  return [...observations].flatMap((observation) => {
    const account = accountOf(observation)
    const longSessions = longSessionRoles(observation)
    const found = wantedModels(observation).map((want) => ({ ...want, account, longSessions }))
    const stored = setups[observation.facts.repository]
    return stored ? [...found, stored] : found
  })
}

/** Reads the connected accounts, each once, for what the fleet's repositories want of them. */
export class AccountReader {
  private readonly failures = new Map<AccountId, Failure>()
  private readonly readings = new Map<AccountId, FullReading>()
  private turn = 0

  constructor(
    private readonly connections: ConnectionService,
    private readonly cache: ObservationCache,
  ) {}

  /** All connected accounts, or only the named ones. */
  async observe(only: ReadonlySet<AccountId> | null, wants: Want[]): Promise<void> {
    const accounts = new Set(this.connections.lines().map(({ pin }) => pin.account))
    const wanted = [...accounts].filter((account) => only === null || only.has(account))
    await Promise.all(wanted.map((account) => this.observeOne(account, wants)))
  }

  /** Reads the connected accounts that were never read. */
  async observeUnread(wants: () => Want[]): Promise<void> {
    const accounts = this.connections.lines().map(({ pin }) => pin.account)
    const unread = new Set(accounts.filter((account) => !this.cache.accounts.has(account)))
    if (unread.size > 0) await this.observe(unread, wants())
  }

  /** Names this moment for `hasRead`. */
  moment(): number {
    return this.turn
  }

  /** Whether a reading that began after the moment has told all that a want asks for. */
  hasRead(want: Want, moment: number): boolean {
    const reading = this.readingOf(want)
    return reading !== null && reading.turn > moment
  }

  /** Whether a reading of that time or later has: milliseconds since the epoch. */
  hasReadSince(want: Want, since: number): boolean {
    const reading = this.readingOf(want)
    return reading !== null && reading.at >= since
  }

  /** Those of the accounts that were not read at that time or later. */
  unreadSince(accounts: ReadonlySet<AccountId>, since: number): Set<AccountId> {
    return new Set([...accounts].filter((account) => (this.readings.get(account)?.at ?? 0) < since))
  }

  /** Reads only these roles anew within what was read of their account. */
  async observeRoles(account: AccountId, names: readonly RoleName[]): Promise<void> {
    const { client } = this.connections.lineOf(account)
    const read = await Promise.all(names.map((name) => client.role(name)))
    const latest = this.cache.accounts.get(account)
    if (!latest?.roles.known) return
    const others = latest.roles.value.filter(({ name }) => !names.includes(name))
    const roles = known([...others, ...read.filter((role) => role !== null)])
    /* What is judged by the account is judged anew when this time changes. */
    this.cache.accounts.set(account, { ...latest, roles, readAt: new Date().toISOString() })
  }

  private readingOf({ account, region, model }: Want): FullReading | null {
    const reading = account === null ? undefined : this.readings.get(account)
    return reading?.asked.has(`${region} ${model}`) ? reading : null
  }

  /** The last observation of an account; where it is not to be relied on now, why. */
  of(account: AccountId): { observation: AccountObservation | null; failure: Failure | null } {
    const connected = this.connections.lines().some(({ pin }) => pin.account === account)
    if (!connected) return { observation: null, failure: notConnected(account) }
    const failed = this.failures.get(account) ?? null
    return { observation: failed ? null : (this.cache.accounts.get(account) ?? null), failure: failed }
  }

  /** Changes whenever what is known of any account does. */
  basis(): string {
    const connected = this.connections.lines().map(({ pin }) => pin.account)
    const read = [...this.cache.accounts.values()].map(({ account, readAt }) => [account, readAt])
    return JSON.stringify([connected, read, [...this.failures], this.connections.issuers.basis()])
  }

  private async observeOne(account: AccountId, wants: Want[]): Promise<void> {
    this.turn += 1
    const { turn } = this
    const mine = wants.filter((want) => want.account === null || want.account === account)
    try {
      const observation = await this.read(account, wants)
      this.cache.accounts.set(account, observation)
      this.failures.delete(account)
      this.readings.set(account, {
        turn,
        at: Date.parse(observation.readAt),
        asked: new Set(mine.map(({ region, model }) => `${region} ${model}`)),
      })
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.failures.set(account, error.failure)
      this.readings.delete(account)
    }
  }

  private async read(account: AccountId, wants: Want[]): Promise<AccountObservation> {
    const line = this.connections.lineOf(account)
    const others = this.connections.lines()
    try {
      return await withCoverage(await readBy(line, wants, this.connections.issuers.all()), line, others)
    } catch (error) {
      /* Another profile of the same account may still be signed in. */
      const other = this.connections.lineOf(account)
      if (other.pin.profile === line.pin.profile) throw error
      return withCoverage(await readBy(other, wants, this.connections.issuers.all()), other, others)
    }
  }
}

function readBy(
  { pin, client }: AwsLine,
  wants: Want[],
  issuerHosts: readonly string[],
): Promise<AccountObservation> {
  return client.observeAccount(regionsOf(pin, wants), undefined, sessionsOf(pin, wants), issuerHosts)
}

function notConnected(account: AccountId): Failure {
  return failure('not-connected', `Account ${account} is not connected, so what it holds is unknown.`, {
    kind: 'connect-aws',
    profile: null,
  })
}

function sessionsOf(pin: AwsLine['pin'], wants: Want[]): RoleName[] {
  const mine = wants.filter(({ account }) => account === null || account === pin.account)
  return [...new Set(mine.flatMap(({ longSessions }) => longSessions ?? []))]
}

/* Bedrock is asked region by region: only for what some repository of this account names, and the connection's own. */
function regionsOf(pin: AwsLine['pin'], wants: Want[]): { region: Region; models: ModelId[] }[] {
  const byRegion = new Map<Region, Set<ModelId>>([[pin.region, new Set()]])
  for (const { account, region, model } of wants) {
    if (account !== null && account !== pin.account) continue
    byRegion.set(region, (byRegion.get(region) ?? new Set()).add(model))
  }
  return [...byRegion].map(([region, models]) => ({ region, models: [...models] }))
}
