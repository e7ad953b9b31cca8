import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ACCOUNT,
  ADMIN_KEY,
  allowing,
  aRole,
  aWorld,
  HOST,
  PROVIDER_ARN,
  READER_KEY,
  trustFor,
} from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

let served: ServedAws
let iam: IAMClient

beforeEach(async () => {
  served = await serveAws(aWorld())
  iam = signed(ADMIN_KEY)
})
afterEach(() => served.close())

function signed(accessKeyId: string): IAMClient {
  const credentials = { accessKeyId, secretAccessKey: 'any' }
  return new IAMClient({ endpoint: served.url, region: 'us-east-1', credentials, maxAttempts: 1 })
}

const TRUST = trustFor('repo:acme/web:ref:refs/heads/main')
const INVOKE = allowing(['bedrock:InvokeModel'], ['*'])

function create(part: Partial<CreateRoleCommandInput> = {}) {
  return iam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: TRUST, ...part }))
}

function put(document: string, name = 'bedrock') {
  return iam.send(new PutRolePolicyCommand({ RoleName: 'web', PolicyName: name, PolicyDocument: document }))
}

function trustWith(change: (statement: Record<string, unknown>) => object): string {
  const statement: Record<string, unknown> = JSON.parse(TRUST).Statement[0]
  return JSON.stringify({ Version: '2012-10-17', Statement: [change(statement)] })
}

describe('providers', () => {
  test('a second provider for one issuer already exists', async () => {
    await expect(
      iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${HOST}`, ClientIDList: ['x'] })),
    ).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: `Provider with url https://${HOST} already exists.`,
      $metadata: { httpStatusCode: 409 },
    })
  })

  test('a provider of GitHub Enterprise Server stands beside it', async () => {
    const Url = 'https://ghes.example.com/_services/token'
    const { OpenIDConnectProviderArn } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url }))
    expect(OpenIDConnectProviderArn).toBe(
      `arn:aws:iam::${ACCOUNT}:oidc-provider/ghes.example.com/_services/token`,
    )
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}))
    expect(OpenIDConnectProviderList).toHaveLength(2)
  })

  test.each(['http://plain.example.com', 'not a url'])('%s is no provider URL', async (Url) => {
    await expect(iam.send(new CreateOpenIDConnectProviderCommand({ Url }))).rejects.toMatchObject({
      name: 'InvalidInputException',
    })
  })

  test('deleting is idempotent, reading afterwards finds nothing', async () => {
    const OpenIDConnectProviderArn = PROVIDER_ARN
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))
    await expect(
      iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } })
  })
})

