import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import { explainTrust } from '../../shared/domain/explanation'
import { hostOfApi, issuerHostOfGithub } from '../../shared/domain/github-host'
import { planSetup } from '../../shared/domain/plan-setup'
import { parsePolicy } from '../../shared/domain/policy-document'
import { known } from '../../shared/domain/reading'
import { readToken } from '../../shared/domain/token-file'
import {
  accountBefore,
  EnterpriseSlug,
  enterpriseOf,
  issuerOfOwner,
  issuersOfHost,
} from '../../shared/domain/token-issuer'
import { acceptedByIam } from '../../shared/domain/trust-policy'
import {
  ACCOUNT,
  account,
  CLASSIC,
  context,
  NOW,
  repository,
  role,
  setup,
  trustOf,
} from '../support/observations'

/*
 * The issuers are those of GitHub's OpenID Connect reference: github.com, an enterprise of it (`include_enterprise_slug`),
 * a tenant of ghe.com, a server. That their path belongs to the ARN and to the keys is IAM's (web identity federation).
 */

const GITHUB = 'token.actions.githubusercontent.com'
const OWN = { acme: 'Octo-Inc' }

describe('who signs the tokens of an owner', () => {
  it.each([
    ['https://api.github.com', 'globex', GITHUB],
    ['https://api.github.com', 'acme', `${GITHUB}/Octo-Inc`],
    ['https://api.github.com', 'ACME', `${GITHUB}/Octo-Inc`],
    ['https://api.octo.ghe.com', 'globex', 'token.actions.octo.ghe.com'],
    ['https://api.octo.ghe.com', 'acme', 'token.actions.octo.ghe.com/Octo-Inc'],
    ['https://github.example.com/api/v3', 'globex', 'github.example.com/_services/token'],
  ])('on %s, of %s: %s', (api, owner, issuer) => {
    expect(issuerOfOwner(issuerHostOfGithub(hostOfApi(api)), owner, OWN)).toBe(issuer)
  })

  it('each issuer is read once, that of the host before the others', () => {
    expect(issuersOfHost(GITHUB, { acme: 'octo', globex: 'octo', initech: 'initech' })).toEqual([
      GITHUB,
      `${GITHUB}/octo`,
      `${GITHUB}/initech`,
    ])
  })

  it.each(['a b', 'octo/inc', '-octo', 'https://octo', '', 'a'.repeat(101)])('%j is no slug', (text) => {
    expect(EnterpriseSlug.safeParse(text).success).toBe(false)
  })

  it.each([
    [`${GITHUB}/octo-inc`, 'octo-inc'],
    ['token.actions.octo.ghe.com/octo-inc', 'octo-inc'],
    [GITHUB, null],
    ['github.example.com/_services/token', null],
    ['oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', null],
  ])('the enterprise of %s is %s', (issuer, enterprise) => {
    expect(enterpriseOf(issuer)).toBe(enterprise)
  })
})

const ISSUERS = [
  `${GITHUB}/octo-inc`,
  'token.actions.octo.ghe.com',
  'token.actions.octo.ghe.com/octo-inc',
  'github.example.com/_services/token',
  'github.example.com:8443/_services/token',
]

