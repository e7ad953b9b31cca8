import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readText, writeText } from '../../../storage/atomic-file'
import { type AwsEnvironment, homeOf } from '../profile-files'

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no time')

/** A sign-in as the AWS CLI keeps it (botocore, SSOTokenFetcher). What others wrote beside it is kept. */
export const SsoToken = z.looseObject({
  startUrl: z.string().optional(),
  region: z.string().optional(),
  accessToken: z.string().min(1),
  expiresAt: time,
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  registrationExpiresAt: time.optional(),
  refreshToken: z.string().optional(),
})
export type SsoToken = z.infer<typeof SsoToken>

/** The folder that the AWS CLI and every SDK keep sign-ins in. */
export function tokenFolder(env: AwsEnvironment): string {
  return join(homeOf(env), '.aws', 'sso', 'cache')
}

/** The cache file of a session's name or a legacy start URL. */
export function tokenFile(env: AwsEnvironment, name: string): string {
  return join(tokenFolder(env), `${createHash('sha1').update(name).digest('hex')}.json`)
}

/** The kept sign-in; null where there is none that can be read. */
export async function readToken(path: string): Promise<SsoToken | null> {
  try {
    return SsoToken.safeParse(JSON.parse((await readText(path)) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

/** Keeps a sign-in, whole and for the user alone. */
export function writeToken(path: string, token: SsoToken): Promise<void> {
  return writeText(path, JSON.stringify(token))
}

/** A time as the AWS CLI writes it: UTC, in whole seconds. */
export function cliTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
