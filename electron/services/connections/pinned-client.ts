import type { PinnedProfile } from '../../../shared/contract/connections'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { AccountId } from '../../../shared/domain/ids'
import type { AccountObservation } from '../../../shared/domain/observation'
import type { AwsClient } from '../../clients/aws-port'

/**
 * What only reads. Whatever is not named here is guarded: a new method from the start, and the verdicts, which must not
 * be told of another account.
 */
const READS: ReadonlySet<PropertyKey> = new Set<keyof AwsClient>([
  'identity',
  'alias',
  'organization',
  'observeAccount',
  'regionModels',
  'offers',
  'agreement',
  'provider',
  'role',
  'useCaseForm',
  'signIns',
])

/** Is told how the calls of a pinned profile went. */
export interface PinWatch {
  worked(): void
  /** It cannot be used now; `movedTo` is the account that it leads to in place of the pinned one. */
  unusable(why: Failure, movedTo: AccountId | null): void
}

/** A client that refuses every change, and every observation, once its profile leads to another account. */
export function pinnedClient(client: AwsClient, pin: PinnedProfile, watch: PinWatch): AwsClient {
  const moved = (account: AccountId): ExpectedFailure => {
    const why = movedFailure(pin, account)
    watch.unusable(why, account)
    return new ExpectedFailure(why)
  }
  const call = async (name: PropertyKey, perform: () => Promise<unknown>): Promise<unknown> => {
    if (!READS.has(name)) {
      const { account } = await client.identity()
      if (account !== pin.account) throw moved(account)
    }
    const answer = await perform()
    if (name === 'observeAccount') {
      const { account } = answer as AccountObservation
      if (account !== pin.account) throw moved(account)
    }
    return answer
  }
  return new Proxy(client, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver)
      if (typeof method !== 'function') return method
      return async (...inputs: unknown[]) => {
        try {
          const answer = await call(name, () => Reflect.apply(method, target, inputs))
          if (name === 'observeAccount' || !READS.has(name)) watch.worked()
          return answer
        } catch (error) {
          const expired = error instanceof ExpectedFailure && error.failure.reason === 'credentials-expired'
          if (expired) watch.unusable(error.failure, null)
          throw error
        }
      }
    },
  })
}

/** A profile that leads elsewhere than it was pinned to. */
export function movedFailure({ profile, account }: PinnedProfile, now: AccountId): Failure {
  return failure(
    'outdated',
    `Profile ${profile} is pinned to account ${account} but now resolves to ${now}. Nothing was changed. Pin it anew if that is meant.`,
    { kind: 'connect-aws', profile },
  )
}
