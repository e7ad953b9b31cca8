import {
  CreateTokenCommand,
  type CreateTokenCommandOutput,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import { ExpectedFailure, failure } from '../../../../shared/domain/failure'
import type { DeviceSignIn } from '../../aws-port'
import { calling } from '../errors'
import type { AwsEnvironment } from '../profile-files'
import type { SsoTarget } from './target'
import { cliTime, type SsoToken, tokenFile, writeToken } from './token-cache'

/** What a call of IAM Identity Center's OIDC needs to know. */
export interface OidcReach {
  env: AwsEnvironment
  profile: string
  target: SsoTarget
  /** Null for AWS's own address. */
  endpoint: string | null
}

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** Seconds between two questions where the service names none (RFC 8628, 3.2). */
const DEFAULT_INTERVAL = 5
const PATIENCE = { connectionTimeout: 10_000, requestTimeout: 20_000, throwOnRequestTimeout: true }

interface Registration {
  clientId: string
  clientSecret: string
  registrationExpiresAt: string
}

function clientFor({ target, endpoint }: OidcReach): SSOOIDCClient {
  return new SSOOIDCClient({
    region: target.region,
    requestHandler: PATIENCE,
    ignoreConfiguredEndpointUrls: true,
    ...(endpoint ? { endpoint } : {}),
  })
}

/** Registers, asks for a code, and hands out the question whether the user has entered it (field-notes §5). */
export async function beginSignIn(reach: OidcReach): Promise<DeviceSignIn> {
  const { profile, target } = reach
  const client = clientFor(reach)
  const registration = await calling({ action: 'sso-oidc:RegisterClient', profile }, () =>
    register(client, target),
  )
  const started = await calling({ action: 'sso-oidc:StartDeviceAuthorization', profile }, async () => {
    const { clientId, clientSecret } = registration
    const input = { clientId, clientSecret, startUrl: target.startUrl }
    return client.send(new StartDeviceAuthorizationCommand(input))
  })
  const { deviceCode = '', userCode = '', verificationUri = '', expiresIn = 0 } = started
  return {
    code: {
      userCode,
      verificationUrl: started.verificationUriComplete ?? verificationUri,
      expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString(),
      interval: started.interval ?? DEFAULT_INTERVAL,
    },
    ask: async () => {
      const answer = await askForToken(client, reach, registration, deviceCode)
      if (answer === 'pending' || answer === 'slow-down') return answer
      await writeToken(tokenFile(reach.env, target.name), tokenOf(target, registration, answer))
      return 'signed-in'
    },
  }
}

/* A legacy profile gets no refresh token: neither the CLI nor an SDK would use it. */
async function register(client: SSOOIDCClient, { legacy, scopes }: SsoTarget): Promise<Registration> {
  const grants = { scopes, grantTypes: [DEVICE_GRANT, 'refresh_token'] }
  const answer = await client.send(
    new RegisterClientCommand({ clientName: 'rolecall', clientType: 'public', ...(legacy ? {} : grants) }),
  )
  const { clientId = '', clientSecret = '', clientSecretExpiresAt = 0 } = answer
  return { clientId, clientSecret, registrationExpiresAt: cliTime(clientSecretExpiresAt * 1000) }
}

async function askForToken(
  client: SSOOIDCClient,
  { profile }: OidcReach,
  { clientId, clientSecret }: Registration,
  deviceCode: string,
): Promise<CreateTokenCommandOutput | 'pending' | 'slow-down'> {
  try {
    const input = { clientId, clientSecret, deviceCode, grantType: DEVICE_GRANT }
    return await client.send(new CreateTokenCommand(input))
  } catch (error) {
    const code = error instanceof Error ? error.name : ''
    if (code === 'AuthorizationPendingException') return 'pending'
    if (code === 'SlowDownException') return 'slow-down'
    return calling({ action: 'sso-oidc:CreateToken', profile }, () =>
      Promise.reject(endOf(error, code, profile)),
    )
  }
}

function endOf(error: unknown, code: string, profile: string): unknown {
  const again = { kind: 'connect-aws' as const, profile }
  const ended = (sentence: string) =>
    new ExpectedFailure(failure('credentials-expired', sentence, again, code), { cause: error })
  if (code === 'ExpiredTokenException') return ended('The code was not entered in time. Sign in again.')
  if (code === 'AccessDeniedException')
    return ended('The sign-in was refused in the browser. Nothing was kept.')
  return error
}

function tokenOf(target: SsoTarget, registration: Registration, answer: CreateTokenCommandOutput): SsoToken {
  const { accessToken = '', expiresIn = 0, refreshToken } = answer
  return {
    startUrl: target.startUrl,
    region: target.region,
    accessToken,
    expiresAt: cliTime(Date.now() + expiresIn * 1000),
    ...registration,
    ...(refreshToken && !target.legacy ? { refreshToken } : {}),
  }
}

/** A kept sign-in renewed and kept again; null where it cannot be renewed, or the service will not. */
export async function renewToken(reach: OidcReach, kept: SsoToken): Promise<SsoToken | null> {
  const { clientId, clientSecret, refreshToken, registrationExpiresAt } = kept
  const registered = registrationExpiresAt === undefined || Date.parse(registrationExpiresAt) > Date.now()
  if (!clientId || !clientSecret || !refreshToken || !registered) return null
  try {
    const input = { clientId, clientSecret, refreshToken, grantType: 'refresh_token' }
    const {
      accessToken,
      expiresIn = 0,
      ...answer
    } = await clientFor(reach).send(new CreateTokenCommand(input))
    if (!accessToken) return null
    const expiresAt = cliTime(Date.now() + expiresIn * 1000)
    const renewed = { ...kept, accessToken, expiresAt, refreshToken: answer.refreshToken ?? refreshToken }
    await writeToken(tokenFile(reach.env, reach.target.name), renewed)
    return renewed
  } catch (error) {
    /* Who refuses to renew wants a new sign-in; what else goes wrong may pass. */
    const refused = error instanceof Error && 'error' in error
    if (refused) return null
    return calling({ action: 'sso-oidc:CreateToken', profile: reach.profile }, () => Promise.reject(error))
  }
}
