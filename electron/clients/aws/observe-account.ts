import { ExpectedFailure } from '../../../shared/domain/failure'
import type { ModelId, Region, RoleName } from '../../../shared/domain/ids'
import type { AccountObservation, RoleObservation } from '../../../shared/domain/observation'
import { known, type Reading, unread } from '../../../shared/domain/reading'
import { GITHUB_ISSUER_HOST } from '../../../shared/domain/trust-policy'
import { readAlias, readIdentity, readQuotas } from './account'
import { readProvider } from './providers'
import { readRegion } from './region-models'
import { githubRoles, readSessionLength } from './roles'
import type { AwsSession } from './session'
import { readUseCaseForm } from './use-case-form'

/** What AWS holds for the profile's account. Only a failure to tell the account itself fails the whole. */
export async function observeAccount(
  session: AwsSession,
  wanted: { region: Region; models: ModelId[] }[],
  signal?: AbortSignal,
  longSessions: readonly RoleName[] = [],
  issuerHosts: readonly string[] = [GITHUB_ISSUER_HOST],
): Promise<AccountObservation> {
  const identity = await readIdentity(session, signal)
  const [issuerHost = GITHUB_ISSUER_HOST, ...ownIssuers] = issuerHosts
  const providerOf = (host: string) => part(() => readProvider(session, identity, host, signal))
  const [alias, provider, ownProviders, roles, useCaseForm, quotas, regions] = await Promise.all([
    part(() => readAlias(session, signal)),
    providerOf(issuerHost),
    Promise.all(ownIssuers.map(async (host) => ({ issuerHost: host, provider: await providerOf(host) }))),
    part(async () => withSessions(session, await githubRoles(session, signal), longSessions, signal)),
    part(() => readUseCaseForm(session, signal)),
    part(() => readQuotas(session, signal)),
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
    issuerHost,
    provider,
    ...(ownProviders.length > 0 && { ownProviders }),
    roles,
    useCaseForm,
    quotas,
    regions,
  }
}

/** Only the roles of jobs that ask for more than an hour are looked up one by one. */
function withSessions(
  session: AwsSession,
  roles: RoleObservation[],
  wanted: readonly RoleName[],
  signal?: AbortSignal,
): Promise<RoleObservation[]> {
  const lookUp = async (role: RoleObservation): Promise<RoleObservation> => {
    if (!wanted.includes(role.name)) return role
    const length = await part(() => readSessionLength(session, role.name, signal))
    return { ...role, maxSessionDuration: length.known ? length.value : null }
  }
  return Promise.all(roles.map(lookUp))
}

async function part<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await read())
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}
