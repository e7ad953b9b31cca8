import { coversAction } from './action-pattern'
import { asksForString, parseOperator } from './condition'
import { malformation } from './policy-acceptance'
import type { Condition, PolicyDocument, Principals, Statement } from './policy-document'
import { GITHUB_ISSUER_HOST, githubProvidersOf, issuerHostOf, WEB_IDENTITY_ACTION } from './trust-claims'
import { matchesWildcard } from './wildcard'

/** Whether IAM stores a trust policy; `whyNot` is the message that comes with `MalformedPolicyDocument`. */
export type IamVerdict = { accepted: true } | { accepted: false; whyNot: string }

const SCOPING_KEYS = [`${GITHUB_ISSUER_HOST}:sub`, `${GITHUB_ISSUER_HOST}:job_workflow_ref`]

/** What IAM checks of a trust policy when a role is created or its trust updated (field-notes §2). */
export function acceptedByIam(policy: PolicyDocument): IamVerdict {
  const malformed = malformation(policy)
  if (malformed) return { accepted: false, whyNot: malformed }
  for (const statement of policy.statements) {
    const whyNot = objection(statement)
    if (whyNot) return { accepted: false, whyNot }
  }
  return { accepted: true }
}

function objection(statement: Statement): string | null {
  if (statement.resources) return 'Has prohibited field Resource'
  if (!statement.principals) return 'Missing required field Principal'
  // Of any effect (IAM user guide, NotPrincipal); a Deny that is there is evaluated all the same.
  if (statement.principals.negated) return 'AssumeRole policy must not contain NotPrincipal field.'
  const stranger = invalidPrincipal(statement.principals)
  if (stranger) return `Invalid principal in policy: ${stranger}`
  if (!statement.actions.values.every(isOfRoles))
    return 'AssumeRole policy may only specify STS AssumeRole actions.'
  const provider = githubProvidersOf(statement).find((arn) => issuerHostOf(arn) === GITHUB_ISSUER_HOST)
  if (!provider || statement.effect === 'Deny') return null
  if (!coversAction(statement.actions, WEB_IDENTITY_ACTION)) return null
  if (statement.conditions.some(scopes)) return null
  return (
    `Trust policy with trusted principal ${provider} must evaluate, using StringEquals, StringLike or ` +
    `StringEqualsIgnoreCase, ${SCOPING_KEYS.join(' or ')} which is not scoped to all.`
  )
}

/** The actions of which a role's trust can speak (IAM user guide, role trust policies; session tags and contexts). */
const OF_ROLES = [
  WEB_IDENTITY_ACTION,
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:SetContext',
  'sts:SetSourceIdentity',
  'sts:TagSession',
]

function isOfRoles(pattern: string): boolean {
  return OF_ROLES.some((action) => matchesWildcard(pattern, action, true))
}

const PROVIDER = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:(?:oidc|saml)-provider\/\S+$/
/** The providers that have no ARN, such as `accounts.google.com`. */
const KNOWN_PROVIDER = /^[a-z0-9.-]+\.[a-z]+$/

/** A `*` means anybody, and is no part of a name (IAM user guide, Principal). */
function invalidPrincipal({ any, entries }: Principals): string | null {
  if (!any && entries.length === 0) return '{}'
  const wrong = entries.find(({ kind, value }) => {
    if (kind === 'Federated') return !PROVIDER.test(value) && !KNOWN_PROVIDER.test(value)
    return value === '' || (value.includes('*') && (kind !== 'AWS' || value !== '*'))
  })
  return wrong ? `"${wrong.kind}":"${wrong.value}"` : null
}

/** `ForAllValues` and `IfExists` hold for a token without the claim, so they scope nothing. */
function scopes({ operator, key, values }: Condition): boolean {
  const { qualifier, ifExists } = parseOperator(operator)
  if (qualifier === 'all' || ifExists || !asksForString(operator)) return false
  return (
    SCOPING_KEYS.includes(key.toLowerCase()) &&
    values.length > 0 &&
    values.every((value) => /[^*?]/.test(value))
  )
}
