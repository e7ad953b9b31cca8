import type { AccountId, RepositoryName } from '../../../shared/domain/ids'
import { accountOf, inferSetup, wantedModels } from '../../../shared/domain/infer-setup'
import type { RepositoryObservation } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'
import type { PlannableContext } from '../../../shared/domain/plan-setup'
import { accountBefore } from '../../../shared/domain/token-issuer'
import type { ObservationCache } from '../../storage/observation-cache'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import { type AccountReader, type Want, wantsOf } from './accounts'
import type { LastChanges } from './last-changes'

export interface PremisesParts {
  connections: ConnectionService
  cache: ObservationCache
  settings: SettingsStore
  changes: LastChanges
  now: () => number
}

/** What a repository's chain is judged by, as last read. */
export class Premises {
  constructor(
    private readonly parts: PremisesParts,
    private readonly accounts: AccountReader,
  ) {}

  of(observation: RepositoryObservation): ChainContext {
    const { cache, settings, changes, now } = this.parts
    const { repository } = observation.facts
    const stored = settings.read().setups[repository]
    const setup = stored ?? inferSetup(observation, [...cache.accounts.values()])
    const id = accountOf(observation) ?? setup?.account
    return {
      observation,
      ...this.accountOf(observation, id ?? null),
      setup,
      changedAt: changes.of(repository),
      now: now(),
    }
  }

  /** The same with what the account holds now, where a setup was chosen. */
  withAccount(context: PlannableContext): PlannableContext {
    return { ...context, ...this.accountOf(context.observation, context.setup.account) }
  }

  /** The account with the provider of whoever signs for the repository's owner. */
  private accountOf(
    { facts }: RepositoryObservation,
    id: AccountId | null,
  ): Pick<ChainContext, 'account' | 'accountFailure'> {
    if (id === null) return { account: null, accountFailure: null }
    const { observation, failure } = this.accounts.of(id)
    const issuer = this.parts.connections.issuers.of(facts.owner)
    return { account: observation && accountBefore(observation, issuer), accountFailure: failure }
  }

  /** What the fleet's repositories want of any account. */
  wants(): Want[] {
    const { cache, settings } = this.parts
    return wantsOf(cache.repositories.values(), settings.read().setups)
  }

  /** The accounts that these repositories are judged by. */
  accountsOf(names: RepositoryName[]): Set<AccountId> {
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
