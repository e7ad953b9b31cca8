import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openIssuer } from '../../electron/sandbox/issuer'
import { ACCOUNT, aRole, aWorld, PROVIDER_ARN, trustFor } from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

const SUBJECT = 'repo:acme/web:ref:refs/heads/main'
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/web-bedrock`

let served: ServedAws

beforeEach(async () => {
  served = await serveAws(aWorld({ roles: [aRole('web-bedrock', { trust: trustFor(SUBJECT) })] }))
})
afterEach(() => served.close())

function sts(credentials = { accessKeyId: 'none', secretAccessKey: 'none' }): STSClient {
  return new STSClient({ endpoint: served.url, region: 'eu-west-2', credentials, maxAttempts: 1 })
}

async function token(subject = SUBJECT, audience = 'sts.amazonaws.com'): Promise<string> {
  return served.issuer.mint({ sub: subject, repository: 'acme/web' }, audience, served.clock.now)
}

async function assume(part: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) {
  return sts().send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: ROLE_ARN,
      RoleSessionName: 'GitHubActions',
      WebIdentityToken: await token(),
      ...part,
    }),
  )
}

test('a token that the trust policy admits becomes a session of the role', async () => {
  const answer = await assume()
  expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/web-bedrock/GitHubActions`)
  expect(answer).toMatchObject({
    Provider: PROVIDER_ARN,
    Audience: 'sts.amazonaws.com',
    SubjectFromWebIdentityToken: SUBJECT,
  })
  expect(answer.Credentials?.Expiration?.getTime()).toBe(served.clock.now + 3_600_000)
  expect(served.changes()).toBeGreaterThan(0)
})

test('the session is known to GetCallerIdentity until it expires', async () => {
  const { Credentials: keys } = await assume({ DurationSeconds: 900 })
  const session = sts({
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    ...{ sessionToken: keys?.SessionToken },
  })
  await expect(session.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: ACCOUNT })
  served.clock.now += 901_000
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredToken',
    $metadata: { httpStatusCode: 403 },
  })
})

test('a session key without its token is not valid', async () => {
  const { Credentials: keys } = await assume()
  const half = sts({ accessKeyId: keys?.AccessKeyId ?? '', secretAccessKey: keys?.SecretAccessKey ?? '' })
  await expect(half.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
  })
})

test('an unknown key is not valid', async () => {
  const stranger = sts({ accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' })
  await expect(stranger.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
    $metadata: { httpStatusCode: 403 },
  })
})

const NOT_AUTHORIZED = {
  name: 'AccessDenied',
  message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  $metadata: { httpStatusCode: 403 },
}

test.each([
  ['another branch', 'repo:acme/web:ref:refs/heads/dev'],
  ['another case', 'repo:Acme/web:ref:refs/heads/main'],
  ['the immutable form', 'repo:acme@12/web@34:ref:refs/heads/main'],
])('a subject of %s is refused without saying why', async (_, subject) => {
  await expect(assume({ WebIdentityToken: await token(subject) })).rejects.toMatchObject(NOT_AUTHORIZED)
})

test('a role that does not exist is refused in the same words', async () => {
  await expect(assume({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/nobody` })).rejects.toMatchObject(
    NOT_AUTHORIZED,
  )
})

test('a role changed a moment ago does not yet behave', async () => {
  served.aws.consistencyDelay = 10
  const role = served.aws.accounts[ACCOUNT]?.roles[0]
  if (role) role.changedAt = new Date(served.clock.now - 4_000).toISOString()
  await expect(assume()).rejects.toMatchObject(NOT_AUTHORIZED)
  served.clock.now += 6_000
  await expect(assume()).resolves.toHaveProperty('Credentials')
})

test.each([
  ['no provider in the account', ACCOUNT],
  ['an account that is not there', '999999999999'],
])('%s: the issuer is named', async (_, account) => {
  const own = served.aws.accounts[ACCOUNT]
  if (own) own.providers = []
  await expect(assume({ RoleArn: `arn:aws:iam::${account}:role/web-bedrock` })).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
    message:
      'No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
  })
})

test('an audience that the provider does not list is incorrect', async () => {
  const other = await token(SUBJECT, 'https://github.com/acme')
  await expect(assume({ WebIdentityToken: other })).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
    message: 'Incorrect token audience',
    $metadata: { httpStatusCode: 400 },
  })
})

test('a token that is past its time has expired', async () => {
  const old = await token()
  served.clock.now += 600_000
  await expect(assume({ WebIdentityToken: old })).rejects.toMatchObject({ name: 'ExpiredTokenException' })
})

test('a token that somebody else signed is not valid', async () => {
  const forger = await openIssuer(null)
  const forged = await forger.mint({ sub: SUBJECT }, 'sts.amazonaws.com', served.clock.now)
  await expect(assume({ WebIdentityToken: forged })).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
  })
})

test('a text that is no JWT is not valid', async () => {
  await expect(assume({ WebIdentityToken: 'gho_notatoken' })).rejects.toMatchObject({
    name: 'InvalidIdentityTokenException',
  })
})

test('a session longer than the role allows names MaxSessionDuration', async () => {
  await expect(assume({ DurationSeconds: 7200 })).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  })
})

test.each([
  ['a session shorter than 15 minutes', { DurationSeconds: 600 }],
  ['a session name with a space', { RoleSessionName: 'Git Hub' }],
  ['a role ARN that is none', { RoleArn: 'web-bedrock-role-of-the-account' }],
])('%s breaks a constraint', async (_, part) => {
  await expect(assume(part)).rejects.toMatchObject({ name: 'ValidationError' })
})
