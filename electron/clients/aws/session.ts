import { BedrockClient } from '@aws-sdk/client-bedrock'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { STSClient } from '@aws-sdk/client-sts'
import { type Partition, partitionOf, Region } from '../../../shared/domain/ids'
import type { ProfileSettings } from '../../../shared/domain/profile'
import { answerWithin } from '../../answer-within'
import type { MfaDevice } from '../aws-port'
import { environmentCredentials, profileCredentials } from './credentials'
import { type AwsService, endpointOf } from './endpoints'
import { type AwsEnvironment, readSharedFiles } from './profile-files'
import { standsInEnvironment } from './profiles'

/** SDK clients of one profile. IAM is global: its home region follows the partition. */
export interface AwsSession {
  profile: string
  region: Region
  iam: IAMClient
  sts: STSClient
  organizations: OrganizationsClient
  bedrock(region: Region): BedrockClient
  cloudtrail(region: Region): CloudTrailClient
}

/** Where global services and the account-wide form live, by partition. */
export const HOME_REGIONS: Record<Partition, Region> = {
  aws: Region.parse('us-east-1'),
  'aws-cn': Region.parse('cn-north-1'),
  'aws-us-gov': Region.parse('us-gov-west-1'),
  'aws-eusc': Region.parse('eusc-de-east-1'),
}

/** Milliseconds within which a connection must stand, and an answer must begin. */
function patienceOf(env: AwsEnvironment) {
  return {
    connectionTimeout: 10_000,
    requestTimeout: answerWithin(env) ?? 20_000,
    throwOnRequestTimeout: true,
  }
}

/** Reads the profile's settings and makes its clients. Credentials are asked for when a call needs them. */
export async function openSession(
  env: AwsEnvironment,
  profile: string,
  wanted: Region | null,
  askMfa: (device: MfaDevice) => Promise<string>,
): Promise<AwsSession> {
  const { sections } = await readSharedFiles(env)
  const settings = sections[profile] ?? {}
  const region = wanted ?? regionOf(env, settings)
  const home = HOME_REGIONS[partitionOf(region)]
  const at = (service: AwsService) => endpointOf(service, env, settings, sections)
  const credentials = standsInEnvironment(profile, env, sections)
    ? environmentCredentials(env)
    : profileCredentials({
        env,
        profile,
        region,
        sections,
        endpoints: { sts: at('sts'), sso: at('sso'), ssoOidc: at('sso_oidc'), signIn: at('signin') },
        askMfa,
      })
  const config = (service: AwsService, of: Region) => {
    const endpoint = at(service)
    return {
      region: of,
      credentials,
      requestHandler: patienceOf(env),
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint ? { endpoint } : {}),
    }
  }
  const bedrocks = new Map<Region, BedrockClient>()
  const trails = new Map<Region, CloudTrailClient>()
  return {
    profile,
    region,
    iam: new IAMClient(config('iam', home)),
    sts: new STSClient(config('sts', region)),
    organizations: new OrganizationsClient(config('organizations', home)),
    bedrock(of) {
      const client = bedrocks.get(of) ?? new BedrockClient(config('bedrock', of))
      bedrocks.set(of, client)
      return client
    },
    cloudtrail(of) {
      const client = trails.get(of) ?? new CloudTrailClient(config('cloudtrail', of))
      trails.set(of, client)
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
