import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AskMfa, createAwsGateway } from '../../electron/clients/aws/aws-gateway'
import { START_URL } from '../../electron/sandbox/aws/identity-center/sign-in-state'
import { peopleRoles } from '../../electron/sandbox/seed/people-roles'
import { followSignIn } from '../../electron/services/connections/sign-in'
import { type AwsHome, awsHome, put } from '../support/aws/aws-home'
import { ACCOUNT, ADMIN_KEY, aWorld } from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

/* IAM Identity Center's device flow and MFA, by the real SDKs against the sandbox (field-notes §5, RFC 8628). */

let served: ServedAws
let home: AwsHome

const role = (name: string, more: string) =>
  `[profile ${name}]\nrole_arn = arn:aws:iam::${ACCOUNT}:role/${more}\nregion = us-east-1\n`

beforeEach(async () => {
  served = await serveAws(aWorld({ roles: peopleRoles(ACCOUNT, '2026-01-01T00:00:00.000Z') }), Date.now())
  home = await awsHome({
    config: `[sso-session corp]
sso_start_url = ${START_URL}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile people]
sso_session = corp
sso_account_id = ${ACCOUNT}
sso_role_name = AdministratorAccess
region = us-east-1
[profile stranger]
sso_session = corp
sso_account_id = ${ACCOUNT}
sso_role_name = Billing
region = us-east-1
[profile legacy]
sso_start_url = ${START_URL}
sso_region = us-east-1
sso_account_id = ${ACCOUNT}
sso_role_name = ViewOnlyAccess
region = us-east-1
[profile console]
login_session = arn:aws:iam::${ACCOUNT}:user/admin
${role('through-sso', 'trusted')}source_profile = people
${role('mfa', 'operator')}source_profile = base\nmfa_serial = arn:aws:iam::${ACCOUNT}:mfa/admin
`,
    credentials: `[base]\naws_access_key_id = ${ADMIN_KEY}\naws_secret_access_key = x\n`,
  })
})
afterEach(() => served.close())

const gateway = (askMfa?: AskMfa) => createAwsGateway({ ...home.env, AWS_ENDPOINT_URL: served.url }, askMfa)

/** What a person does in the browser. */
async function decide(verificationUrl: string, decision: 'approve' | 'deny'): Promise<string> {
  const shown = await (await fetch(verificationUrl)).text()
  const code = new URL(verificationUrl).searchParams.get('user_code') ?? ''
  expect(shown).toContain(code)
  const body = new URLSearchParams({ user_code: code, decision })
  return (await fetch(verificationUrl, { method: 'POST', body })).text()
}

const cacheFile = (name: string) =>
  join(home.home, '.aws', 'sso', 'cache', `${createHash('sha1').update(name).digest('hex')}.json`)

async function signIn(profile = 'people'): Promise<void> {
  const begun = await gateway().signIn(profile)
  await decide(begun.code.verificationUrl, 'approve')
  expect(await begun.ask()).toBe('signed-in')
}

const refusedWith = (reason: string, sentence: RegExp) => ({
  failure: { reason, sentence: expect.stringMatching(sentence) },
})

