import { type AwsProfile, isProfile, kindOfProfile, type Sections } from '../../../shared/domain/profile'
import { chainOf } from '../../../shared/domain/profile-chain'
import type { ProfileListing } from '../aws-port'
import { type AwsEnvironment, type ReadFiles, readSharedFiles } from './profile-files'
import { type SignIns, signInsOf } from './sign-ins'

/** Name of the profile that stands for keys in the environment. */
export const ENVIRONMENT_PROFILE = 'environment'

/** Whether the environment carries keys and no profile of that name hides them. */
export function standsInEnvironment(profile: string, env: AwsEnvironment, sections: Sections): boolean {
  return profile === ENVIRONMENT_PROFILE && Boolean(env.AWS_ACCESS_KEY_ID) && sections[profile] === undefined
}

/** Profiles of the machine (field-notes §5): both files, without the sections that are no profile. */
export async function listProfiles(env: AwsEnvironment): Promise<ProfileListing> {
  const files = await readSharedFiles(env)
  const { sections, complaints, unreadable } = files
  const signIns = signInsOf(env, sections)
  const profiles = await Promise.all(namesOf(files).map((name) => describe(name, sections, signIns)))
  if (standsInEnvironment(ENVIRONMENT_PROFILE, env, sections)) {
    const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? null
    profiles.unshift({
      name: ENVIRONMENT_PROFILE,
      kind: 'environment',
      region,
      chain: [],
      signIn: null,
      says: null,
    })
  }
  return { profiles, complaints, unreadable }
}

function namesOf({ sections, profiles }: ReadFiles): string[] {
  return [...new Set([...Object.keys(sections).filter(isProfile), ...profiles])]
}

async function describe(name: string, sections: Sections, signIns: SignIns): Promise<AwsProfile> {
  const settings = sections[name] ?? {}
  const { sources, end, says } = chainOf(name, sections)
  return {
    name,
    kind: kindOfProfile(settings),
    region: settings.region ?? null,
    chain: sources,
    signIn: end === null ? null : await signIns.of(end),
    says,
  }
}