describe.each(ISSUERS)('a repository whose jobs carry tokens of %s', (issuer) => {
  const bare = account({ ownProviders: [{ issuerHost: issuer, provider: known(null) }], roles: known([]) })
  const world = context({ account: accountBefore(bare, issuer) })
  const steps = planSetup(world, { id: 'plan-1', form: null }).steps
  const providerArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`
  const trust = String(steps.find(({ kind }) => kind === 'create-role')?.after)

  it('gets a provider with that URL, and a role that trusts its ARN by its keys', () => {
    expect(steps.find(({ kind }) => kind === 'create-provider')?.target).toBe(providerArn)
    expect(JSON.parse(trust).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: CLASSIC } },
      },
    ])
    const parsed = parsePolicy(trust)
    expect(parsed.ok && acceptedByIam(parsed.policy)).toEqual({ accepted: true })
  })

  it('`explain` lets in what that issuer signed, and nothing that github.com did', () => {
    const allowed = (provider: string) => {
      const read = readToken(JSON.stringify({ provider, sub: CLASSIC, aud: 'sts.amazonaws.com' }))
      if (!read.ok) throw new Error(read.why)
      return explainTrust(trust, read.token, NOW).allowed
    }
    expect([allowed(providerArn), allowed(`arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}`)]).toEqual([
      true,
      false,
    ])
  })

  it('keeps what the role trusts beside, byte for byte', () => {
    const standing = { arn: providerArn, url: issuer, clientIds: ['sts.amazonaws.com'] }
    const read = account({ ownProviders: [{ issuerHost: issuer, provider: known(standing) }] })
    const made = planSetup(context({ account: accountBefore(read, issuer) }), { id: 'plan-1', form: null })
    expect(made.steps.map(({ kind }) => kind)).toEqual(['update-trust'])
    const [before, after] = [made.steps[0]?.before, made.steps[0]?.after].map((text) =>
      JSON.parse(String(text)),
    )
    expect(after.Statement[0]).toEqual(before.Statement[0])
    expect(after.Statement[1].Principal).toEqual({ Federated: providerArn })
  })

  it('cannot ask for a claim for which AWS has no key of this issuer', () => {
    const byId = context({ account: accountBefore(bare, issuer), setup: setup({ byId: true }) })
    const made = planSetup(byId, { id: 'plan-1', form: null })
    expect(made.steps.map(({ kind }) => kind)).not.toContain('create-role')
    expect(made.conflicts.map(({ says }) => says)).toEqual([
      expect.stringContaining(
        `no condition key for repository_id and repository_owner_id of https://${issuer}`,
      ),
    ])
  })
})

describe('an issuer of which nobody told', () => {
  const trusting = (...issuers: string[]) =>
    role({
      trust: JSON.stringify({
        Version: '2012-10-17',
        Statement: issuers.flatMap((issuer) =>
          JSON.parse(trustOf(CLASSIC).replaceAll(GITHUB, issuer)).Statement.map(
            (one: object, index: number) => ({
              ...one,
              Sid: `S${issuers.indexOf(issuer)}${index}`,
            }),
          ),
        ),
      }),
    })

  it('shows in the account’s roles where the provider is missing, with what to say', () => {
    const seen = account({ provider: known(null), roles: known([trusting(`${GITHUB}/octo-inc`)]) })
    const { provider, trust } = observeChain(context({ account: seen })).links
    expect(provider.findings[0]).toMatchObject({
      check: 'provider.missing',
      says: expect.stringContaining('rolecall issuer acme octo-inc'),
      evidence: [{ wanted: `https://${GITHUB}`, found: `https://${GITHUB}/octo-inc` }],
    })
    expect(trust.findings[0]).toMatchObject({
      check: expect.stringMatching(/^trust\.other-provider/),
      says: expect.stringContaining('rolecall issuer acme octo-inc'),
    })
  })

  it('that was not read yet leaves the provider unknown, never well', () => {
    const { provider } = observeChain(
      context({ account: accountBefore(account(), `${GITHUB}/octo-inc`) }),
    ).links
    expect(provider).toMatchObject({ status: 'unknown', breaks: false })
  })

  it.each([
    ['the host’s, which its own jobs do not carry', [`${GITHUB}/octo-inc`, GITHUB], ['lint-plain-issuer']],
    ['its own alone', [`${GITHUB}/octo-inc`], []],
  ])('a role of the enterprise trusts %s', (_, issuers, expected) => {
    const own = `${GITHUB}/octo-inc`
    const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${own}`
    const provider = known({ arn, url: own, clientIds: ['sts.amazonaws.com'] })
    const seen = account({
      ownProviders: [{ issuerHost: own, provider }],
      roles: known([trusting(...issuers)]),
    })
    const { findings } = observeChain(
      context({ observation: repository(), account: accountBefore(seen, own) }),
    ).links.trust
    const lints = findings.filter(({ check }) => check.includes('plain-issuer'))
    expect(lints.map(({ check }) => check.replace(/^trust\.|@.*$/g, ''))).toEqual(expected)
    expect(findings.every(({ breaks }) => !breaks)).toBe(true)
  })
})
