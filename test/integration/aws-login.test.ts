import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createAwsGateway } from '../../electron/clients/aws/aws-gateway'
import { thumbprint } from '../../electron/sandbox/aws/login/dpop'
import { CLI_CLIENT_ID, type LoginSession } from '../../electron/sandbox/aws/login/login-sessions'
import { serveLoopback } from '../../electron/sandbox/loopback-server'
import { type AwsHome, awsHome, put } from '../support/aws/aws-home'
import { ACCOUNT, ADMIN_KEY, aWorld } from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

/* Profiles of `aws login`: a cache file as the AWS CLI writes it, renewed by the real SDK at the sandbox’s AWS Sign-In. */

const USER = `arn:aws:iam::${ACCOUNT}:user/admin`
const MINUTE = 60_000
const [GOOD, FORGED] = ['refresh-that-is-known', 'refresh-that-is-not']

let served: ServedAws
let home: AwsHome
let folder: string

beforeEach(async () => {
  served = await serveAws(aWorld(), Date.now())
  home = await awsHome({
    config: `[profile console]
login_session = ${USER}
region = us-east-1
[profile through-console]
role_arn = arn:aws:iam::${ACCOUNT}:role/operator
source_profile = console
region = us-east-1
`,
  })
  folder = join(home.home, '.aws', 'login', 'cache')
  /* The SDK looks for the cache of its own process, and nowhere else. */
  process.env.AWS_LOGIN_CACHE_DIRECTORY = folder
})
afterEach(() => {
  delete process.env.AWS_LOGIN_CACHE_DIRECTORY
  return served.close()
})

const env = () => ({ ...home.env, AWS_LOGIN_CACHE_DIRECTORY: folder, AWS_ENDPOINT_URL: served.url })
const identity = (profile = 'console', more: Record<string, string> = {}) =>
  createAwsGateway({ ...env(), ...more })
    .client(profile, null)
    .identity()
const cacheFile = () => join(folder, `${createHash('sha256').update(USER).digest('hex')}.json`)
const kept = async () => JSON.parse(await readFile(cacheFile(), 'utf8'))
const renewals = () => served.requests.filter((request) => request === 'POST /v1/token').length

/** A session as the AWS CLI leaves it after the browser (credential-provider-login, `loadToken`). */
async function begun(
  expiresIn: number,
  more: { refreshToken?: string; key?: KeyObject } = {},
): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' }) as Parameters<typeof thumbprint>[0]
  const session: LoginSession = {
    clientId: CLI_CLIENT_ID,
    account: ACCOUNT,
    arn: USER,
    keyThumbprint: thumbprint(jwk),
    endsAt: new Date(served.clock.now + 12 * 60 * MINUTE).toISOString(),
  }
  served.aws.logins = { [GOOD]: session }
  const token = {
    accessToken: {
      accessKeyId: ADMIN_KEY,
      secretAccessKey: 'x',
      sessionToken: 'x',
      accountId: ACCOUNT,
      expiresAt: new Date(Date.now() + expiresIn).toISOString(),
    },
    tokenType: 'aws_sigv4',
    refreshToken: more.refreshToken ?? GOOD,
    idToken: 'x',
    clientId: CLI_CLIENT_ID,
    dpopKey: (more.key ?? privateKey).export({ type: 'sec1', format: 'pem' }),
  }
  await put(cacheFile(), JSON.stringify(token))
}

const refusedWith = (reason: string, sentence: RegExp) => ({
  failure: { reason, sentence: expect.stringMatching(sentence) },
})
const BEGIN_ANEW = /has ended.*Only the AWS CLI can begin a new one: run aws login --profile console/

describe('a session of aws login', () => {
  test('that lasts is used as it is', async () => {
    await begun(14 * MINUTE)
    expect(await identity()).toMatchObject({ account: ACCOUNT, arn: USER })
    expect(renewals()).toBe(0)
  })

  test.each([
    ['has ended', -MINUTE],
    ['ends soon', MINUTE],
  ])('that %s is renewed with the key that it was begun with, and kept for everybody', async (_how, left) => {
    await begun(left)
    const before = await kept()
    expect(await identity()).toMatchObject({ account: ACCOUNT, arn: USER })
    const after = await kept()
    expect(renewals()).toBe(1)
    expect(Date.parse(after.accessToken.expiresAt)).toBeGreaterThan(Date.now() + 10 * MINUTE)
    expect(after.refreshToken).not.toBe(before.refreshToken)
    expect(Object.keys(served.aws.logins ?? {})).toEqual([after.refreshToken])
    expect({ ...after, accessToken: null, refreshToken: null }).toEqual({
      ...before,
      accessToken: null,
      refreshToken: null,
    })
    expect((await createAwsGateway(env()).profiles()).profiles[0]?.signIn).toMatchObject({
      how: 'aws-login',
      expiresAt: after.accessToken.expiresAt,
      renewable: true,
    })
  })

  test.each([
    ['by a token that is no good', () => begun(-MINUTE, { refreshToken: FORGED })],
    [
      'by another key',
      () => begun(-MINUTE, { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
    ],
    [
      'after twelve hours',
      async () => {
        await begun(-MINUTE)
        Object.assign(served.aws.logins?.[GOOD] ?? {}, { endsAt: '2026-01-01T00:00:00Z' })
      },
    ],
    [
      'after a change of the password',
      async () => {
        await begun(-MINUTE)
        Object.assign(served.aws.logins?.[GOOD] ?? {}, { refused: 'USER_CREDENTIALS_CHANGED' })
      },
    ],
  ])('that AWS will not renew, %s, is to be begun anew, with the command', async (_why, arrange) => {
    await arrange()
    await expect(identity()).rejects.toMatchObject(refusedWith('credentials-expired', BEGIN_ANEW))
    expect(renewals()).toBe(1)
  })

  test('that was never begun says so, with the command, also for a role that is assumed by it', async () => {
    const never =
      /console uses aws login, and no session.*was begun on this machine.*run aws login --profile console/
    for (const profile of ['console', 'through-console']) {
      await expect(identity(profile)).rejects.toMatchObject({
        failure: {
          ...refusedWith('credentials-expired', never).failure,
          recovery: { kind: 'connect-aws', profile },
        },
      })
    }
  })

  test('that cannot be renewed because nothing is reached, or AWS fails, is not called ended', async () => {
    await begun(-MINUTE)
    const { url } = await serveAws(aWorld()).then(async (gone) => {
      await gone.close()
      return gone
    })
    await expect(identity('console', { AWS_ENDPOINT_URL_SIGNIN: url })).rejects.toMatchObject(
      refusedWith('offline', /cannot be reached/),
    )
    const failing = await failingServer()
    await expect(identity('console', { AWS_ENDPOINT_URL_SIGNIN: failing })).rejects.toMatchObject(
      refusedWith('upstream', /could not renew the session.*status 503.*Try again/),
    )
    expect((await kept()).refreshToken).toBe(GOOD)
  })
})

async function failingServer(): Promise<string> {
  const server = await serveLoopback(() => new Response('{}', { status: 503 }))
  onTestFinished(() => server.close())
  return server.origin
}
