import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { awsHome } from '../support/aws/aws-home'
import { rolecall } from '../support/cli'
import { temporaryFolder } from '../support/temporary-folder'
import { standingSandbox } from '../support/terminal-sandbox'

/* The verbs about AWS profiles, by the built terminal door. */

const { connected, sandbox, inSandbox } = standingSandbox()

const CONFIG = `[default]
region = eu-west-2
[profile deploy]
role_arn = arn:aws:iam::111122223333:role/deploy
source_profile = default
[profile people]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[profile old]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Admin
[profile tool]
credential_process = /bin/false
[profile console]
login_session = arn:aws:iam::111122223333:user/x
[profile ci]
role_arn = arn:aws:iam::111122223333:role/ci
web_identity_token_file = /none
[profile bare]
region = eu-west-1
[services local]
sts =
  endpoint_url = http://127.0.0.1:1
[staging]
region = x
`
const CREDENTIALS = '[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n'

test('profiles lists every profile with its kind, asks nobody, and complains on standard error', async () => {
  const { env, config } = await awsHome({ config: CONFIG, credentials: CREDENTIALS })
  const files = { AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '', ...env }
  /* Nothing answers at these addresses: whoever asked would fail, or say so. */
  const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_PROFILE: 'default', GITHUB_TOKEN: 'ghp_none' }
  const { code, stdout, stderr } = await rolecall(['profiles', '--json', '--home', await temporaryFolder()], {
    ...files,
    ...nowhere,
  })
  expect([code, stderr]).toEqual([0, ''])
  const { profiles, complaints } = JSON.parse(stdout)
  expect(profiles.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual([
    ['default', 'static'],
    ['deploy', 'assume-role'],
    ['people', 'sso-session'],
    ['old', 'sso-legacy'],
    ['tool', 'process'],
    ['console', 'login'],
    ['ci', 'web-identity'],
    ['bare', 'incomplete'],
  ])
  expect(complaints).toEqual([{ file: config, line: 30, says: expect.stringContaining('[profile staging]') }])
  expect(stdout).not.toMatch(/wJalr|AKIA/)
  const asText = await rolecall(['profiles', '--home', await temporaryFolder()], files)
  expect(asText.stdout).toMatch(/deploy +assume-role .*← default/)
  expect(asText.stderr).toContain(`${config}:30: `)
})

test('profiles ends with 0 where there is no file, and with 3 where none can be read', async () => {
  const home = await temporaryFolder()
  const none = await rolecall(['profiles', '--json', '--home', home])
  expect([none.code, JSON.parse(none.stdout)]).toEqual([0, { profiles: [], complaints: [] }])
  const { config } = await awsHome()
  await mkdir(dirname(config), { recursive: true })
  const unreadable = await rolecall(['profiles', '--json', '--home', home], {
    AWS_CONFIG_FILE: dirname(config),
  })
  expect([unreadable.code, JSON.parse(unreadable.stdout).complaints]).toEqual([
    3,
    [{ file: dirname(config), line: null, says: expect.stringContaining('folder') }],
  ])
})

test('connect pins a profile, refuses another account, and pins anew when told', async () => {
  const home = await temporaryFolder()
  const env = connected()
  const first = await rolecall(['connect', 'acme-dev', '--json', '--home', home], env)
  expect([first.code, JSON.parse(first.stdout).connection]).toEqual([
    0,
    expect.objectContaining({
      profile: 'acme-dev',
      account: '444455556666',
      alias: 'acme-dev',
      movedTo: null,
    }),
  ])
  const keys = sandbox().stage.world.aws.accessKeys
  const [id = '', key] = Object.entries(keys).find(([, { account }]) => account === '444455556666') ?? []
  keys[id] = { ...(key ?? ({} as never)), account: '777788889999', arn: 'arn:aws:iam::777788889999:user/x' }
  const moved = await rolecall(['connect', 'acme-dev', '--json', '--home', home], env)
  expect([moved.code, JSON.parse(moved.stdout)]).toMatchObject([3, { failure: { reason: 'outdated' } }])
  const again = await rolecall(['connect', 'acme-dev', '--repin', '--json', '--home', home], env)
  expect([again.code, JSON.parse(again.stdout).connection.account]).toEqual([0, '777788889999'])
  if (key) keys[id] = key
})

test('connect says what a profile needs that nobody can give here', async () => {
  const device = await inSandbox('connect', 'acme-mfa')
  expect([device.code, device.stderr]).toEqual([
    3,
    expect.stringMatching(/needs a code of the MFA device.*none was given/),
  ])
  const signedOut = await inSandbox('connect', 'acme-sso', '--json')
  expect([signedOut.code, JSON.parse(signedOut.stdout)]).toMatchObject([
    3,
    { failure: { reason: 'credentials-expired' } },
  ])
  expect((await inSandbox('connect', '')).code).toBe(2)
})

test('preflight prints what each connected profile may do, and a policy for who may not', async () => {
  const { code, stdout } = await inSandbox('preflight', '--json')
  const { aws, github } = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(github).toMatchObject([{ login: 'sandbox-admin', tokenKind: 'classic', sso: [], failure: null }])
  expect(aws.map(({ profile }: { profile: string }) => profile)).toEqual(['acme-prod', 'acme-dev', 'globex'])
  expect(aws[0].features[0]).toEqual({
    feature: 'observe',
    allowed: 'yes',
    missing: [],
    says: expect.any(String),
  })
  const policy = await rolecall(['preflight', '--policy', 'read-only', '--partition', 'aws-cn'])
  expect(policy.code).toBe(0)
  const { Statement } = JSON.parse(policy.stdout)
  expect(JSON.stringify(Statement)).toContain('arn:aws-cn:iam::*:role/*')
  expect(Statement.flatMap(({ Action }: { Action: string[] }) => Action)).not.toContain('iam:PutRolePolicy')
  const nobody = await rolecall(['preflight', '--json', '--home', await temporaryFolder()])
  expect([nobody.code, JSON.parse(nobody.stdout)]).toEqual([3, { aws: [], github: [] }])
})
