import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PolicyDocument, parsePolicy } from '../../shared/domain/policy-document'
import {
  acceptedByIam,
  evaluateTrust,
  GITHUB_ISSUER_HOST,
  trustsGithub,
} from '../../shared/domain/trust-policy'

const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${GITHUB_ISSUER_HOST}`
const SUB = `${GITHUB_ISSUER_HOST}:sub`
const AUD = `${GITHUB_ISSUER_HOST}:aud`
const MAIN = 'repo:octo-org/octo-repo:ref:refs/heads/main'

const TOKEN = {
  sub: MAIN,
  aud: 'sts.amazonaws.com',
  repository: 'octo-org/octo-repo',
  repository_owner: 'octo-org',
  iss: `https://${GITHUB_ISSUER_HOST}`,
  actor: 'octocat',
  ref: 'refs/heads/main',
}

function statement(condition: object, other: object = {}) {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
    ...other,
  }
}

function policy(statements: object[], Version: string | undefined = '2012-10-17'): PolicyDocument {
  const parsed = parsePolicy(JSON.stringify({ Version, Statement: statements }))
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.policy
}

const decide = (statements: object[], claims: Record<string, string> = TOKEN) =>
  evaluateTrust(policy(statements), { providerArn: PROVIDER, claims })
const allowed = (...args: Parameters<typeof decide>) => decide(...args).allowed

const both = (sub: object) => ({ StringEquals: { [AUD]: 'sts.amazonaws.com' }, ...sub })

