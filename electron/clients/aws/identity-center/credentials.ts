import { GetRoleCredentialsCommand, paginateListAccountRoles, SSOClient } from '@aws-sdk/client-sso'
import { ExpectedFailure, failure } from '../../../../shared/domain/failure'
import { calling } from '../errors'
import { type OidcReach, renewToken } from './oidc'
import { readToken, type SsoToken, tokenFile } from './token-cache'

/** Milliseconds before its end at which a sign-in is renewed, as in the SDK. */
const RENEW_BEFORE = 5 * 60 * 1000
const PATIENCE = { connectionTimeout: 10_000, requestTimeout: 20_000, throwOnRequestTimeout: true }

const renewing = new Map<string, Promise<SsoToken | null>>()

/**
 * Credentials of a profile of IAM Identity Center, by the sign-in that the AWS CLI shares with us. The SDK's own
 * provider reads only the process's own files and home, and does not replace the cache file as a whole.
 */
export function identityCenterCredentials(reach: OidcReach, portal: string | null) {
  const { profile, target } = reach
  return async () => {
    const { accessToken } = await validToken(reach)
    const client = new SSOClient({
      region: target.region,
      requestHandler: PATIENCE,
      ignoreConfiguredEndpointUrls: true,
      ...(portal ? { endpoint: portal } : {}),
    })
    const input = { accessToken, accountId: target.account ?? '', roleName: target.role ?? '' }
    const call = { action: 'sso:GetRoleCredentials', profile }
    const { roleCredentials } = await calling(call, () =>
      client.send(new GetRoleCredentialsCommand(input)),
    ).catch(async (error: unknown) => {
      throw await notAssigned(error, client, accessToken, reach)
    })
    const { accessKeyId = '', secretAccessKey = '', sessionToken, expiration = 0 } = roleCredentials ?? {}
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken ? { sessionToken } : {}),
      expiration: new Date(expiration),
    }
  }
}

async function validToken(reach: OidcReach): Promise<SsoToken> {
  const path = tokenFile(reach.env, reach.target.name)
  const kept = await readToken(path)
  if (!kept) throw signedOut(reach, 'Nobody is signed in to')
  const left = Date.parse(kept.expiresAt) - Date.now()
  if (left > RENEW_BEFORE) return kept
  const renewed = await renewOnce(path, reach, kept)
  if (renewed) return renewed
  if (left > 0) return kept
  throw signedOut(reach, 'The sign-in has ended at')
}

/** Profiles of one session ask at the same time; a refresh token is good for once. */
function renewOnce(path: string, reach: OidcReach, kept: SsoToken): Promise<SsoToken | null> {
  const going =
    renewing.get(path) ??
    renewToken(reach, kept).finally(() => {
      renewing.delete(path)
    })
  renewing.set(path, going)
  return going
}

function signedOut({ profile, target }: OidcReach, what: string): ExpectedFailure {
  return new ExpectedFailure(
    failure(
      'credentials-expired',
      `${what} IAM Identity Center ${target.name}, which the AWS profile ${profile} needs. Sign in to it.`,
      { kind: 'connect-aws', profile },
    ),
  )
}

/** A role that is not assigned is told with those that are. */
async function notAssigned(
  error: unknown,
  client: SSOClient,
  accessToken: string,
  { profile, target }: OidcReach,
): Promise<unknown> {
  if (!(error instanceof ExpectedFailure)) return error
  const { reason, code } = error.failure
  if (reason === 'credentials-expired')
    return signedOut({ profile, target } as OidcReach, 'The sign-in has ended at')
  if (reason !== 'forbidden' && reason !== 'not-found') return error
  const roles = await rolesOf(client, accessToken, target.account ?? '')
  const others = roles.length > 0 ? ` There it has ${roles.join(', ')}.` : ''
  const sentence = `IAM Identity Center has not assigned the role ${target.role} in account ${target.account} to this user.${others} Correct sso_role_name in profile ${profile}, or ask for the assignment.`
  return new ExpectedFailure(failure('forbidden', sentence, { kind: 'connect-aws', profile }, code), {
    cause: error,
  })
}

async function rolesOf(client: SSOClient, accessToken: string, accountId: string): Promise<string[]> {
  const roles: string[] = []
  try {
    for await (const page of paginateListAccountRoles({ client }, { accessToken, accountId })) {
      roles.push(...(page.roleList ?? []).flatMap(({ roleName }) => roleName ?? []))
    }
  } catch {
    // The sentence is right without them.
  }
  return roles
}
