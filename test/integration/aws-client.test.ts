import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAwsGateway } from '../../electron/clients/aws/aws-gateway'
import { serveLoopback } from '../../electron/sandbox/loopback-server'
import { ModelId, Region, RoleName } from '../../shared/domain/ids'
import {
  ACCOUNT,
  ADMIN_KEY,
  allowing,
  aRole,
  aWorld,
  HAIKU,
  HOST,
  PROVIDER_ARN,
  READER_KEY,
  SONNET,
  trustFor,
} from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

const LONDON = Region.parse('eu-west-2')
const WEB = RoleName.parse('web')
const TRUST = trustFor('repo:acme/web:ref:refs/heads/main')
const INVOKE = allowing(['bedrock:InvokeModel'], ['*'])

let served: ServedAws

beforeEach(async () => {
  served = await serveAws(aWorld())
})
afterEach(() => served.close())

function account() {
  const found = served.aws.accounts[ACCOUNT]
  if (!found) throw new Error('The world has lost its account.')
  return found
}

describe('an account observed', () => {
  test('is no empty account where something else answers in the place of IAM', async () => {
    const proxy = await serveLoopback(() => new Response('<html><p>Sign in</p></html>'))
    const client = createAwsGateway({
      AWS_CONFIG_FILE: '/nonexistent/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
      AWS_ACCESS_KEY_ID: ADMIN_KEY,
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_ENDPOINT_URL: served.url,
      AWS_ENDPOINT_URL_IAM: proxy.origin,
    }).client('environment', null)
    const seen = await client.observeAccount([]).finally(() => proxy.close())
    expect(seen.roles).toMatchObject({
      known: false,
      failure: { reason: 'upstream', sentence: expect.stringMatching(/is not AWS’s.*proxy/) },
    })
  })

  test('holds provider, form, roles that name GitHub with their policies, and the models of each region', async () => {
    const extra = { arn: `arn:aws:iam::${ACCOUNT}:policy/extra`, name: 'extra', document: INVOKE }
    const readOnly = { arn: 'arn:aws:iam::aws:policy/ReadOnly', name: 'ReadOnly', document: INVOKE }
    account().managedPolicies.push(extra, readOnly)
    account().roles.push(
      aRole('web', {
        path: '/ci/',
        trust: JSON.stringify(JSON.parse(TRUST), null, 4),
        inlinePolicies: { bedrock: INVOKE },
        attachedPolicyArns: [extra.arn, readOnly.arn],
        tags: { 'made-by': 'rolecall' },
        lastUsedAt: '2026-11-01T00:00:00.000Z',
        lastUsedRegion: 'eu-west-2',
      }),
      aRole('ec2', {
        trust:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
      }),
    )
    const seen = await served.client(ADMIN_KEY).observeAccount([
      { region: LONDON, models: [ModelId.parse(`eu.${SONNET}`), ModelId.parse(HAIKU)] },
      { region: Region.parse('us-east-1'), models: [] },
    ])
    expect(seen).toMatchObject({
      account: ACCOUNT,
      partition: 'aws',
      alias: 'acme-production',
      provider: {
        known: true,
        value: { arn: PROVIDER_ARN, url: HOST, clientIds: ['sts.amazonaws.com'] },
      },
      useCaseForm: { known: true, value: 'submitted' },
    })
    expect(seen.roles).toEqual({
      known: true,
      value: [
        {
          arn: `arn:aws:iam::${ACCOUNT}:role/ci/web`,
          name: 'web',
          path: '/ci/',
          createdAt: '2026-01-02T03:04:05.000Z',
          maxSessionDuration: null,
          trust: JSON.stringify(JSON.parse(TRUST), null, 4),
          inlinePolicies: [{ name: 'bedrock', arn: null, document: INVOKE }],
          attachedPolicies: [
            { name: 'extra', arn: extra.arn, document: INVOKE },
            { name: 'ReadOnly', arn: readOnly.arn, document: INVOKE },
          ],
          boundaryArn: null,
          boundaryDocument: null,
          tags: { 'made-by': 'rolecall' },
          lastUsedAt: '2026-11-01T00:00:00.000Z',
        },
      ],
    })
    const [london, virginia] = seen.regions
    expect(london?.models).toMatchObject({
      known: true,
      value: {
        region: 'eu-west-2',
        models: [{ id: SONNET, onDemand: false, inferenceProfile: true }, { id: HAIKU, onDemand: true }, {}],
        profiles: [
          { id: `eu.${SONNET}`, arn: `arn:aws:bedrock:eu-west-2:${ACCOUNT}:inference-profile/eu.${SONNET}` },
          { id: `global.${SONNET}` },
        ],
        availability: [
          { model: SONNET, agreement: 'AVAILABLE', authorized: true, entitled: true, inRegion: true },
          { model: HAIKU },
        ],
      },
    })
    expect(virginia?.models).toMatchObject({ known: true, value: { availability: [] } })
  })

  test('needs one pagination for all roles, however many there are', async () => {
    for (let index = 0; index < 1500; index += 1) account().roles.push(aRole(`role-${index}`))
    const seen = await served.client(ADMIN_KEY).observeAccount([])
    expect(seen.roles.known && seen.roles.value).toHaveLength(1500)
    expect(served.requests.toSorted()).toEqual([
      'GET /use-case-for-model-access',
      'GetAccountAuthorizationDetails',
      'GetAccountAuthorizationDetails',
      'GetAccountSummary',
      'GetCallerIdentity',
      'GetOpenIDConnectProvider',
      'ListAccountAliases',
    ])
  })

  test('leaves the rest standing when a part is forbidden, and says which action is missing', async () => {
    account().providers = []
    const seen = await served.client(READER_KEY).observeAccount([{ region: LONDON, models: [] }])
    expect(seen.provider).toEqual({ known: true, value: null })
    expect(seen.regions[0]?.models).toMatchObject({
      known: false,
      failure: {
        reason: 'forbidden',
        recovery: { kind: 'ask-administrator', permission: expect.stringMatching(/^bedrock:List/) },
      },
    })
    expect(seen.useCaseForm).toMatchObject({
      known: false,
      failure: { recovery: { permission: 'bedrock:GetUseCaseForModelAccess' } },
    })
  })

  test('passes over a model that the region does not know', async () => {
    const models = [ModelId.parse('anthropic.claude-nonesuch'), ModelId.parse(SONNET)]
    const seen = await served.client(ADMIN_KEY).observeAccount([{ region: LONDON, models }])
    expect(seen.regions[0]?.models).toMatchObject({ value: { availability: [{ model: SONNET }] } })
  })

  test('signs IAM for its home region and STS and Bedrock for where they are called', async () => {
    await served.client(ADMIN_KEY, LONDON).observeAccount([{ region: LONDON, models: [] }])
    expect(new Set(served.scopes)).toEqual(
      new Set(['sts/eu-west-2', 'iam/us-east-1', 'bedrock/us-east-1', 'bedrock/eu-west-2']),
    )
  })

  test('says of a region without Bedrock that it is the region, not the credentials', async () => {
    const region = Region.parse('af-south-1')
    const seen = await served.client(ADMIN_KEY).observeAccount([{ region, models: [] }])
    expect(seen.regions[0]?.models).toMatchObject({
      failure: {
        reason: 'invalid',
        sentence: expect.stringContaining('af-south-1'),
        recovery: { kind: 'correct-input', field: 'region' },
      },
    })
  })

  test('stops when it is told to', async () => {
    const stop = AbortSignal.abort()
    await expect(served.client(ADMIN_KEY).observeAccount([], stop)).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})

describe('changes', () => {
  test('from nothing to a role and back leave nothing behind', async () => {
    account().providers = []
    const client = served.client(ADMIN_KEY)
    const provider = await client.createProvider(`https://${HOST}`, [])
    await client.addAudience(provider, 'sts.amazonaws.com')
    await expect(client.provider(HOST)).resolves.toEqual({
      arn: PROVIDER_ARN,
      url: HOST,
      clientIds: ['sts.amazonaws.com'],
    })
    const arn = await client.createRole({
      name: WEB,
      path: '/',
      trust: TRUST,
      description: 'Bedrock from acme/web',
      tags: { 'made-by': 'rolecall' },
    })
    await client.putRolePolicy(WEB, 'bedrock', INVOKE)
    const wider = trustFor('repo:acme/web:environment:production')
    await client.updateTrust(WEB, wider)
    await expect(client.role(WEB)).resolves.toMatchObject({
      arn,
      trust: wider,
      maxSessionDuration: 3600,
      inlinePolicies: [{ name: 'bedrock', document: INVOKE }],
      attachedPolicies: [],
      tags: { 'made-by': 'rolecall' },
    })
    await client.deleteRolePolicy(WEB, 'bedrock')
    await client.deleteRole(WEB)
    await client.removeAudience(provider, 'sts.amazonaws.com')
    await client.deleteProvider(provider)
    expect(account()).toMatchObject({ roles: [], providers: [] })
    await expect(client.role(WEB)).resolves.toBeNull()
    await expect(client.provider(HOST)).resolves.toBeNull()
  })

  test('the form is submitted in the home region, whatever the profile works in', async () => {
    account().useCaseForm = null
    const client = served.client(ADMIN_KEY, LONDON)
    await expect(client.useCaseForm()).resolves.toBe('missing')
    const form = {
      companyName: 'Acme',
      companyWebsite: 'https://acme.example.com',
      intendedUsers: '0' as const,
      industryOption: 'Software',
      otherIndustryOption: '',
      useCases: 'Code review in CI',
    }
    await client.submitUseCaseForm(form)
    await expect(client.useCaseForm()).resolves.toBe('submitted')
    expect(JSON.parse(account().useCaseForm ?? '')).toEqual(form)
    expect(new Set(served.scopes)).toEqual(new Set(['bedrock/us-east-1']))
  })
})

describe('refusals', () => {
  test.each([
    ['a role of that name', 'conflict', 'EntityAlreadyExists', TRUST, 'web'],
    ['a trust that IAM refuses', 'invalid', 'MalformedPolicyDocument', TRUST.replace(':sub', ':ref'), 'new'],
  ])('%s is %s', async (_, reason, code, trust, name) => {
    account().roles.push(aRole('web'))
    const client = served.client(ADMIN_KEY)
    const input = { name: RoleName.parse(name), path: '/', trust, description: '', tags: {} }
    await expect(client.createRole(input)).rejects.toMatchObject({
      name: 'ExpectedFailure',
      failure: { reason, code },
    })
  })

  test('a missing permission is named by the call, and who may grant it', async () => {
    account().roles.push(aRole('web'))
    await expect(served.client(READER_KEY).updateTrust(WEB, TRUST)).rejects.toMatchObject({
      failure: {
        reason: 'forbidden',
        recovery: { kind: 'ask-administrator', permission: 'iam:UpdateAssumeRolePolicy' },
      },
    })
  })

  test('keys that AWS does not know ask to connect again', async () => {
    await expect(served.client('AKIASTRANGER').identity()).rejects.toMatchObject({
      failure: {
        reason: 'credentials-expired',
        recovery: { kind: 'connect-aws', profile: 'environment' },
        code: 'InvalidClientTokenId',
      },
    })
  })

  test('a dead network is offline', async () => {
    const client = served.client(ADMIN_KEY)
    await served.close()
    await expect(client.identity()).rejects.toMatchObject({ failure: { reason: 'offline' } })
  })
})

describe('profiles', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aws-profiles-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function gateway(config: string, credentials = '', env: Record<string, string> = {}) {
    await writeFile(join(folder, 'config'), config)
    await writeFile(join(folder, 'credentials'), credentials)
    return createAwsGateway({
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      ...env,
    })
  }

  test('come from both files and the environment, with their kind and region, without keys', async () => {
    const config = `
[default]
region = eu-west-2
[profile sso]
sso_session = acme
sso_account_id = ${ACCOUNT}
region = us-east-1
[sso-session acme]
sso_region = us-east-1
[profile deploy]
role_arn = arn:aws:iam::${ACCOUNT}:role/deploy
source_profile = default
[profile ci]
role_arn = arn:aws:iam::${ACCOUNT}:role/ci
web_identity_token_file = /var/token
[profile vault]
credential_process = vault-exec acme
[profile console]
login_session = arn:aws:iam::${ACCOUNT}:user/admin
[profile bare]
region = eu-west-1
[services local]
iam =
  endpoint_url = http://127.0.0.1:1
`
    const credentials = '[default]\naws_access_key_id = AKIA1\naws_secret_access_key = secret\n'
    const made = await gateway(config, credentials, {
      AWS_ACCESS_KEY_ID: 'AKIA2',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-west-2',
    })
    const listing = await made.profiles()
    expect(listing.profiles.map(({ name, kind, region, chain }) => [name, kind, region, chain])).toEqual([
      ['environment', 'environment', 'us-west-2', []],
      ['default', 'static', 'eu-west-2', []],
      ['sso', 'sso-session', 'us-east-1', []],
      ['deploy', 'assume-role', null, ['default']],
      ['ci', 'web-identity', null, []],
      ['vault', 'process', null, []],
      ['console', 'login', null, []],
      ['bare', 'incomplete', 'eu-west-1', []],
    ])
    expect(listing.complaints).toEqual([])
    expect(JSON.stringify(listing)).not.toContain('secret')
  })

  test('a machine without files has none', async () => {
    const made = createAwsGateway({ HOME: folder })
    await expect(made.profiles()).resolves.toEqual({ profiles: [], complaints: [], unreadable: false })
  })

  test('sign with their own keys at the endpoint of the profile or of its services section', async () => {
    const keys = `aws_access_key_id = ${ADMIN_KEY}\naws_secret_access_key = x\n`
    const made = await gateway(
      `[profile whole]\nendpoint_url = ${served.url}\n${keys}[profile single]\nservices = local\n${keys}` +
        `[services local]\nsts =\n  endpoint_url = ${served.url}\n`,
    )
    const who = { account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/admin`, partition: 'aws' }
    await expect(made.client('whole', null).identity()).resolves.toEqual(who)
    await expect(made.client('whole', null).alias()).resolves.toBe('acme-production')
    await expect(made.client('single', null).identity()).resolves.toEqual(who)
  })

  test("a service's own endpoint in the environment wins over the common one", async () => {
    const made = createAwsGateway({
      HOME: folder,
      AWS_ACCESS_KEY_ID: ADMIN_KEY,
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_STS: served.url,
    })
    await expect(made.client('environment', null).identity()).resolves.toMatchObject({ account: ACCOUNT })
    await expect(made.client('environment', null).alias()).rejects.toMatchObject({
      failure: { reason: 'offline' },
    })
  })

  test.each(['absent', 'bare'])('%s: a profile without credentials asks to sign in', async (name) => {
    const made = await gateway('[profile bare]\nregion = eu-west-1\n', '', { AWS_ENDPOINT_URL: served.url })
    await expect(made.client(name, null).identity()).rejects.toMatchObject({
      failure: { reason: 'credentials-expired', recovery: { kind: 'connect-aws', profile: name } },
    })
  })
})