describe('whether a token may assume a role', () => {
  it('admits the seed procedure’s own trust: aud by StringEquals, sub by StringLike', () => {
    const decision = decide([statement(both({ StringLike: { [SUB]: 'repo:octo-org/octo-repo:*' } }))])
    expect(decision).toEqual({
      allowed: true,
      certain: true,
      decidedBy: 0,
      statements: [{ index: 0, effect: 'Allow', applies: true, open: false, failed: [] }],
    })
  })

  it('names operator, key, wanted and actual value of the clause that refuses', () => {
    const wanted = 'repo:octo-org/octo-repo:*'
    const sub = 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main'
    const decision = decide([statement(both({ StringLike: { [SUB]: wanted } }))], { ...TOKEN, sub })
    expect(decision.allowed).toBe(false)
    expect(decision.decidedBy).toBeNull()
    expect(decision.statements[0]?.failed).toEqual([
      { operator: 'StringLike', key: SUB, wanted, actual: sub },
    ])
  })

  it.each([
    [
      'a star under StringEquals (field-notes §7 row 4)',
      both({ StringEquals: { [SUB]: 'repo:octo-org/octo-repo:*' } }),
    ],
    ['another case', both({ StringLike: { [SUB]: 'repo:Octo-Org/octo-repo:*' } })],
    ['another branch', both({ StringEquals: { [SUB]: 'repo:octo-org/octo-repo:ref:refs/heads/dev' } })],
    [
      'only the environment (row 2)',
      both({ StringLike: { [SUB]: 'repo:octo-org/octo-repo:environment:*' } }),
    ],
    ['only pull requests (row 3)', both({ StringEquals: { [SUB]: 'repo:octo-org/octo-repo:pull_request' } })],
    [
      'an owner’s URL as audience (row 5)',
      { StringEquals: { [AUD]: 'https://github.com/octo-org', [SUB]: MAIN } },
    ],
    [
      'a claim without a key in AWS: repository_owner',
      { StringEquals: { [SUB]: MAIN, [`${GITHUB_ISSUER_HOST}:repository_owner`]: 'octo-org' } },
    ],
    [
      'a claim without a key in AWS: iss',
      { StringEquals: { [SUB]: MAIN, [`${GITHUB_ISSUER_HOST}:iss`]: TOKEN.iss } },
    ],
    [
      'an environment, and the job names none',
      { StringEquals: { [SUB]: MAIN, [`${GITHUB_ISSUER_HOST}:environment`]: 'prod' } },
    ],
    ['an operator that does not exist', { StringMatches: { [SUB]: MAIN } }],
    ['the claim of another issuer', { StringEquals: { 'accounts.google.com:sub': MAIN } }],
    ['a policy variable without a value', { StringLike: { [SUB]: 'repo:\u0024{aws:PrincipalTag/repo}:*' } }],
  ])('refuses a token where the trust wants %s', (_, condition) => {
    expect(allowed([statement(condition)])).toBe(false)
  })

  it.each([
    ['a list with the subject', { StringEquals: { [SUB]: ['x', MAIN] } }],
    ['the key in another case', { StringEquals: { [SUB.toUpperCase()]: MAIN } }],
    ['repository', { StringEquals: { [`${GITHUB_ISSUER_HOST}:repository`]: 'octo-org/octo-repo' } }],
    ['any but another branch', { StringNotEquals: { [SUB]: 'repo:octo-org/octo-repo:ref:refs/heads/dev' } }],
    [
      'what every absent claim meets: IfExists',
      { StringEqualsIfExists: { [`${GITHUB_ISSUER_HOST}:environment`]: 'prod' } },
    ],
    [
      'what every absent claim meets: ForAllValues',
      { 'ForAllValues:StringEquals': { [`${GITHUB_ISSUER_HOST}:repository_owner`]: 'somebody' } },
    ],
    ['no environment', { Null: { [`${GITHUB_ISSUER_HOST}:environment`]: 'true' } }],
    ['the provider as a condition', { ArnEquals: { 'aws:FederatedProvider': PROVIDER } }],
  ])('admits a token where the trust wants %s', (_, condition) => {
    expect(allowed([statement(condition)])).toBe(true)
  })

  const open = { StringEquals: { [SUB]: MAIN } }
  it.each([
    ['another account', { Principal: { Federated: PROVIDER.replace('1111', '4444') } }, false],
    ['another issuer', { Principal: { Federated: PROVIDER.replace('actions', 'elsewhere') } }, false],
    [
      'a wildcard within the ARN, which IAM takes literally',
      { Principal: { Federated: PROVIDER.replace('111122223333', '*') } },
      false,
    ],
    ['an account instead of the provider', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }, false],
    ['a service', { Principal: { Service: 'ec2.amazonaws.com' } }, false],
    [
      'several, this one among them',
      { Principal: { Federated: ['cognito-identity.amazonaws.com', PROVIDER] } },
      true,
    ],
    ['anybody', { Principal: '*' }, true],
    ['any provider', { Principal: { Federated: '*' } }, true],
    ['nobody', { Principal: undefined }, false],
    ['all but somebody else', { Principal: undefined, NotPrincipal: { Federated: 'x' } }, false],
    ['another action', { Action: 'sts:AssumeRole' }, false],
    ['a wildcard action in another case', { Action: 'STS:assumerolewith*' }, true],
    ['every action but this', { Action: undefined, NotAction: 'sts:AssumeRoleWithWebIdentity' }, false],
    ['every action but another', { Action: undefined, NotAction: 'sts:AssumeRole' }, true],
    ['a Resource, which no trust policy has', { Resource: '*' }, false],
  ])('decides for a statement on %s', (_, other, expected) => {
    expect(allowed([statement(open, other)])).toBe(expected)
  })

  it('lets an explicit Deny win, wherever it stands', () => {
    const deny = statement(
      { StringEquals: { [`${GITHUB_ISSUER_HOST}:actor`]: 'octocat' } },
      { Effect: 'Deny' },
    )
    for (const statements of [
      [statement(open), deny],
      [deny, statement(open)],
    ]) {
      const decision = decide(statements)
      expect(decision.allowed).toBe(false)
      expect(decision.decidedBy).toBe(statements.indexOf(deny))
    }
    expect(allowed([statement(open), deny], { ...TOKEN, actor: 'hubot' })).toBe(true)
  })

  it.each([
    [
      'a condition that cannot be evaluated',
      statement({ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, { Effect: 'Deny' }),
    ],
    [
      'NotPrincipal that names somebody else',
      {
        ...statement({}, { Effect: 'Deny', Principal: undefined }),
        NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' },
      },
    ],
    ['anybody as principal', statement({}, { Effect: 'Deny', Principal: '*' })],
    [
      'a negated operator on an absent claim',
      statement({ StringNotEquals: { [`${GITHUB_ISSUER_HOST}:environment`]: 'prod' } }, { Effect: 'Deny' }),
    ],
  ])('takes a Deny with %s to apply', (_, deny) => {
    expect(allowed([statement(open), deny])).toBe(false)
  })

  it('lets NotPrincipal spare the provider that it names', () => {
    const deny = {
      ...statement({}, { Effect: 'Deny', Principal: undefined }),
      NotPrincipal: { Federated: PROVIDER },
    }
    expect(allowed([statement(open), deny])).toBe(true)
  })

  it('refuses with no statement at all', () => {
    expect(decide([])).toEqual({ allowed: false, certain: true, decidedBy: null, statements: [] })
  })

  it('knows of an issuer other than github.com only sub and aud', () => {
    const host = 'github.example.com/_services/token'
    const providerArn = `arn:aws:iam::111122223333:oidc-provider/${host}`
    const trust = (claim: string, value: string) =>
      evaluateTrust(
        policy([
          statement(
            { StringEquals: { [`${host}:${claim}`]: value } },
            { Principal: { Federated: providerArn } },
          ),
        ]),
        { providerArn, claims: TOKEN },
      ).allowed
    expect(trust('sub', MAIN)).toBe(true)
    expect(trust('repository', TOKEN.repository)).toBe(false)
  })

  const actor = `${GITHUB_ISSUER_HOST}:actor`
  const healthy = both({ StringLike: { [SUB]: 'repo:octo-org/octo-repo:*' } })
  const denied = (condition: object) => statement(condition, { Effect: 'Deny' })
  it.each([
    ['a claim that it asks for', [statement({ ...healthy, StringEquals: { [actor]: 'octocat' } })]],
    [
      'a claim that it asks for if it exists',
      [statement({ ...healthy, StringEqualsIfExists: { [actor]: 'x' } })],
    ],
    ['a claim that it excludes', [statement({ ...healthy, StringNotEquals: { [actor]: 'octocat' } })]],
    [
      'a claim under ForAllValues',
      [statement({ ...healthy, 'ForAllValues:StringEquals': { [actor]: 'x' } })],
    ],
    ['a claim by Null', [statement({ ...healthy, Null: { [actor]: 'true' } })]],
    ['a Deny of some', [statement(healthy), denied({ StringEquals: { [actor]: 'octocat' } })]],
    ['a Deny of all others', [statement(healthy), denied({ StringNotEquals: { [actor]: 'octocat' } })]],
  ])('neither admits nor refuses for certain by what only a run fills in: %s', (_, statements) => {
    const { actor: _filledIn, ...claims } = TOKEN
    const request = { providerArn: PROVIDER, claims, open: ['actor'] }
    expect(evaluateTrust(policy(statements), request)).toMatchObject({ allowed: false, certain: false })
  })

  it.each([
    ['another clause fails', [statement({ StringEquals: { [SUB]: 'repo:x/y:*', [actor]: 'octocat' } })]],
    ['a Deny applies anyway', [statement({ StringEquals: { [actor]: 'octocat' } }), denied(healthy)]],
    ['only a Deny hangs on it', [denied({ StringEquals: { [actor]: 'octocat' } })]],
  ])('refuses for certain, whatever a run fills in, where %s', (_, statements) => {
    const { actor: _filledIn, ...claims } = TOKEN
    const request = { providerArn: PROVIDER, claims, open: ['actor'] }
    expect(evaluateTrust(policy(statements), request)).toMatchObject({ allowed: false, certain: true })
  })

  it('uses what the caller knows besides claims', () => {
    const trust = policy([statement({ StringLike: { 'sts:RoleSessionName': 'GitHub*' } })])
    const request = { providerArn: PROVIDER, claims: TOKEN }
    expect(evaluateTrust(trust, request).allowed).toBe(false)
    const context = (key: string) => (key === 'sts:rolesessionname' ? ['GitHubActions'] : undefined)
    expect(evaluateTrust(trust, { ...request, context }).allowed).toBe(true)
  })

  it('never admits more when a statement gets a further condition, nor when a Deny is added', () => {
    const operators = [
      'StringEquals',
      'StringLike',
      'StringNotEquals',
      'StringLikeIfExists',
      'ForAllValues:StringLike',
      'Bogus',
    ]
    const condition = fc.dictionary(
      fc.constantFrom(...operators),
      fc.dictionary(
        fc.constantFrom(SUB, AUD, `${GITHUB_ISSUER_HOST}:environment`),
        fc.constantFrom(MAIN, 'repo:octo-org/*', '*', 'sts.amazonaws.com'),
        { minKeys: 1 },
      ),
    )
    const further = fc.constantFrom('StringEqualsIgnoreCase', 'StringNotLike', 'ArnLike', 'Null')
    fc.assert(
      fc.property(condition, further, (present, operator) => {
        const narrower = { ...present, [operator]: { [SUB]: MAIN } }
        if (allowed([statement(narrower)])) expect(allowed([statement(present)])).toBe(true)
        expect(allowed([statement(present), statement({ Bogus: { a: 'b' } }, { Effect: 'Deny' })])).toBe(
          false,
        )
      }),
    )
  })
})

