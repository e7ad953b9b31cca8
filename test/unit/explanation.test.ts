import { describe, expect, it } from 'vitest'
import { Explanation, explainTrust } from '../../shared/domain/explanation'
import { readToken } from '../../shared/domain/token-file'

const ISSUER = 'token.actions.githubusercontent.com'
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`
const MAIN = 'repo:octo-org/octo-repo:ref:refs/heads/main'
const NOW = Date.parse('2026-11-22T08:00:00Z')

const TOKEN = { provider: PROVIDER, sub: MAIN, aud: 'sts.amazonaws.com' }

function statement(Condition: object, over: object = {}) {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
    ...over,
  }
}

function explain(Statement: object | object[], token: object = TOKEN): Explanation {
  return explainText(JSON.stringify({ Version: '2012-10-17', Statement }), token)
}

function explainText(trust: string, token: object = TOKEN): Explanation {
  const read = readToken(JSON.stringify(token))
  if (!read.ok) throw new Error(read.why)
  const explanation = explainTrust(trust, read.token, NOW)
  expect(Explanation.parse(explanation)).toEqual(explanation)
  return explanation
}

const DENY_OTHERS = {
  Effect: 'Deny',
  NotPrincipal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
}

const healthy = { StringEquals: { [`${ISSUER}:sub`]: MAIN, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } }

describe('what a trust policy says to a token (issue 4, the rules without a connection)', () => {
  it('has exactly the shape of the contract', () => {
    const dev = { StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:ref:refs/heads/dev' } }
    const explanation = explain([statement(dev), statement(healthy)])
    expect(explanation).toEqual({
      allowed: true,
      decidedBy: 1,
      statements: [
        {
          index: 0,
          effect: 'Allow',
          applies: false,
          failed: [
            {
              operator: 'StringLike',
              key: `${ISSUER}:sub`,
              wanted: 'repo:octo-org/octo-repo:ref:refs/heads/dev',
              actual: MAIN,
            },
          ],
        },
        { index: 1, effect: 'Allow', applies: true, failed: [] },
      ],
      lints: [
        { level: 'medium', rule: 'no-aud', says: expect.any(String) },
        { level: 'medium', rule: 'classic-only', says: expect.any(String) },
      ],
      acceptedByIam: true,
      whyNot: null,
    })
  })

  it('lets a Deny decide, and says what an absent claim failed', () => {
    const explanation = explain([statement(healthy), statement({}, { Effect: 'Deny', Sid: 'Closed' })])
    expect(explanation).toMatchObject({ allowed: false, decidedBy: 1 })
    const condition = { StringEquals: { [`${ISSUER}:environment`]: 'prod' } }
    expect(explain(statement(condition)).statements[0]?.failed).toEqual([
      { operator: 'StringEquals', key: `${ISSUER}:environment`, wanted: 'prod', actual: null },
    ])
  })

  it('evaluates what it would not be allowed to store today', () => {
    const old = explain(statement({ StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } }))
    expect(old).toMatchObject({ allowed: true, decidedBy: 0, acceptedByIam: false })
    expect(old.whyNot).toMatch(/must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase/)
    expect(old.lints).toContainEqual(expect.objectContaining({ level: 'critical', rule: 'no-sub' }))
  })

  it.each<[what: string, key: string, operator: string, value: string, allowed: boolean]>([
    ['the hour', 'aws:CurrentTime', 'DateLessThan', '2026-11-22T09:00:00Z', true],
    ['the hour', 'aws:EpochTime', 'DateLessThan', '2026-11-22T07:00:00Z', false],
    ['that STS speaks TLS', 'aws:SecureTransport', 'Bool', 'true', true],
    ['the provider', 'aws:FederatedProvider', 'StringEquals', PROVIDER, true],
    ['that nobody signed the call', 'aws:PrincipalOrgID', 'StringNotEquals', 'o-1', true],
    ['not the address of the runner', 'aws:SourceIp', 'NotIpAddress', '192.0.2.0/24', false],
  ])('knows of the call %s', (_, key, operator, value, allowed) => {
    expect(explain(statement({ ...healthy, [operator]: { [key]: value } })).allowed).toBe(allowed)
  })

  it('takes a key of the call from the file of the token, and a number for a claim', () => {
    const condition = {
      ...healthy,
      IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
      NumericEquals: { [`${ISSUER}:repository_id`]: 22 },
    }
    const token = { ...TOKEN, 'AWS:SourceIp': '192.0.2.7', repository_id: 22, environment: null }
    expect(explain(statement(condition), token).allowed).toBe(true)
  })

  it('takes the condition keys from the issuer of the provider, a path of it included', () => {
    for (const host of ['ghes.example.com/_services/token', 'token.actions.octocorp.ghe.com/octocorp']) {
      const provider = `arn:aws:iam::123456789012:oidc-provider/${host}`
      const allow = statement(
        { StringEquals: { [`${host}:sub`]: MAIN, [`${host}:aud`]: 'sts.amazonaws.com' } },
        { Principal: { Federated: provider } },
      )
      expect(explain(allow, { ...TOKEN, provider })).toMatchObject({ allowed: true, acceptedByIam: true })
      expect(explain(allow).allowed).toBe(false)
    }
  })

  it('takes a document as IAM sends it, and one with a byte order mark and CRLF', () => {
    const plain = JSON.stringify({ Statement: statement(healthy) }, null, 2)
    for (const text of [encodeURIComponent(plain), `\uFEFF${plain.replaceAll('\n', '\r\n')}\r\n`])
      expect(explainText(text)).toEqual(explainText(plain))
  })

  it.each([
    ['no JSON', '{"Statement":', /not JSON/],
    ['something after the end', `${JSON.stringify({ Statement: statement(healthy) })}}`, /not JSON/],
    ['an element twice', '{"Statement":[],"Statement":[]}', /"Statement" twice/],
    ['a file of another kind and size', `{"Version":"${'a'.repeat(2_000_000)}"}`, /far larger/],
    ['a text that no element holds', JSON.stringify({ Version: '\n'.repeat(200_000) }), /Version/],
    ['an unknown element', '{"Statements":[]}', /Statement/],
    ['an effect that is none', JSON.stringify({ Statement: statement({}, { Effect: 'Permit' }) }), /Effect/],
  ])('says what is not valid, and allows nothing: %s', (_, text, whyNot) => {
    const { whyNot: says, ...rest } = explainText(text)
    expect(says).toMatch(whyNot)
    expect(rest).toEqual({
      allowed: false,
      decidedBy: null,
      statements: [],
      lints: [],
      acceptedByIam: false,
    })
  })

  it.each([
    [
      'an operator that IAM does not have',
      statement({ ...healthy, StringMatches: { a: 'b' } }),
      /Invalid Condition type/,
    ],
    [
      'NotPrincipal in an Allow',
      statement(healthy, { Principal: undefined, NotPrincipal: '*' }),
      /NotPrincipal/,
    ],
    ['NotPrincipal in a Deny', [statement(healthy), DENY_OTHERS], /NotPrincipal/],
    [
      'a wildcard within a provider',
      statement(healthy, { Principal: { Federated: PROVIDER.replace('1', '*') } }),
      /Invalid principal/,
    ],
    ['more than its quota', Array.from({ length: 9 }, () => statement(healthy)), /ACLSizePerRole: 2048/],
  ])('says why IAM would not store %s', (_, statements, whyNot) => {
    expect(explain(statements)).toMatchObject({
      acceptedByIam: false,
      whyNot: expect.stringMatching(whyNot),
    })
  })
})

describe('the file of a token', () => {
  it.each([
    ['{', /is not JSON/],
    ['[]', /one JSON object/],
    ['{"sub":"x"}', /names no provider/],
    [JSON.stringify({ ...TOKEN, provider: 'github' }), /not the ARN of an OIDC provider: github/],
    [JSON.stringify({ ...TOKEN, aud: ['a', 'b'] }), /something else than a text or a number under "aud"/],
    ['{"provider":"a","provider":"b"}', /"provider" twice/],
  ])('that is %s is refused', (text, why) => {
    const read = readToken(text)
    expect(read).toMatchObject({ ok: false, why: expect.stringMatching(why) })
  })
})
