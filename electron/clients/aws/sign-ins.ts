import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { Sections, SignInState } from '../../../shared/domain/profile'
import { readText } from '../../storage/atomic-file'
import { ssoTargetOf } from './identity-center/target'
import { readToken, tokenFile } from './identity-center/token-cache'
import { type AwsEnvironment, homeOf } from './profile-files'

/** Tells of a profile whether somebody is signed in where its credentials come from. */
export interface SignIns {
  /** Null for a profile that needs no sign-in. */
  of(profile: string): Promise<SignInState | null>
}

/** Reads each cache file once, however many profiles share it. */
export function signInsOf(env: AwsEnvironment, sections: Sections): SignIns {
  const known = new Map<string, Promise<SignInState>>()
  const once = (key: string, read: () => Promise<SignInState>): Promise<SignInState> => {
    const found = known.get(key) ?? read()
    known.set(key, found)
    return found
  }
  return {
    async of(profile) {
      const target = ssoTargetOf(profile, sections)
      if (target) return once(`sso ${target.name}`, () => identityCenter(env, target.name))
      const session = sections[profile]?.login_session
      return session ? once(`login ${session}`, () => awsLogin(env, session)) : null
    },
  }
}

async function identityCenter(env: AwsEnvironment, name: string): Promise<SignInState> {
  const token = await readToken(tokenFile(env, name))
  return {
    how: 'identity-center',
    name,
    expiresAt: token ? new Date(token.expiresAt).toISOString() : null,
    renewable: Boolean(token?.refreshToken),
  }
}

const LoginToken = z.object({
  accessToken: z.object({ expiresAt: z.string().refine((text) => !Number.isNaN(Date.parse(text))) }),
  refreshToken: z.string().optional(),
})

/** Where `aws login` keeps a session (credential-provider-login, getTokenFilePath). */
function loginFile(env: AwsEnvironment, session: string): string {
  const folder = env.AWS_LOGIN_CACHE_DIRECTORY || join(homeOf(env), '.aws', 'login', 'cache')
  return join(folder, `${createHash('sha256').update(session, 'utf8').digest('hex')}.json`)
}

async function awsLogin(env: AwsEnvironment, name: string): Promise<SignInState> {
  const token = LoginToken.safeParse(await readJson(loginFile(env, name))).data
  return {
    how: 'aws-login',
    name,
    expiresAt: token ? new Date(token.accessToken.expiresAt).toISOString() : null,
    renewable: Boolean(token?.refreshToken),
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readText(path)) ?? 'null')
  } catch {
    return null
  }
}
