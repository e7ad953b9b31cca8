import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../shared/domain/policy-document'
import { lintTrust } from '../../shared/domain/trust-lints'
import { composeTrust, GITHUB_ISSUER_HOST } from '../../shared/domain/trust-policy'

const HOST = GITHUB_ISSUER_HOST
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${HOST}`

function lint(...conditions: object[]): string[] {
  const Statement = conditions.map((Condition) => ({
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  }))
  return lintText(JSON.stringify({ Version: '2012-10-17', Statement }))
}

function lintText(text: string): string[] {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return lintTrust(parsed.policy).map(({ level, rule }) => `${level} ${rule}`)
}

const like = (sub: string | string[], more: object = {}) => ({
  StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com', ...more },
  StringLike: { [`${HOST}:sub`]: sub },
})

describe('lints of a trust policy (field-notes §9)', () => {
  it.each([
    ['*', ['critical sub-all']],
    ['repo:*', ['critical sub-all']],
    ['repo:*/web:ref:refs/heads/main', ['critical sub-all']],
    ['*:ref:refs/heads/main', ['critical sub-all']],
    ['repo:acme*', ['critical owner-without-slash']],
    ['repo:acme*/web:pull_request', ['critical owner-without-slash']],
    ['repo:acme/*', ['high org-wide']],
    ['repo:acme@11/*', ['high org-wide']],
    ['repo:acme@*', ['high org-wide']],
    ['repo:acme/web*', ['high org-wide']],
    ['repo:acme/web:*', ['medium classic-only', 'medium any-ref']],
    ['repo:acme/web:ref:refs/heads/main', ['medium classic-only']],
    ['repo:acme@*/web@*:environment:prod', ['medium id-wildcard']],
    ['repo:acme@11/web@22:*', ['medium any-ref']],
    ['repo:acme@11/web@22:ref:refs/heads/*', []],
    ['repo:acme@11/web@22:pull_request', []],
  ])('the subject %s: %j', (sub, expected) => {
    expect(lint(like(sub))).toEqual(expected)
  })

  it('finds nothing in what Rolecall writes for an immutable subject', () => {
    const subjects = ['repo:acme@11/web@22:ref:refs/heads/main', 'repo:acme@11/web@22:environment:prod']
    const text = composeTrust({
      providerArn: PROVIDER,
      issuerHost: HOST,
      audience: 'sts.amazonaws.com',
      subjects,
    })
    expect(lintText(text)).toEqual([])
  })

  it('misses a test of subject and audience', () => {
    expect(lint({})).toEqual(['critical no-sub', 'medium no-aud'])
    expect(lint({ StringNotEquals: { [`${HOST}:sub`]: 'repo:evil/x:pull_request' } })).toEqual([
      'critical no-sub',
      'medium no-aud',
    ])
  })

  it('takes the repository, written out, for a test of the subject', () => {
    const aud = { [`${HOST}:aud`]: 'sts.amazonaws.com' }
    expect(lint({ StringEquals: { ...aud, [`${HOST}:repository_id`]: '22' } })).toEqual([])
    expect(lint({ StringLike: { ...aud, [`${HOST}:repository`]: 'acme/*' } })).toEqual(['critical no-sub'])
    expect(lint(like('repo:acme/web:pull_request', { [`${HOST}:repository_id`]: '22' }))).toEqual([])
    expect(lint(like('repo:*', { [`${HOST}:repository_id`]: '22' }))).toEqual([])
  })

  /* IAM user guide, policy variables: the value of the request is put in. */
  it.each([
    ['repo:${H:repository}:ref:refs/heads/main', ['critical sub-all']],
    ['repo:acme/${H:repository}:pull_request', ['high org-wide']],
    ['repo:acme@${H:repository_owner_id}/web@22:pull_request', ['medium id-wildcard']],
    ['repo:acme@11/web@22:ref:${H:ref}', []],
    ['repo:acme@11/web@22:environment:a${*}', []],
  ])('the subject %s, filled in from the token itself: %j', (sub, expected) => {
    const StringEquals = {
      [`${HOST}:aud`]: 'sts.amazonaws.com',
      [`${HOST}:sub`]: sub.replace('H:', `${HOST}:`),
    }
    expect(lint({ StringEquals })).toEqual(expected)
  })

  it('takes the ID of the owner for what it is: all of the owner’s repositories, and nobody else’s', () => {
    const owner = { [`${HOST}:repository_owner_id`]: '11' }
    const aud = { [`${HOST}:aud`]: 'sts.amazonaws.com' }
    expect(lint({ StringEquals: { ...aud, ...owner } })).toEqual(['high org-wide'])
    for (const sub of ['repo:*', 'repo:acme*', 'repo:acme/*'])
      expect(lint(like(sub, owner)), sub).toEqual(['high org-wide'])
    expect(lint(like('repo:acme/web:pull_request', owner))).toEqual([])
  })

  it('warns of ForAllValues, which holds for an absent claim', () => {
    const condition = {
      'ForAllValues:StringEquals': {
        [`${HOST}:sub`]: 'repo:acme@11/web@22:pull_request',
        [`${HOST}:aud`]: 'sts.amazonaws.com',
      },
    }
    expect(lint(condition)).toEqual(['high for-all-values'])
  })

  it('warns of pull requests only on a shared role, and tells each rule once', () => {
    const web = 'repo:acme@11/web@22:pull_request'
    expect(lint(like([web, 'repo:acme@11/web@22:environment:prod']))).toEqual([])
    expect(lint(like([web, 'repo:acme@11/api@33:pull_request']))).toEqual(['medium pull-request-shared'])
    expect(lint(like(web), like('repo:acme@11/api@33:ref:refs/heads/main'))).toEqual([
      'medium pull-request-shared',
    ])
    expect(lint(like(['repo:acme/web:*', 'repo:acme/api:*']))).toEqual([
      'medium classic-only',
      'medium any-ref',
    ])
  })

  /* IAM user guide, string condition operators: only StringLike and StringNotLike know `*` and `?`. */
  it.each([
    ['StringEquals', 'sub', 'repo:*', ['low wildcard-under-equals']],
    ['StringEqualsIgnoreCase', 'sub', 'repo:acme@11/web@22:ref:refs/heads/?', ['low wildcard-under-equals']],
    ['ForAnyValue:StringEquals', 'sub', 'repo:acme/web:*', ['low wildcard-under-equals']],
    ['StringEqualsIfExists', 'sub', ['repo:acme@11/web@22:pull_request', '*'], ['low wildcard-under-equals']],
    // `${*}` is the character itself, wherever it stands.
    ['StringEquals', 'sub', 'repo:acme@11/web@22:environment:a${*}', []],
    ['StringLike', 'sub', 'repo:acme@11/web@22:ref:refs/heads/*', []],
  ])(
    '%s on %s with %j: a wildcard that is none admits nobody, and is not broad',
    (operator, claim, value, expected) => {
      const aud = { [`${HOST}:aud`]: 'sts.amazonaws.com' }
      expect(
        lint({
          StringEquals: aud,
          [operator]: { ...(operator === 'StringEquals' && aud), [`${HOST}:${claim}`]: value },
        }),
      ).toEqual(expected)
    },
  )

  it('asks GitHub Enterprise Server for no IDs, which it does not have', () => {
    const host = 'github.example.com/_services/token'
    const subjects = ['repo:acme/web:environment:prod']
    const providerArn = `arn:aws:iam::111122223333:oidc-provider/${host}`
    expect(
      lintText(composeTrust({ providerArn, issuerHost: host, audience: 'sts.amazonaws.com', subjects })),
    ).toEqual([])
  })

  it('looks only at statements that let GitHub in', () => {
    const ec2 = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:*' }
    expect(lintText(JSON.stringify({ Statement: [ec2, deny] }))).toEqual([])
    const anybody = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' }
    expect(lintText(JSON.stringify({ Statement: [anybody] }))).toContain('critical no-sub')
  })
})
