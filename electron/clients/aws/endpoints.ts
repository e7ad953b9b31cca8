import type { ProfileSettings, Sections } from '../../../shared/domain/profile'
import { webAddress } from '../../web-address'
import type { AwsEnvironment } from './profile-files'

const EXAMPLE = 'https://vpce-1.sts.eu-west-2.vpce.amazonaws.com'

export type AwsService =
  | 'iam'
  | 'sts'
  | 'bedrock'
  | 'bedrock_runtime'
  | 'cloudtrail'
  | 'organizations'
  | 'sso'
  | 'sso_oidc'
  | 'signin'

/**
 * The address that a service is to be called at, or null for AWS's own: environment before shared config, a
 * service's own before the common one (AWS SDKs reference, service-specific endpoints). Throws `invalid` for one
 * that is no address.
 */
export function endpointOf(
  service: AwsService,
  env: AwsEnvironment,
  profile: ProfileSettings,
  sections: Sections,
): string | null {
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? profile.ignore_configured_endpoint_urls
  if (ignored?.toLowerCase() === 'true') return null
  const section = profile.services === undefined ? undefined : sections[`services.${profile.services}`]
  const own = `AWS_ENDPOINT_URL_${service.toUpperCase()}`
  const named = [
    [own, env[own]],
    ['AWS_ENDPOINT_URL', env.AWS_ENDPOINT_URL],
    [`endpoint_url of ${service} in the AWS config`, section?.[`${service}.endpoint_url`]],
    ['endpoint_url in the AWS config', profile.endpoint_url],
  ] as const
  for (const [setting, text] of named) if (text) return webAddress(text, setting, EXAMPLE)
  return null
}
