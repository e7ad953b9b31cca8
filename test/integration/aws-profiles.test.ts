import { execFileSync } from 'node:child_process'
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createAwsGateway } from '../../electron/clients/aws/aws-gateway'
import { tokenFile, writeToken } from '../../electron/clients/aws/identity-center/token-cache'
import { awsHome, put } from '../support/aws/aws-home'
import { ACCOUNT, ADMIN_KEY, aWorld } from '../support/aws/aws-worlds'
import { serveAws } from '../support/aws/served-aws'

/* Shared files as they are met in the field: read, or complained about by file and line. Never a crash. */

const KEYS = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n'

const namesOf = ({ profiles }: { profiles: { name: string }[] }) => profiles.map(({ name }) => name)

describe('odd files', () => {
  test.each<[string, string, string[]]>([
    ['a BOM', `\ufeff[default]\n${KEYS}`, ['default']],
    ['CRLF', `[a]\r\n${KEYS.replaceAll('\n', '\r\n')}[b]\r\n${KEYS}`, ['a', 'b']],
    ['a section twice', `[a]\naws_access_key_id = AKIAOLD\n[a]\n${KEYS}`, ['a']],
    ['broken lines', `[a]\n${KEYS}what is this\n= nothing\n[b]\n${KEYS}`, ['a', 'b']],
    ['a section that poisons objects', `[a]\n${KEYS}[__proto__]\npolluted = 1\n[b]\n${KEYS}`, ['a', 'b']],
    ['the name of an object', `[constructor]\npolluted = 1\n[toString]\n${KEYS}[b]\n${KEYS}`, ['b']],
    ['control characters', `[a\u0000b]\n${KEYS}[\u001b[31mred]\n${KEYS}`, ['a\u0000b', '\u001b[31mred']],
    ['bytes that are no text', `${'\ufffd\u0000'.repeat(4000)}\n[b]\n${KEYS}`, ['b']],
    ['nothing', '', []],
  ])('%s', async (_name, credentials, expected) => {
    const { env } = await awsHome({ credentials })
    const listing = await createAwsGateway(env).profiles()
    expect(namesOf(listing)).toEqual(expected)
    expect(listing.unreadable).toBe(false)
    expect('polluted' in {} || 'polluted' in Object).toBe(false)
    expect(JSON.stringify(listing)).not.toContain('wJalr')
  })

  test('complaints name the file and the line', async () => {
    const { env, config, credentials } = await awsHome({
      config: '[profile a]\nregion = eu-west-2\n[staging]\nregion = x\n',
      credentials: `[a]\n${KEYS}oops\n`,
    })
    const { complaints } = await createAwsGateway(env).profiles()
    expect(complaints).toEqual([
      { file: config, line: 3, says: expect.stringContaining('[profile staging]') },
      { file: credentials, line: 4, says: expect.stringContaining('neither a section') },
    ])
  })

  test('a profile in a file with a hostile section is used like any other', async () => {
    const served = await serveAws(aWorld())
    onTestFinished(() => served.close())
    const keys = `aws_access_key_id = ${ADMIN_KEY}\naws_secret_access_key = x\n`
    const { env } = await awsHome({ credentials: `[good]\n${keys}[__proto__]\n${keys}` })
    const client = createAwsGateway({ ...env, AWS_ENDPOINT_URL: served.url }).client('good', null)
    expect(await client.identity()).toMatchObject({ account: ACCOUNT })
  })

  test('ten thousand profiles are listed, each with its chain', async () => {
    const roles = Array.from(
      { length: 10_000 },
      (_, n) =>
        `[profile p${n}]\nrole_arn = arn:aws:iam::${ACCOUNT}:role/r\nsource_profile = ${n === 0 ? 'base' : `p${n % 7}`}\n`,
    )
    const { env } = await awsHome({ config: roles.join(''), credentials: `[base]\n${KEYS}` })
    const { profiles } = await createAwsGateway(env).profiles()
    expect(profiles).toHaveLength(10_001)
    expect(profiles.find(({ name }) => name === 'p9999')?.chain).toEqual(['p3', 'p3'])
  })

  test.each<[string, (path: string) => Promise<unknown>]>([
    ['a folder', (path) => mkdir(path, { recursive: true })],
    ['a pipe', async (path) => execFileSync('mkfifo', [path])],
    ['huge', async (path) => writeFile(path, '').then(() => truncate(path, 64 * 1024 * 1024))],
  ])('%s in the place of a file is told, and the other file is read', async (_name, make) => {
    const { env, config } = await awsHome({ credentials: `[a]\n${KEYS}` })
    await make(config)
    const listing = await createAwsGateway(env).profiles()
    expect(namesOf(listing)).toEqual(['a'])
    expect(listing).toMatchObject({ unreadable: false, complaints: [{ file: config, line: null }] })
  })

  test('files of which none can be read are told apart from none', async () => {
    const { env, config } = await awsHome()
    await mkdir(config, { recursive: true })
    expect(await createAwsGateway(env).profiles()).toMatchObject({ profiles: [], unreadable: true })
  })

  test('circles and missing sources are said, and refused when they are used', async () => {
    const role = (source: string) => `role_arn = arn:aws:iam::${ACCOUNT}:role/r\nsource_profile = ${source}\n`
    const { env } = await awsHome({
      config: `[profile a]\n${role('b')}[profile b]\n${role('a')}[profile c]\n${role('gone')}`,
    })
    const made = createAwsGateway(env)
    const { profiles } = await made.profiles()
    expect(profiles.map(({ says }) => says)).toEqual([
      expect.stringContaining('circle'),
      expect.stringContaining('circle'),
      expect.stringContaining('gone is in neither file'),
    ])
    for (const name of ['a', 'c']) {
      await expect(made.client(name, null).identity()).rejects.toMatchObject({
        failure: { reason: 'credentials-expired', sentence: expect.stringMatching(/as it is written/) },
      })
    }
  })
})

