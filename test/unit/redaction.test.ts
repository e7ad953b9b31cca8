import { describe, expect, it } from 'vitest'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import { redact, redactAll } from '../../shared/domain/redaction'

const letters = (count: number): string => 'aB3x'.repeat(Math.ceil(count / 4)).slice(0, count)

describe('what is a secret is taken out of a text', () => {
  it.each([
    ['a classic token', `ghp_${letters(36)}`],
    ['an OAuth token', `gho_${letters(36)}`],
    ['a token of an App', `ghs_${letters(36)}`],
    ['a token of an App that goes on as a JWT', `ghs_12345_${letters(20)}.${letters(40)}.${letters(43)}`],
    ['a fine-grained token', `github_pat_${letters(22)}_${letters(59)}`],
    ['a long-term access key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a temporary access key', 'ASIAIOSFODNN7EXAMPLE'],
    ['a session token', `IQoJb3JpZ2luX2Vj${letters(300)}==`.replace('_', '')],
    ['an OIDC token', `eyJ${letters(20)}.eyJ${letters(200)}.${letters(80)}`],
    ['a token of IAM Identity Center', `aorAAAAAG${letters(120)}`],
    ['an API key of Anthropic', `sk-ant-api03-${letters(40)}`],
  ])('%s, wherever it stands', (_, secret) => {
    for (const text of [
      secret,
      `before ${secret} after`,
      `"token":"${secret}"`,
      `https://x.test/?t=${secret}&a=1`,
    ]) {
      expect(redact(text)).not.toContain(secret)
      expect(redact(text)).toContain('•••')
    }
  })

  it.each([
    ['the credentials file', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['an answer of STS', '"SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"'],
    ['the environment', 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['a header', 'Authorization: token wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['a URL', 'https://someone:wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY@github.example/acme/web.git'],
    ['a URL whose password has an @', 'https://someone:wJalrXUtnFEMI@bPxRfiCYEXAMPLEKEY@github.example/acme'],
    ['a URL whose user is an address', 'https://some.one@example.com:bPxRfiCYEXAMPLEKEY@github.example/acme'],
  ])('what has no shape of its own, by the name before it: %s', (_, text) => {
    expect(redact(text)).not.toMatch(/bPxRfiCYEXAMPLEKEY/)
  })

  it('a PEM block, even one that was cut off', () => {
    const body = `${letters(64)}\n${letters(64)}`
    expect(redact(`key:\n-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----\nend`)).toBe(
      'key:\n•••\nend',
    )
    expect(redact(`-----BEGIN PRIVATE KEY-----\n${body}`)).toBe('•••')
  })
})

it.each([
  'arn:aws:iam::111122223333:role/github-bedrock-web',
  'Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
  'repo:acme@1234567/web@7654321:ref:refs/heads/main',
  'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c',
  'https://github.com/acme/web/actions/runs/17012345678',
  'token.actions.githubusercontent.com:sub',
  'https://someone@github.example:8443/acme/web@v4',
  'AROAIOSFODNN7EXAMPLE:GitHubActions',
  'The access token has expired: sign in again.',
  'password: ${{secrets.DEPLOY_PASSWORD}}',
  'SESSION_TOKEN=$AWS_SESSION_TOKEN',
])('what is no secret stays as it is: %s', (text) => {
  expect(redact(text)).toBe(text)
})

it('no failure carries a secret, whoever worded it', () => {
  const told = failure('upstream', `The server said: bad token ghp_${letters(36)}.`)
  expect(told.sentence).toBe('The server said: bad token •••.')
  expect(new ExpectedFailure(told).message).toBe(told.sentence)
})

it('a value is redacted in all of its texts, by its names too, and is left as it is where it holds no secret', () => {
  const clean = { runs: [{ id: 7, title: 'Ask', at: null }], url: 'https://github.com/acme/web' }
  expect(redactAll(clean)).toBe(clean)
  const token = `ghp_${letters(36)}`
  expect(
    redactAll({ lines: [`a ${token}`, 'b'], deep: { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }, n: 1 }),
  ).toEqual({
    lines: ['a •••', 'b'],
    deep: { secretAccessKey: '•••' },
    n: 1,
  })
})
