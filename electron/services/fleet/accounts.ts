import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { AccountId, ModelId, Region } from '../../../shared/domain/ids'
import { accountOf, wantedModels } from '../../../shared/domain/infer-setup'
import type { AccountObservation, RepositoryObservation } from '../../../shared/domain/observation'
import type { Setup } from '../../../shared/domain/setup'
import type { ObservationCache } from '../../storage/observation-cache'
import type { AwsLine, ConnectionService } from '../connections'

/** A model that some repository is or shall be set up for; `account` is null where nothing says which. */
export interface Want {
  account: AccountId | null
  region: Region
  model: ModelId
}

/** What repositories call as they stand, and are set up for. */
export function wantsOf(
  observations: Iterable<RepositoryObservation>,
  setups: Readonly<Record<string, Setup>>,
): Want[] {
  return [...observations].flatMap((observation) => {
    const account = accountOf(observation)
    const found = wantedModels(observation).map((want) => ({ ...want, account }))
    const stored = setups[observation.facts.repository]
    return stored ? [...found, stored] : found
  })
}

/** Reads the connected accounts, each once, for what the fleet's repositories want of them. */
export class AccountReader {
  private readonly failures = new Map<AccountId, Failure>()

  constructor(
    private readonly connections: ConnectionService,
    private readonly cache: ObservationCache,
  ) {}

  /** All connected accounts, or only the named ones. */
  async observe(only: ReadonlySet<AccountId> | null, wants: Want[]): Promise<void> {
    const lines = new Map(this.connections.lines().map((line) => [line.pin.account, line]))
    const wanted = [...lines.values()].filter(({ pin }) => only === null || only.has(pin.account))
    await Promise.all(wanted.map((line) => this.observeOne(line, wants)))
  }

  /** Reads the connected accounts that were never read. */
  async observeUnread(wants: Want[]): Promise<void> {
    const accounts = this.connections.lines().map(({ pin }) => pin.account)
    const unread = new Set(accounts.filter((account) => !this.cache.accounts.has(account)))
    if (unread.size > 0) await this.observe(unread, wants)
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
    return JSON.stringify([connected, read, [...this.failures]])
  }

  private async observeOne({ pin, client }: AwsLine, wants: Want[]): Promise<void> {
    try {
      this.cache.accounts.set(pin.account, await client.observeAccount(regionsOf(pin, wants)))
      this.failures.delete(pin.account)
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.failures.set(pin.account, error.failure)
    }
  }
}

function notConnected(account: AccountId): Failure {
  return failure('not-connected', `Account ${account} is not connected, so what it holds is unknown.`, {
    kind: 'connect-aws',
    profile: null,
  })
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
