import { z } from 'zod'
import { Instant } from './ids'

/**
 * Where the credentials of an AWS profile come from. `environment` is no profile of a file but the keys of the
 * environment; `incomplete` has nothing that the SDK could get credentials from.
 */
export const ProfileKind = z.enum([
  'static',
  'assume-role',
  'sso-session',
  'sso-legacy',
  'process',
  'login',
  'web-identity',
  'environment',
  'incomplete',
])
export type ProfileKind = z.infer<typeof ProfileKind>

/** Whether somebody is signed in where the profile's credentials come from, and until when. */
export const SignInState = z.object({
  how: z.enum(['identity-center', 'aws-login']),
  /** The `sso-session`, start URL or login session: profiles of the same name share the sign-in. */
  name: z.string(),
  /** Null while nobody is signed in. */
  expiresAt: Instant.nullable(),
  /** Renews itself while it lasts: a refresh token is kept. */
  renewable: z.boolean(),
})
export type SignInState = z.infer<typeof SignInState>

/** A profile of the shared files, without any of its secrets. */
export const AwsProfile = z.object({
  name: z.string(),
  kind: ProfileKind,
  region: z.string().nullable(),
  /** Of a profile that assumes a role: the profiles that lead to its credentials, in this order. */
  chain: z.array(z.string()),
  signIn: SignInState.nullable(),
  /** What keeps it from working as it is written; null when nothing does. */
  says: z.string().nullable(),
})
export type AwsProfile = z.infer<typeof AwsProfile>

/** Something odd in a shared file. Never quotes the line: it may hold a key. */
export const FileComplaint = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  says: z.string(),
})
export type FileComplaint = z.infer<typeof FileComplaint>

/** Settings of one section as the SDK reads them. Holds keys: it stays in the main process. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>

/** Every section of both files: profiles by name, `sso-session.NAME` and `services.NAME`. */
export type Sections = Readonly<Record<string, ProfileSettings>>

/** Whether a section is a profile (field-notes §5). */
export function isProfile(name: string): boolean {
  return !/^(?:sso-session|services|profile)\./.test(name)
}

/** Kind by what the profile has, in the order in which the SDK looks (credential-provider-ini, resolveProfileData). */
export function kindOfProfile(settings: ProfileSettings): ProfileKind {
  const { role_arn: role, source_profile: source, credential_source: place } = settings
  if (role && (source === undefined) !== (place === undefined)) return 'assume-role'
  if (settings.aws_access_key_id && settings.aws_secret_access_key) return 'static'
  if (role && settings.web_identity_token_file) return 'web-identity'
  if (settings.credential_process) return 'process'
  if (settings.sso_session) return 'sso-session'
  if (settings.sso_start_url ?? settings.sso_account_id ?? settings.sso_region ?? settings.sso_role_name) {
    return 'sso-legacy'
  }
  return settings.login_session ? 'login' : 'incomplete'
}
