import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName, RoleName } from '../../../shared/domain/ids'
import type { ChainContext } from '../../../shared/domain/picture'
import type { PlannableContext } from '../../../shared/domain/plan-setup'
import { known, type Reading, readingOf, unread } from '../../../shared/domain/reading'
import type { Setup } from '../../../shared/domain/setup'
import type { ObservationCache } from '../../storage/observation-cache'
import type { AccountReader } from './accounts'
import type { FleetReader } from './fleet-reader'
import type { Premises } from './premises'

/** Milliseconds that the reading of an account lasts for what changed nothing of it but single roles. */
export const ACCOUNT_LASTS = 60_000

/** An account reading that will do, but for these roles of it. */
export interface RecentAccount {
  /** Milliseconds since the epoch. */
  since: number
  roles: readonly RoleName[]
}

/** How closely a repository is looked at. */
export interface Look {
  /** An account reading of this time or later will do: milliseconds since the epoch. */
  accountSince?: number | undefined
  /** Whether what the owners allow is read, too; it costs five requests and more. */
  rules?: boolean
}

export interface ContextsParts {
  cache: ObservationCache
  accounts: AccountReader
  premises: Premises
  reader: FleetReader
}

/** The premises of a chain or a plan, read first where that is asked. */
export class Contexts {
  constructor(private readonly parts: ContextsParts) {}

  /** The chain's premises as last observed; reads first when there are none or `fresh` is asked. */
  async of(
    repository: RepositoryName,
    fresh: boolean,
    { accountSince = Infinity, rules = true }: Look = {},
  ): Promise<ChainContext> {
    const { cache } = this.parts
    if (fresh || !cache.repositories.has(repository)) {
      await this.parts.reader.observe([repository], accountSince)
      const failed = this.parts.reader.failureOf(repository)
      if (failed) throw new ExpectedFailure(failed)
      if (fresh && rules) await this.parts.reader.readPolicy(repository)
    }
    const observation = cache.repositories.get(repository)
    if (observation) return this.parts.premises.of(observation)
    throw new ExpectedFailure(
      failure('not-found', `GitHub has no repository ${repository}, or the token may not see it.`, {
        kind: 'connect-github',
      }),
    )
  }

  /**
   * Reads the repository freshly, lets a setup be chosen, and reads the account that the setup names. Where that was
   * read as a whole at `recent.since` (milliseconds since the epoch) or later, only its roles of these names and the
   * setup's own are read anew.
   */
  async toward(
    repository: RepositoryName,
    choose: (context: ChainContext) => Setup,
    recent: RecentAccount | null = null,
    rules = true,
  ): Promise<PlannableContext> {
    await this.parts.accounts.observeUnread(() => this.parts.premises.wants())
    const moment = this.parts.accounts.moment()
    const context = await this.of(repository, true, { accountSince: recent?.since, rules })
    const setup = choose(context)
    const isRecent = recent !== null && this.parts.accounts.hasReadSince(setup, recent.since)
    if (isRecent)
      await this.parts.reader.observeRoles(repository, setup.account, [
        ...new Set([setup.role, ...recent.roles]),
      ])
    else await this.readToward([setup], moment)
    return this.parts.premises.withAccount({ ...context, setup })
  }

  /** The same for many repositories, which are read together, and each account once. */
  async allToward(
    repositories: RepositoryName[],
    choose: (context: ChainContext) => Setup,
  ): Promise<[RepositoryName, Reading<PlannableContext>][]> {
    const moment = this.parts.accounts.moment()
    await this.parts.reader.observe(repositories)
    await this.parts.accounts.observeUnread(() => this.parts.premises.wants())
    const chosen = await Promise.all(
      repositories.map((name) => readingOf(() => this.chosenAsRead(name, choose))),
    )
    const setups = chosen.flatMap((each) => (each.known ? [each.value.setup] : []))
    await this.readToward(setups, moment)
    return repositories.map((name, index) => {
      const each = chosen[index]
      return [
        name,
        each?.known ? known(this.parts.premises.withAccount(each.value)) : unread(each?.failure ?? UNREAD),
      ]
    })
  }

  /* Reading the repositories read what they name by themselves; a chosen setup may name something else. */
  private async readToward(setups: readonly Setup[], moment: number): Promise<void> {
    const missing = setups.filter((setup) => !this.parts.accounts.hasRead(setup, moment))
    if (missing.length === 0) return
    await this.parts.accounts.observe(new Set(missing.map(({ account }) => account)), [
      ...this.parts.premises.wants(),
      ...setups,
    ])
  }

  private async chosenAsRead(
    repository: RepositoryName,
    choose: (context: ChainContext) => Setup,
  ): Promise<PlannableContext> {
    const failed = this.parts.reader.failureOf(repository)
    if (failed) throw new ExpectedFailure(failed)
    const context = await this.of(repository, false)
    return { ...context, setup: choose(context) }
  }
}

const UNREAD = failure('upstream', 'The repository was not read. Read it again.')