describe('the device flow', () => {
  test('is pending until the code is confirmed, and then the profile works', async () => {
    const begun = await gateway().signIn('people')
    expect(begun.code.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)
    expect(await begun.ask()).toBe('pending')
    served.clock.now += 1_000
    expect(await decide(begun.code.verificationUrl, 'approve')).toContain('approved')
    expect(await begun.ask()).toBe('signed-in')
    expect(await gateway().client('people', null).identity()).toMatchObject({
      account: ACCOUNT,
      arn: expect.stringContaining(':assumed-role/AWSReservedSSO_AdministratorAccess_'),
    })
  })

  test('keeps the sign-in as the AWS CLI does: its place, its keys, for the user alone', async () => {
    await signIn()
    const path = cacheFile('corp')
    const kept = JSON.parse(await readFile(path, 'utf8'))
    expect(Object.keys(kept).toSorted()).toEqual([
      'accessToken',
      'clientId',
      'clientSecret',
      'expiresAt',
      'refreshToken',
      'region',
      'registrationExpiresAt',
      'startUrl',
    ])
    expect(kept).toMatchObject({ startUrl: START_URL, region: 'us-east-1' })
    for (const time of [kept.expiresAt, kept.registrationExpiresAt]) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('a sign-in of the AWS CLI serves, and one of a legacy profile is kept under its start URL', async () => {
    await signIn('legacy')
    const kept = JSON.parse(await readFile(cacheFile(START_URL), 'utf8'))
    expect(kept).not.toHaveProperty('refreshToken')
    const ofCli = {
      startUrl: START_URL,
      region: 'us-east-1',
      accessToken: kept.accessToken,
      expiresAt: kept.expiresAt,
    }
    await put(cacheFile('corp'), JSON.stringify(ofCli))
    for (const profile of ['legacy', 'people']) {
      expect(await gateway().client(profile, null).identity()).toMatchObject({ account: ACCOUNT })
    }
  })

  test('who asks too fast is told to slow down, and does', async () => {
    const begun = await gateway().signIn('people')
    expect([await begun.ask(), await begun.ask()]).toEqual(['pending', 'slow-down'])
    const pauses: number[] = []
    const flow = followSignIn(begun, 'people', undefined, async (milliseconds) => {
      pauses.push(milliseconds)
      if (pauses.length === 3) await decide(begun.code.verificationUrl, 'approve')
      /* The clock of AWS goes on only from the second pause on: the first question comes too early. */
      if (pauses.length > 1) served.clock.now += milliseconds
    })
    expect((await flow.next()).value).toMatchObject({ kind: 'code', userCode: begun.code.userCode })
    expect(await flow.next()).toEqual({ done: true, value: 'signed-in' })
    expect(pauses).toEqual([1_000, 6_000, 6_000])
  })

  test.each([
    ['expired', /not entered in time/],
    ['denied', /refused in the browser/],
  ])('%s: it ends, says so, and keeps nothing', async (how, says) => {
    const begun = await gateway().signIn('people')
    if (how === 'denied') await decide(begun.code.verificationUrl, 'deny')
    else served.clock.now += 3_600_000
    const flow = followSignIn(begun, 'people', undefined, async () => {})
    await flow.next()
    await expect(flow.next()).rejects.toMatchObject(refusedWith('credentials-expired', says))
    await expect(stat(cacheFile('corp'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('cancelled: nothing more is asked, and nothing is kept', async () => {
    const begun = await gateway().signIn('people')
    const stop = new AbortController()
    const asked = served.requests.length
    const flow = followSignIn(begun, 'people', stop.signal)
    await flow.next()
    stop.abort()
    expect(await flow.next()).toEqual({ done: true, value: 'cancelled' })
    expect(served.requests).toHaveLength(asked)
  })

  test('a profile that does not sign in there is refused, and one of aws login is sent to the CLI', async () => {
    await expect(gateway().signIn('base')).rejects.toMatchObject(refusedWith('invalid', /does not sign in/))
    await expect(gateway().signIn('console')).rejects.toMatchObject(
      refusedWith('invalid', /aws login --profile console/),
    )
  })
})

describe('a kept sign-in', () => {
  test('is renewed before it ends, once for all who ask, and kept whole', async () => {
    await signIn()
    const kept = JSON.parse(await readFile(cacheFile('corp'), 'utf8'))
    const soon = new Date(Date.now() + 60_000).toISOString()
    await put(cacheFile('corp'), JSON.stringify({ ...kept, expiresAt: soon, kept: 'by another tool' }))
    const made = gateway()
    const before = served.requests.length
    await Promise.all(['people', 'people'].map((profile) => made.client(profile, null).identity()))
    expect(served.requests.slice(before).filter((request) => request === 'POST /token')).toHaveLength(1)
    const renewed = JSON.parse(await readFile(cacheFile('corp'), 'utf8'))
    expect(renewed.kept).toBe('by another tool')
    expect(renewed.accessToken).not.toBe(kept.accessToken)
    expect(Date.parse(renewed.expiresAt)).toBeGreaterThan(Date.parse(soon))
  })

  test.each([
    ['absent', null, /Nobody is signed in/],
    ['ended', '2020-01-01T00:00:00Z', /has ended/],
    ['unknown to the service', '2099-01-01T00:00:00Z', /has ended/],
  ])('%s: the profile asks to sign in', async (_name, expiresAt, says) => {
    if (expiresAt) await put(cacheFile('corp'), JSON.stringify({ accessToken: 'forged', expiresAt }))
    await expect(gateway().client('people', null).identity()).rejects.toMatchObject({
      failure: {
        reason: 'credentials-expired',
        sentence: expect.stringMatching(says),
        recovery: { kind: 'connect-aws', profile: 'people' },
      },
    })
  })

  test('a role that is not assigned is named with those that are', async () => {
    await signIn()
    await expect(gateway().client('stranger', null).identity()).rejects.toMatchObject(
      refusedWith('forbidden', /role Billing.*There it has AdministratorAccess, ViewOnlyAccess/),
    )
  })

  test('carries the roles that are assumed from it', async () => {
    await signIn()
    const account = served.aws.accounts[ACCOUNT]
    const [admin] = account?.roles ?? []
    account?.roles.push({
      ...structuredClone(admin ?? ({} as never)),
      name: 'trusted',
      path: '/',
      trust: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
        ],
      }),
    })
    expect(await gateway().client('through-sso', null).identity()).toMatchObject({
      arn: expect.stringContaining(':assumed-role/trusted/'),
    })
  })
})

describe('a profile with a device', () => {
  test('asks for a code once for all of its clients', async () => {
    const asked: unknown[] = []
    const client = gateway(async (device) => {
      asked.push(device)
      return '123456'
    }).client('mfa', null)
    const [who, alias] = await Promise.all([client.identity(), client.alias()])
    expect([who.arn, alias]).toEqual([expect.stringContaining(':assumed-role/operator/'), 'acme-production'])
    expect(asked).toEqual([{ profile: 'mfa', device: `arn:aws:iam::${ACCOUNT}:mfa/admin` }])
  })

  test('whose code is wrong, or not given, says so', async () => {
    await expect(
      gateway(async () => '000000')
        .client('mfa', null)
        .identity(),
    ).rejects.toMatchObject(refusedWith('credentials-expired', /MFA code.*may be wrong/))
    await expect(gateway().client('mfa', null).identity()).rejects.toMatchObject(
      refusedWith('credentials-expired', /nobody can be asked/),
    )
  })

  test('of aws login is told how to begin', async () => {
    await expect(gateway().client('console', null).identity()).rejects.toMatchObject(
      refusedWith('credentials-expired', /run aws login --profile console/),
    )
  })
})
