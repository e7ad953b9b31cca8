import { kindOfProfile, type ProfileSettings, type Sections } from './profile'

/** How a profile gets its credentials: the profiles on the way, and the one where they come from. */
export interface ProfileChain {
  /** Sources in order; the last may be a `credential_source` such as `Ec2InstanceMetadata`. */
  sources: string[]
  /** The profile where the credentials come from; null where the chain is broken or leaves the files. */
  end: string | null
  /** Why it cannot work as it is written. */
  says: string | null
}

/** Follows `source_profile` from a profile to where its credentials come from. */
export function chainOf(name: string, sections: Sections): ProfileChain {
  const sources: string[] = []
  const visited = new Set([name])
  for (let at = name; ; ) {
    const settings = sections[at] ?? {}
    if (kindOfProfile(settings) !== 'assume-role')
      return { sources, end: at, says: lackOf(settings, sections) }
    const { source_profile: source, credential_source: place } = settings
    if (place !== undefined) return { sources: [...sources, place], end: null, says: null }
    if (source === undefined) return { sources, end: null, says: null }
    sources.push(source)
    const next = sections[source]
    const broken = (says: string): ProfileChain => ({ sources, end: null, says })
    if (next === undefined) return broken(`Its source_profile ${source} is in neither file.`)
    /* The SDK takes the keys of a source before it looks for a role: a profile may be its own source. */
    if (next.aws_access_key_id && next.aws_secret_access_key) return { sources, end: source, says: null }
    if (visited.has(source)) return broken(`Its source_profile leads in a circle back to ${source}.`)
    visited.add(source)
    at = source
  }
}

/** What a profile that gets its credentials by itself lacks to do so; null when nothing. */
function lackOf(settings: ProfileSettings, sections: Sections): string | null {
  switch (kindOfProfile(settings)) {
    case 'sso-session':
      return lackOfSession(settings, sections)
    case 'sso-legacy':
      return missing(settings, ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'])
    case 'incomplete':
      return incompleteness(settings)
    default:
      return null
  }
}

function lackOfSession(settings: ProfileSettings, sections: Sections): string | null {
  const name = settings.sso_session ?? ''
  const session = sections[`sso-session.${name}`]
  if (session === undefined) return `The config file has no section [sso-session ${name}].`
  const ofSession = missing(session, ['sso_start_url', 'sso_region'])
  if (ofSession !== null) return `In [sso-session ${name}]: ${ofSession}`
  return missing(settings, ['sso_account_id', 'sso_role_name'])
}

function incompleteness(settings: ProfileSettings): string {
  if (settings.role_arn && settings.source_profile && settings.credential_source) {
    return 'It has source_profile and credential_source; only one of them may stand.'
  }
  if (settings.role_arn) return 'It has a role_arn, but no source_profile, credential_source or token file.'
  if (settings.aws_access_key_id) return 'It has an access key without aws_secret_access_key.'
  if (settings.aws_secret_access_key) return 'It has a secret without aws_access_key_id.'
  return 'It has no setting that credentials could come from.'
}

function missing(settings: ProfileSettings, names: string[]): string | null {
  const absent = names.filter((name) => !settings[name])
  return absent.length === 0 ? null : `It lacks ${absent.join(', ')}.`
}
