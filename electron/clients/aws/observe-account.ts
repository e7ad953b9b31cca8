import { ExpectedFailure } from '../../../shared/domain/failure'
import type { ModelId, Region } from '../../../shared/domain/ids'
import type { AccountObservation } from '../../../shared/domain/observation'
import { known, type Reading, unread } from '../../../shared/domain/reading'
import { GITHUB_ISSUER_HOST } from '../../../shared/domain/trust-policy'
import { readAlias, readIdentity } from './account'
import { readProvider } from './providers'
import { readRegion } from './region-models'
import { githubRoles } from './roles'
import type { AwsSession } from './session'
import { readUseCaseForm } from './use-case-form'

/** What AWS holds for the profile's account. Only a failure to tell the account itself fails the whole. */
export async function observeAccount(
  session: AwsSession,
  wanted: { region: Region; models: ModelId[] }[],
  signal?: AbortSignal,
): Promise<AccountObservation> {
  const identity = await readIdentity(session, signal)
  const [alias, provider, roles, useCaseForm, regions] = await Promise.all([
    part(() => readAlias(session, signal)),
    part(() => readProvider(session, identity, GITHUB_ISSUER_HOST, signal)),
    part(() => githubRoles(session, signal)),
    part(() => readUseCaseForm(session, signal)),
    Promise.all(
      wanted.map(async ({ region, models }) => ({
        region,
        models: await part(() => readRegion(session, region, models, signal)),
      })),
    ),
  ])
  return {
    readAt: new Date().toISOString(),
    account: identity.account,
    partition: identity.partition,
    alias: alias.known ? alias.value : null,
    provider,
    roles,
    useCaseForm,
    regions,
  }
}

async function part<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await read())
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}
