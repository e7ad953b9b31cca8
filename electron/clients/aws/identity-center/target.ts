import type { Sections } from '../../../../shared/domain/profile'

/** Where a profile signs in with IAM Identity Center, and what it gets there. */
export interface SsoTarget {
  /** The session's name, or the start URL of a legacy profile: its SHA-1 names the cache file. */
  name: string
  legacy: boolean
  startUrl: string
  region: string
  scopes: string[]
  account: string | null
  role: string | null
}

const DEFAULT_SCOPE = 'sso:account:access'

/** The sign-in of a profile; null where it has none, or lacks what is needed to begin one. */
export function ssoTargetOf(profile: string, sections: Sections): SsoTarget | null {
  const settings = sections[profile] ?? {}
  const { sso_session: session, sso_account_id: account = null, sso_role_name: role = null } = settings
  const source = session === undefined ? settings : (sections[`sso-session.${session}`] ?? {})
  const { sso_start_url: startUrl, sso_region: region } = source
  if (!startUrl || !region) return null
  return {
    name: session ?? startUrl,
    legacy: session === undefined,
    startUrl,
    region,
    scopes: session === undefined ? [] : scopesOf(source.sso_registration_scopes),
    account,
    role,
  }
}

function scopesOf(text: string | undefined): string[] {
  const named = (text ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '')
  return named.length > 0 ? named : [DEFAULT_SCOPE]
}
