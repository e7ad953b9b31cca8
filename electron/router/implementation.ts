import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../shared/contract/contract'
import { ExpectedFailure } from '../../shared/domain/failure'
import type { Realm } from '../services/realm'
import type { SettingsService } from '../services/settings'

export interface RouterParts {
  realm(): Realm
  /** Changes to the sandbox or back to the real clouds. */
  enter(sandbox: boolean): Promise<Realm>
  onRealm(listener: (realm: Realm) => void): () => void
  settings: SettingsService
  /** The connections are not what they were: the fleet is read anew. */
  reconnected(): void
}

/** Every expected failure crosses the contract as its typed error; anything else stays a bug without details. */
export const os = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    throw asContractError(error)
  }
})

function asContractError(error: unknown): unknown {
  if (!(error instanceof ExpectedFailure)) return error
  return new ORPCError('EXPECTED', {
    status: 422,
    message: error.failure.sentence,
    data: error.failure,
    defined: true,
  })
}

/** A failure in the middle of a stream crosses the contract like any other. */
export async function* stream<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source
  } catch (error) {
    throw asContractError(error)
  }
}
