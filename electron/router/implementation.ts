import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../shared/contract/contract'
import { ExpectedFailure } from '../../shared/domain/failure'
import type { HostFleet } from '../../shared/domain/host-fleet'
import { redactAll } from '../../shared/domain/redaction'
import type { Realm } from '../services/realm'
import type { SettingsService } from '../services/settings'

export interface RouterParts {
  realm(): Realm
  /** Changes to the sandbox or back to the real clouds, there to the GitHub of the active identity. */
  enter(sandbox: boolean): Promise<Realm>
  onRealm(listener: (realm: Realm) => void): () => void
  /** How the fleet of each connected GitHub stands. */
  hosts(): Promise<HostFleet[]>
  settings: SettingsService
  /** The connections are not what they were: the fleet is read anew. */
  reconnected(): void
}

/**
 * Every expected failure crosses the contract as its typed error; anything else stays a bug without details.
 * No answer of any door carries a secret, wherever it came from: a log, a workflow file, a server's words.
 */
export const os = implement(contract).use(async ({ next }, _input, output) => {
  try {
    const answer = await next()
    const told: unknown = answer.output
    return isStream(told) ? output(redactedStream(told)) : output(redactAll(told))
  } catch (error) {
    throw asContractError(error)
  }
})

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function* redactedStream(source: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  for await (const event of source) yield redactAll(event)
}

function asContractError(error: unknown): unknown {
  if (!(error instanceof ExpectedFailure)) return error
  return new ORPCError('EXPECTED', {
    status: 422,
    message: error.failure.sentence,
    data: redactAll(error.failure),
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
