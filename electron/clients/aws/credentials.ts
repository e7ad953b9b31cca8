import { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } from '@aws-sdk/client-sts'
import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { CredentialsProviderError, memoize } from '@smithy/core/config'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { Region } from '../../../shared/domain/ids'
import { kindOfProfile, type ProfileSettings, type Sections } from '../../../shared/domain/profile'
import { chainOf } from '../../../shared/domain/profile-chain'
import type { MfaDevice } from '../aws-port'
import { awsFailure } from './errors'
import { identityCenterCredentials } from './identity-center/credentials'
import { ssoTargetOf } from './identity-center/target'
import { LoginRenewal } from './login-renewal'
import { type AwsEnvironment, readSharedFiles, sharedFiles } from './profile-files'

export type Credentials = Awaited<ReturnType<ReturnType<typeof fromIni>>>
export type CredentialsProvider = () => Promise<Credentials>

/** What is needed to get the credentials of one profile. */
export interface CredentialsReach {
  env: AwsEnvironment
  profile: string
  region: Region
  sections: Sections
  /** Null for AWS's own address. */
  endpoints: { sts: string | null; sso: string | null; ssoOidc: string | null; signIn: string | null }
  askMfa(device: MfaDevice): Promise<string>
}

/** Temporary credentials are renewed this long before they end. */
const RENEW_BEFORE = 5 * 60 * 1000

/** Read at each use from the environment given, which need not be the process's own. */
export function environmentCredentials(env: AwsEnvironment): CredentialsProvider {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
    if (!accessKeyId || !secretAccessKey) {
      throw new CredentialsProviderError('AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set.')
    }
    return {
      accessKeyId,
      secretAccessKey,
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    }
  }
}

/** One provider for all clients of the profile, so that a sign-in process runs once and not once a client. */
export function profileCredentials(reach: CredentialsReach): CredentialsProvider {
  const ending = ({ expiration }: Credentials) =>
    expiration !== undefined && expiration.getTime() - Date.now() < RENEW_BEFORE
  const temporary = ({ expiration }: Credentials) => expiration !== undefined
  return memoize(() => resolve(reach).catch((error) => refuse(error, reach)), ending, temporary)
}

async function resolve(known: CredentialsReach): Promise<Credentials> {
  /* The files may have changed since the profile was opened, and the SDK must see what we see. */
  const reach = { ...known, sections: (await readSharedFiles(known.env)).sections }
  const { profile, sections } = reach
  const { sources, end } = chainOf(profile, sections)
  const target = end === null ? null : ssoTargetOf(end, sections)
  if (end !== null && target !== null) return signedIn(reach, [profile, ...sources], end)
  const isLogin = end !== null && kindOfProfile(sections[end] ?? {}) === 'login'
  return isLogin ? byLogin(reach, end) : byTheSdk(reach)
}

/** The SDK's own resolution reads an SSO sign-in only of the process's own files: those chains are walked here. */
function signedIn(reach: CredentialsReach, chain: string[], end: string): Promise<Credentials> {
  const { env, sections, endpoints } = reach
  const target = ssoTargetOf(end, sections)
  if (!target) throw new CredentialsProviderError(`Profile ${end} has no sign-in.`)
  const oidc = { env, profile: end, target, endpoint: endpoints.ssoOidc }
  const base: CredentialsProvider = identityCenterCredentials(oidc, endpoints.sso)
  const hops = chain.slice(0, chain.indexOf(end)).toReversed()
  return hops.reduce((source, hop) => assuming(reach, sections[hop] ?? {}, source), base)()
}

