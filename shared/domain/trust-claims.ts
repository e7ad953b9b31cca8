import { coversAction } from './action-pattern'
import type { ConditionContext } from './condition'
import type { PolicyDocument, Principals, Statement } from './policy-document'

/** The issuer of github.com, without scheme, as IAM writes it in ARNs and condition keys. */
export const GITHUB_ISSUER_HOST = 'token.actions.githubusercontent.com'

/** The audience that `aws-actions/configure-aws-credentials` asks for by default. */
export const STS_AUDIENCE = 'sts.amazonaws.com'

/** The one action by which a GitHub token becomes a role session. */
export const WEB_IDENTITY_ACTION = 'sts:AssumeRoleWithWebIdentity'

/** Condition keys that AWS has for github.com (field-notes §2). There is none for `repository_owner`. */
const GITHUB_KEYS = new Set([
  'sub',
  'aud',
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
])

/** For any other issuer, GHES included, AWS knows these two of the claims that GitHub sends. */
const COMMON_KEYS = new Set(['sub', 'aud'])

function keysOfIssuer(issuerHost: string): ReadonlySet<string> {
  return issuerHost.toLowerCase() === GITHUB_ISSUER_HOST ? GITHUB_KEYS : COMMON_KEYS
}

/** Those of these claims for which AWS has no condition key, so that a policy which tests them admits nobody. */
export function claimsWithoutKey(issuerHost: string, claims: readonly string[]): string[] {
  const keys = keysOfIssuer(issuerHost)
  return claims.filter((claim) => !keys.has(claim))
}

/** The issuer in a provider ARN, without scheme; null when the ARN is not that of an OIDC provider. */
export function issuerHostOf(providerArn: string): string | null {
  return /^arn:[^:]+:iam::\d{12}:oidc-provider\/(.+)$/.exec(providerArn)?.[1] ?? null
}

/** Whether an issuer is GitHub's: github.com (with an enterprise's path), `ghe.com` tenants, GHES. */
export function isGithubIssuer(issuerHost: string): boolean {
  return (
    issuerHost === GITHUB_ISSUER_HOST ||
    issuerHost.startsWith(`${GITHUB_ISSUER_HOST}/`) ||
    /^token\.actions\.[a-z0-9-]+\.ghe\.com(\/|$)/.test(issuerHost) ||
    issuerHost.endsWith('/_services/token')
  )
}

/** The GitHub providers that a statement trusts, as written. Empty for `"*"`. */
export function githubProvidersOf(statement: Statement): string[] {
  const entries = statement.principals?.negated ? [] : (statement.principals?.entries ?? [])
  return entries
    .filter((entry) => entry.kind === 'Federated' && isGithubIssuer(issuerHostOf(entry.value) ?? ''))
    .map((entry) => entry.value)
}

/** Whether a role with this trust policy lets some GitHub job in. */
export function trustsGithub(policy: PolicyDocument): boolean {
  return policy.statements.some(admitsGithub)
}

/** Whether a statement lets some GitHub job in: it names a provider of GitHub, or anybody. */
export function admitsGithub(statement: Statement): boolean {
  return (
    statement.effect === 'Allow' &&
    coversAction(statement.actions, WEB_IDENTITY_ACTION) &&
    (githubProvidersOf(statement).length > 0 || isAnybody(statement.principals))
  )
}

/** `"*"`, `{"AWS": "*"}` or `{"Federated": "*"}`. */
function isAnybody(principals: Principals | null): boolean {
  if (!principals || principals.negated) return false
  return (
    principals.any || principals.entries.some((entry) => entry.kind === 'Federated' && entry.value === '*')
  )
}

/**
 * A token as far as it is known, by bare claim names; a claim that is neither in `claims` nor in `open` is absent.
 * `open` are the claims that only a run fills in.
 */
export interface Claims {
  claims: Record<string, string>
  open?: readonly string[]
}

/** What STS knows of a token when it evaluates a trust policy: the claims that AWS has a key for, and the provider. */
export function tokenContext(
  providerArn: string,
  { claims, open = [] }: Claims,
  rest: ConditionContext = () => undefined,
): ConditionContext {
  const issuer = issuerHostOf(providerArn)?.toLowerCase()
  const keys = keysOfIssuer(issuer ?? '')
  const values = new Map<string, string[] | null>([['aws:federatedprovider', [providerArn]]])
  for (const claim of keys) {
    const value = claims[claim]
    if (value !== undefined) values.set(`${issuer}:${claim}`, [value])
    else if (open.includes(claim)) values.set(`${issuer}:${claim}`, null)
  }
  return (key) => {
    const value = values.get(key)
    return value === undefined ? rest(key) : value
  }
}

/** The claims with a key of AWS that are not among these: what is left to a run, or absent. */
export function claimsBeside(claims: Record<string, string>): string[] {
  return [...GITHUB_KEYS].filter((claim) => !(claim in claims))
}

/** Of a run that is still to come: its address, its hour, the name of its session. AWS fills these keys in. */
export const KNOWN_IN_RUN: ConditionContext = (key) => (/^(?:aws|sts):/.test(key) ? null : undefined)