describe('roles', () => {
  test('a role is kept as it was sent, its trust URL-encoded on the wire', async () => {
    const { Role } = await create({ Path: '/ci/', Tags: [{ Key: 'made-by', Value: 'a & <b>' }] })
    expect(Role?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/ci/web`)
    const { Role: read } = await iam.send(new GetRoleCommand({ RoleName: 'web' }))
    expect(read?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/)
    expect(decodeURIComponent(read?.AssumeRolePolicyDocument ?? '')).toBe(TRUST)
    expect(read).toMatchObject({ MaxSessionDuration: 3600, Tags: [{ Key: 'made-by', Value: 'a & <b>' }] })
  })

  test('names are unique without case', async () => {
    await create()
    await expect(create({ RoleName: 'Web' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name Web already exists.',
    })
  })

  test.each([
    ['a space in the name', { RoleName: 'my role' }],
    ['a name of 65 characters', { RoleName: 'r'.repeat(65) }],
    ['a path without slashes', { Path: 'ci' }],
    ['a session of ten minutes', { MaxSessionDuration: 600 }],
    ['a session of a day', { MaxSessionDuration: 86_400 }],
    ['a description of 1,001 characters', { Description: 'd'.repeat(1001) }],
  ])('%s is a ValidationError', async (_, part) => {
    await expect(create(part)).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    })
  })

  test('tag keys that differ by case alone are duplicates', async () => {
    await create()
    const Tags = [
      { Key: 'Team', Value: 'a' },
      { Key: 'team', Value: 'b' },
    ]
    await expect(iam.send(new TagRoleCommand({ RoleName: 'web', Tags }))).rejects.toMatchObject({
      name: 'InvalidInputException',
    })
  })

  test('a role with policies cannot be deleted', async () => {
    await create()
    await put(INVOKE)
    await expect(iam.send(new DeleteRoleCommand({ RoleName: 'web' }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
    })
  })

  test('a role that is not there cannot be found', async () => {
    await expect(iam.send(new GetRoleCommand({ RoleName: 'web' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name web cannot be found.',
    })
  })

  test('the longest session can be raised afterwards', async () => {
    await create()
    await iam.send(new UpdateRoleCommand({ RoleName: 'web', MaxSessionDuration: 7200 }))
    const { Roles } = await iam.send(new ListRolesCommand({}))
    expect(Roles).toMatchObject([{ RoleName: 'web', MaxSessionDuration: 7200 }])
  })
})

describe('trust policies', () => {
  const scopedToAll =
    /^Trust policy with trusted principal .* must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, token\.actions\.githubusercontent\.com:sub or token\.actions\.githubusercontent\.com:job_workflow_ref which is not scoped to all\.$/

  test.each([
    ['no condition on sub', { StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com' } }],
    ['a sub of *', { StringLike: { [`${HOST}:sub`]: '*' } }],
    ['ForAllValues', { 'ForAllValues:StringEquals': { [`${HOST}:sub`]: 'repo:acme/web:*' } }],
  ])('GitHub with %s is refused at create and update', async (_, Condition) => {
    const open = trustWith((statement) => ({ ...statement, Condition }))
    const refused = { name: 'MalformedPolicyDocumentException', message: expect.stringMatching(scopedToAll) }
    await expect(create({ AssumeRolePolicyDocument: open })).rejects.toMatchObject(refused)
    await create()
    await expect(
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'web', PolicyDocument: open })),
    ).rejects.toMatchObject(refused)
  })

  test.each([
    ['no JSON', '{"Version":', 'This policy contains invalid Json'],
    ['a version of its own', TRUST.replace('2012-10-17', '2026-01-01'), /must be version 2012-10-17/],
    ['no statement', '{"Version":"2012-10-17","Statement":[]}', 'Syntax errors in policy.'],
    ['a resource', trustWith((each) => ({ ...each, Resource: '*' })), 'Has prohibited field Resource'],
    ['no principal', trustWith(({ Principal: _, ...rest }) => rest), 'Missing required field Principal'],
    [
      'a foreign action',
      trustWith((each) => ({ ...each, Action: 's3:GetObject' })),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'a principal that is no provider',
      trustWith((each) => ({ ...each, Principal: { Federated: 'github' } })),
      'Invalid principal in policy: "Federated":"github"',
    ],
    [
      'an unknown operator',
      trustWith((each) => ({ ...each, Condition: { StringSame: { [`${HOST}:sub`]: 'x' } } })),
      'Invalid Condition type : StringSame.',
    ],
  ])('%s is malformed', async (_, AssumeRolePolicyDocument, message) => {
    await expect(create({ AssumeRolePolicyDocument })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  })

  test('2,048 characters are the limit, and white space is free', async () => {
    const long = trustFor(`repo:acme/web:ref:refs/heads/${'b'.repeat(2048)}`)
    await expect(create({ AssumeRolePolicyDocument: long })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for ACLSizePerRole: 2048',
    })
    const airy = JSON.stringify(JSON.parse(TRUST), null, 10)
    await expect(create({ AssumeRolePolicyDocument: airy + ' '.repeat(2048) })).resolves.toHaveProperty(
      'Role',
    )
  })
})

describe('inline policies', () => {
  beforeEach(async () => {
    await create()
  })

  test('are kept byte for byte', async () => {
    const pretty = JSON.stringify(JSON.parse(INVOKE), null, 2)
    await put(pretty)
    const answer = await iam.send(new GetRolePolicyCommand({ RoleName: 'web', PolicyName: 'bedrock' }))
    expect(decodeURIComponent(answer.PolicyDocument ?? '')).toBe(pretty)
  })

  test.each([
    ['no JSON', 'hello', 'Syntax errors in policy.'],
    ['a principal', INVOKE.replace('"Effect"', '"Principal":"*","Effect"'), /should not specify a principal/],
    ['no resource', INVOKE.replace(/,"Resource":\["\*"\]/, ''), 'Policy statement must contain resources.'],
    ['an action without its vendor', allowing(['InvokeModel'], ['*']), /must be prefaced by a vendor/],
    ['a resource that is no ARN', allowing(['bedrock:*'], ['claude']), /must be in ARN format or "\*"/],
  ])('%s is malformed', async (_, document, message) => {
    await expect(put(document)).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  })

  test('share 10,240 characters', async () => {
    const half = allowing(['bedrock:InvokeModel'], [`arn:aws:bedrock:*::${'m'.repeat(6000)}`])
    await put(half, 'one')
    await expect(put(half, 'two')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role web',
    })
    await expect(put(half, 'one')).resolves.toBeDefined()
  })
})

describe('the account as a whole', () => {
  test('is paged by MaxItems and Marker, roles first, with what each role has', async () => {
    const account = served.aws.accounts[ACCOUNT]
    const policy = { arn: `arn:aws:iam::${ACCOUNT}:policy/extra`, name: 'extra', document: INVOKE }
    account?.managedPolicies.push(policy)
    account?.roles.push(
      aRole('a', { attachedPolicyArns: [policy.arn], inlinePolicies: { bedrock: INVOKE } }),
      aRole('b', { lastUsedAt: '2026-11-01T00:00:00.000Z', lastUsedRegion: 'eu-west-2' }),
    )
    const first = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 2 }))
    expect(first).toMatchObject({ IsTruncated: true, Policies: [] })
    expect(first.RoleDetailList).toMatchObject([
      { RoleName: 'a', AttachedManagedPolicies: [{ PolicyName: 'extra', PolicyArn: policy.arn }] },
      { RoleName: 'b', RoleLastUsed: { Region: 'eu-west-2' } },
    ])
    const second = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ MaxItems: 2, Marker: first.Marker }),
    )
    expect(second).toMatchObject({
      IsTruncated: false,
      RoleDetailList: [],
      Policies: [{ PolicyName: 'extra' }],
    })
  })

  test('tells its quotas', async () => {
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}))
    expect(SummaryMap).toMatchObject({ AssumeRolePolicySizeQuota: 2048, RolePolicySizeQuota: 10_240 })
  })
})

test('a principal does only what it is allowed, and the refusal names principal, action and resource', async () => {
  iam = signed(READER_KEY)
  await expect(iam.send(new ListRolesCommand({}))).resolves.toMatchObject({ Roles: [] })
  await expect(create()).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::${ACCOUNT}:user/reader is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${ACCOUNT}:role/web because no identity-based policy allows the iam:CreateRole action`,
    $metadata: { httpStatusCode: 403 },
  })
  expect(served.changes()).toBe(0)
})

test('plain HTTP without a signature or with an unknown action is refused in XML', async () => {
  const unsigned = await fetch(served.url, { method: 'POST', body: 'Action=ListRoles&Version=2010-05-08' })
  expect(unsigned.status).toBe(403)
  expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>')
  const authorization = `AWS4-HMAC-SHA256 Credential=${ADMIN_KEY}/20261120/us-east-1/iam/aws4_request, Signature=0`
  const unknown = await fetch(`${served.url}/?Action=MakeCoffee&Version=2010-05-08`, {
    headers: { authorization },
  })
  expect(unknown.status).toBe(400)
  expect(await unknown.text()).toContain('Could not find operation MakeCoffee for version 2010-05-08')
})