describe('what IAM stores as a role’s trust (field-notes §2)', () => {
  const MESSAGE =
    `Trust policy with trusted principal ${PROVIDER} must evaluate, using StringEquals, StringLike or ` +
    `StringEqualsIgnoreCase, ${SUB} or ${GITHUB_ISSUER_HOST}:job_workflow_ref which is not scoped to all.`

  it.each([
    ['only the audience', { StringEquals: { [AUD]: 'sts.amazonaws.com' } }],
    ['no condition', {}],
    ['a subject that matches all', { StringLike: { [SUB]: '*' } }],
    ['an all-matching value beside a narrow one', { StringLike: { [SUB]: [MAIN, '*'] } }],
    ['a negated operator', { StringNotEquals: { [SUB]: MAIN } }],
    ['ForAllValues, which holds without the claim', { 'ForAllValues:StringEquals': { [SUB]: MAIN } }],
    ['IfExists, likewise', { StringLikeIfExists: { [SUB]: MAIN } }],
    ['only the repository', { StringEquals: { [`${GITHUB_ISSUER_HOST}:repository`]: 'octo-org/octo-repo' } }],
  ])('refuses a GitHub trust with %s, in AWS’s words', (_, condition) => {
    expect(acceptedByIam(policy([statement(condition)]))).toEqual({ accepted: false, whyNot: MESSAGE })
  })

  it.each([
    ['a subject', { StringLike: { [SUB]: 'repo:octo-org/octo-repo:*' } }],
    [
      'a called workflow',
      {
        StringEquals: {
          [`${GITHUB_ISSUER_HOST}:job_workflow_ref`]: 'octo-org/x/.github/workflows/y.yml@refs/heads/main',
        },
      },
    ],
    ['a subject without case', { StringEqualsIgnoreCase: { [SUB]: MAIN } }],
  ])('takes %s', (_, condition) => {
    expect(acceptedByIam(policy([statement(condition)]))).toEqual({ accepted: true })
  })

  it('asks this of no other principal', () => {
    const roles = [
      statement({}, { Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
      statement({}, { Effect: 'Deny' }),
    ]
    expect(acceptedByIam(policy(roles))).toEqual({ accepted: true })
  })

  it.each([
    ['Has prohibited field Resource', { Resource: '*' }],
    ['Missing required field Principal', { Principal: undefined }],
    ['AssumeRole policy may only specify STS AssumeRole actions.', { Action: 's3:GetObject' }],
  ])('answers "%s"', (whyNot, other) => {
    const condition = { StringEquals: { [SUB]: MAIN } }
    expect(acceptedByIam(policy([statement(condition, other)]))).toEqual({ accepted: false, whyNot })
  })
})

describe('which roles trust GitHub', () => {
  it.each([
    [GITHUB_ISSUER_HOST, true],
    [`${GITHUB_ISSUER_HOST}/octocat-inc`, true],
    ['token.actions.octocorp.ghe.com', true],
    ['github.example.com/_services/token', true],
    ['oidc.eks.eu-west-2.amazonaws.com/id/ABC', false],
    ['token.actions.githubusercontent.com.example.org', false],
  ])('the issuer %s: %s', (host, expected) => {
    const Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` }
    expect(trustsGithub(policy([statement({}, { Principal })]))).toBe(expected)
  })
})