describe('sign-ins', () => {
  test('are read from where the AWS CLI keeps them, once for all profiles of a session', async () => {
    const { env } = await awsHome({
      config: `[sso-session corp]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = us-east-1
[profile a]\nsso_session = corp\nsso_account_id = ${ACCOUNT}\nsso_role_name = Admin
[profile b]\nrole_arn = arn:aws:iam::${ACCOUNT}:role/r\nsource_profile = a
[profile old]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = ${ACCOUNT}\nsso_role_name = Admin
[profile console]\nlogin_session = arn:aws:iam::${ACCOUNT}:user/admin\n`,
    })
    const token = { accessToken: 'secret', expiresAt: '2026-11-22T12:00:00Z', refreshToken: 'secret' }
    await writeToken(tokenFile(env, 'corp'), token)
    await put(tokenFile(env, 'https://old.awsapps.com/start'), '{"accessToken":')
    const listing = await createAwsGateway(env).profiles()
    const corp = {
      how: 'identity-center',
      name: 'corp',
      expiresAt: '2026-11-22T12:00:00.000Z',
      renewable: true,
    }
    expect(Object.fromEntries(listing.profiles.map(({ name, signIn }) => [name, signIn]))).toEqual({
      a: corp,
      b: corp,
      old: expect.objectContaining({ expiresAt: null, renewable: false }),
      console: expect.objectContaining({ how: 'aws-login', expiresAt: null }),
    })
    expect(JSON.stringify(listing)).not.toContain('secret')
  })
})

describe('a watched machine', () => {
  const within = { timeout: 8_000, interval: 20 }

  /** Watches, and counts the changes once the watch is known to stand. */
  async function watched(env: Record<string, string>, touch: () => Promise<void>) {
    const changed = vi.fn()
    const made = createAwsGateway(env)
    onTestFinished(made.watch(changed))
    await vi.waitFor(async () => {
      await touch()
      await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 400, interval: 20 })
    }, within)
    return { made, changed }
  }

  test('tells of a file that is replaced, and of the other one that appears', async () => {
    const { env, config, credentials } = await awsHome({ config: '[profile a]\nregion = x\n' })
    const { made, changed } = await watched(env, () =>
      put(config, `[profile a]\nregion = x\n[profile b]\na = ${Math.random()}\n`),
    )
    expect(namesOf(await made.profiles())).toEqual(['a', 'b'])
    changed.mockClear()
    await put(credentials, `[c]\n${KEYS}`)
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), within)
    expect(namesOf(await made.profiles())).toEqual(['a', 'b', 'c'])
  })

  test('tells of a folder that appears later, and of a sign-in in it', async () => {
    const { env, home, config } = await awsHome()
    const { made, changed } = await watched(env, async () => {
      await rm(join(home, '.aws'), { recursive: true, force: true })
      await put(config, '[profile a]\nregion = x\n')
    })
    expect(namesOf(await made.profiles())).toEqual(['a'])
    changed.mockClear()
    await writeToken(tokenFile(env, 'corp'), { accessToken: 'x', expiresAt: '2026-11-22T12:00:00Z' })
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), within)
  })
})
