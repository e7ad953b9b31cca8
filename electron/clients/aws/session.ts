import { BedrockClient } from '@aws-sdk/client-bedrock'
import { IAMClient } from '@aws-sdk/client-iam'
import { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity, STSClient } from '@aws-sdk/client-sts'
import { fromIni } from '@aws-sdk/credential-providers'
import { CredentialsProviderError, memoize } from '@smithy/core/config'
import { type Partition, partitionOf, Region } from '../../../shared/domain/ids'
import { type AwsService, endpointOf } from './endpoints'
import {
  type AwsEnvironment,
  type ProfileSettings,
  readSections,
  sharedFiles,
  standsInEnvironment,
} from './profiles'

/** SDK clients of one profile. IAM is global: its home region follows the partition. */
export interface AwsSession {
  profile: string
  region: Region
  iam: IAMClient
  sts: STSClient
  bedrock(region: Region): BedrockClient
}

/** Where global services and the account-wide form live, by partition. */
export const HOME_REGIONS: Record<Partition, Region> = {
  aws: Region.parse('us-east-1'),
  'aws-cn': Region.parse('cn-north-1'),
  'aws-us-gov': Region.parse('us-gov-west-1'),
}

/** Milliseconds within which a connection must stand, and an answer must begin. */
const PATIENCE = { connectionTimeout: 10_000, requestTimeout: 20_000, throwOnRequestTimeout: true }

type Credentials = Awaited<ReturnType<ReturnType<typeof fromIni>>>
type CredentialsProvider = () => Promise<Credentials>

/** Temporary credentials are renewed this long before they end. */
const RENEW_BEFORE = 5 * 60 * 1000

/** Reads the profile's settings and makes its clients. Credentials are asked for when a call needs them. */
export async function openSession(
  env: AwsEnvironment,
  profile: string,
  wanted: Region | null,
): Promise<AwsSession> {
  const sections = await readSections(env)
  const settings = sections[profile] ?? {}
  const region = wanted ?? regionOf(env, settings)
  const home = HOME_REGIONS[partitionOf(region)]
  const at = (service: AwsService) => endpointOf(service, env, settings, sections)
  const credentials = standsInEnvironment(profile, env, sections)
    ? environmentCredentials(env)
    : profileCredentials(env, profile, region, at('sts'))
  const config = (service: AwsService, of: Region) => {
    const endpoint = at(service)
    return {
      region: of,
      credentials,
      requestHandler: PATIENCE,
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint ? { endpoint } : {}),
    }
  }
  const bedrocks = new Map<Region, BedrockClient>()
  return {
    profile,
    region,
    iam: new IAMClient(config('iam', home)),
    sts: new STSClient(config('sts', region)),
    bedrock(of) {
      const client = bedrocks.get(of) ?? new BedrockClient(config('bedrock', of))
      bedrocks.set(of, client)
      return client
    },
  }
}

function regionOf(env: AwsEnvironment, settings: ProfileSettings): Region {
  const named = [settings.region, env.AWS_REGION, env.AWS_DEFAULT_REGION].flatMap((text) => {
    const parsed = Region.safeParse(text)
    return parsed.success ? [parsed.data] : []
  })
  return named[0] ?? HOME_REGIONS.aws
}

/** Read at each use from the environment given, which need not be the process's own. */
function environmentCredentials(env: AwsEnvironment): CredentialsProvider {
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
function profileCredentials(
  env: AwsEnvironment,
  profile: string,
  region: Region,
  stsEndpoint: string | null,
): CredentialsProvider {
  const nested = { region, ...(stsEndpoint ? { endpoint: stsEndpoint } : {}) }
  const provider = fromIni({
    profile,
    ...sharedFiles(env),
    ignoreCache: true,
    roleAssumer: getDefaultRoleAssumer(nested),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(nested),
  })
  const ending = ({ expiration }: Credentials) =>
    expiration !== undefined && expiration.getTime() - Date.now() < RENEW_BEFORE
  const temporary = ({ expiration }: Credentials) => expiration !== undefined
  return memoize(() => provider().catch(refuse), ending, temporary)
}

/* For a profile that names a section which is not there, the SDK runs into an error of its own. */
function refuse(error: unknown): never {
  if (error instanceof TypeError) throw new CredentialsProviderError(error.message)
  throw error
}
