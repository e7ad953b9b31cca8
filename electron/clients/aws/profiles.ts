import { join } from 'node:path'
import { getHomeDir, loadSharedConfigFiles } from '@smithy/core/config'
import type { AwsProfile, ProfileKind } from '../../../shared/contract/connections'

/** The environment that a gateway goes by; only what it names is read, never the process's own. */
export type AwsEnvironment = Readonly<Record<string, string | undefined>>

/** Name of the profile that stands for keys in the environment. */
export const ENVIRONMENT_PROFILE = 'environment'

/** One profile as the shared files write it. Holds keys: never log it, never return it from here. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>

/** Paths of the two shared files (`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`). */
export function sharedFiles(env: AwsEnvironment): { configFilepath: string; filepath: string } {
  const folder = join(env.HOME ?? getHomeDir(), '.aws')
  return {
    configFilepath: env.AWS_CONFIG_FILE ?? join(folder, 'config'),
    filepath: env.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'),
  }
}

/** Every section of both files, read anew; the credentials file wins, as in the SDK. */
export async function readSections(env: AwsEnvironment): Promise<Record<string, ProfileSettings>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...sharedFiles(env),
    ignoreCache: true,
  })
  const sections: Record<string, ProfileSettings> = {}
  for (const [name, settings] of [...Object.entries(configFile), ...Object.entries(credentialsFile)]) {
    sections[name] = { ...sections[name], ...settings }
  }
  return sections
}

/** Whether the environment carries keys and no profile of that name hides them. */
export function standsInEnvironment(
  profile: string,
  env: AwsEnvironment,
  sections: Record<string, ProfileSettings>,
): boolean {
  return profile === ENVIRONMENT_PROFILE && Boolean(env.AWS_ACCESS_KEY_ID) && sections[profile] === undefined
}

/** Profiles of the machine (field-notes §5): both files, without the sections that are no profile. */
export async function listProfiles(env: AwsEnvironment): Promise<AwsProfile[]> {
  const sections = await readSections(env)
  const profiles: AwsProfile[] = Object.entries(sections)
    .filter(([name]) => !/^(?:sso-session|services)\./.test(name))
    .map(([name, settings]) => ({ name, kind: kindOf(settings), region: settings.region ?? null }))
  if (standsInEnvironment(ENVIRONMENT_PROFILE, env, sections)) {
    const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? null
    profiles.unshift({ name: ENVIRONMENT_PROFILE, kind: 'environment', region })
  }
  return profiles
}

/** Kind by what the profile has, in the order in which the SDK looks. */
function kindOf(settings: ProfileSettings): ProfileKind {
  if (settings.role_arn && (settings.source_profile || settings.credential_source)) return 'assume-role'
  if (settings.aws_access_key_id && settings.aws_secret_access_key) return 'static'
  if (settings.role_arn && settings.web_identity_token_file) return 'web-identity'
  if (settings.credential_process) return 'process'
  if (settings.sso_session || settings.sso_start_url) return 'sso'
  return settings.login_session ? 'login-session' : 'empty'
}