function assuming(
  reach: CredentialsReach,
  settings: ProfileSettings,
  masterCredentials: CredentialsProvider,
): CredentialsProvider {
  const { endpoints, region } = reach
  const { role_session_name: name, external_id: ExternalId, mfa_serial: SerialNumber } = settings
  return fromTemporaryCredentials({
    masterCredentials,
    params: {
      RoleArn: settings.role_arn ?? '',
      RoleSessionName: name ?? `rolecall-${Date.now()}`,
      DurationSeconds: Number.parseInt(settings.duration_seconds ?? '3600', 10),
      ...(ExternalId ? { ExternalId } : {}),
      ...(SerialNumber ? { SerialNumber } : {}),
    },
    mfaCodeProvider: asking(reach),
    clientConfig: { region, ...(endpoints.sts ? { endpoint: endpoints.sts } : {}) },
  })
}

/** The SDK renews a session of `aws login` by itself, and tells in words only why it could not. */
function byLogin(reach: CredentialsReach, source: string): Promise<Credentials> {
  const { region, endpoints } = reach
  const renewal = new LoginRenewal()
  const config = renewal.clientConfig(region, endpoints.signIn)
  return byTheSdk(reach, config).catch(async (error: unknown) => {
    throw error instanceof CredentialsProviderError ? await renewal.lack({ ...reach, source }, error) : error
  })
}

function byTheSdk(reach: CredentialsReach, clientConfig: object = {}): Promise<Credentials> {
  const { env, profile, region, endpoints } = reach
  const nested = { region, ...(endpoints.sts ? { endpoint: endpoints.sts } : {}) }
  return fromIni({
    profile,
    ...sharedFiles(env),
    ignoreCache: true,
    clientConfig,
    mfaCodeProvider: asking(reach),
    roleAssumer: getDefaultRoleAssumer(nested),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(nested),
  })()
}

function asking({ profile, askMfa }: CredentialsReach): (device: string) => Promise<string> {
  return (device) => askMfa({ profile, device })
}

/* What a provider says may repeat the output of a credential process: only its kind is told on. */
function refuse(error: unknown, { profile, sections }: CredentialsReach): never {
  if (error instanceof ExpectedFailure) throw error
  /* For a profile that names a section which is not there, the SDK runs into an error of its own. */
  const lacking = error instanceof CredentialsProviderError || error instanceof TypeError
  if (lacking) throw new ExpectedFailure(lack(profile, sections), { cause: error })
  const failed = awsFailure(error, { action: 'sts:AssumeRole', profile })
  const refused = failed instanceof ExpectedFailure && failed.failure.reason === 'forbidden'
  throw refused && hasDevice(profile, sections) ? wrongCode(profile, failed) : failed
}

function hasDevice(profile: string, sections: Sections): boolean {
  const { sources } = chainOf(profile, sections)
  return [profile, ...sources].some((name) => sections[name]?.mfa_serial !== undefined)
}

/* STS answers a wrong code and a role that does not trust the caller with the same error. */
function wrongCode(profile: string, refused: ExpectedFailure): ExpectedFailure {
  const sentence = `AWS did not let the profile ${profile} assume its role. The MFA code may be wrong or was used already; else the role does not trust the profile. Connect it again with a new code.`
  const recovery = { kind: 'connect-aws' as const, profile }
  return new ExpectedFailure(failure('credentials-expired', sentence, recovery, refused.failure.code), {
    cause: refused,
  })
}

function lack(profile: string, sections: Sections) {
  const { end, says } = chainOf(profile, sections)
  const source = end ?? profile
  const told = (sentence: string) =>
    failure(
      'credentials-expired',
      sentence,
      { kind: 'connect-aws' as const, profile },
      'CredentialsProviderError',
    )
  if (sections[profile] === undefined) {
    return told(`No AWS profile ${profile} stands in the config or the credentials file. Check its name.`)
  }
  if (says !== null) return told(`The AWS profile ${profile} cannot be used as it is written. ${says}`)
  const kind = kindOfProfile(sections[source] ?? {})
  if (kind === 'process') {
    return told(
      `The credential_process of the AWS profile ${source} gave no credentials. Run it in a terminal to see why.`,
    )
  }
  return told(
    `The credentials of the AWS profile ${profile} are missing, expired or not valid. Sign in again with that profile.`,
  )
}
