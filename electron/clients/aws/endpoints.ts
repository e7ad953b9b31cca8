import type { AwsEnvironment, ProfileSettings } from './profiles'

export type AwsService = 'iam' | 'sts' | 'bedrock' | 'bedrock_runtime'

/**
 * The address that a service is to be called at, or null for AWS's own: environment before shared config, a
 * service's own before the common one (AWS SDKs reference, service-specific endpoints).
 */
export function endpointOf(
  service: AwsService,
  env: AwsEnvironment,
  profile: ProfileSettings,
  sections: Record<string, ProfileSettings>,
): string | null {
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? profile.ignore_configured_endpoint_urls
  if (ignored?.toLowerCase() === 'true') return null
  const section = profile.services === undefined ? undefined : sections[`services.${profile.services}`]
  return (
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env.AWS_ENDPOINT_URL ||
    section?.[`${service}.endpoint_url`] ||
    profile.endpoint_url ||
    null
  )
}
