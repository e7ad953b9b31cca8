import { coversAction } from './action-pattern'
import { asksForString, parseOperator } from './condition'
import type { Condition, PolicyDocument, Statement } from './policy-document'
import { GITHUB_ISSUER_HOST, githubProvidersOf, issuerHostOf, WEB_IDENTITY_ACTION } from './trust-claims'

/** Whether IAM stores a trust policy; `whyNot` is the message that comes with `MalformedPolicyDocument`. */
export type IamVerdict = { accepted: true } | { accepted: false; whyNot: string }

const SCOPING_KEYS = [`${GITHUB_ISSUER_HOST}:sub`, `${GITHUB_ISSUER_HOST}:job_workflow_ref`]

/** What IAM checks of a trust policy when a role is created or its trust updated (field-notes §2). */
export function acceptedByIam(policy: PolicyDocument): IamVerdict {
  for (const statement of policy.statements) {
    const whyNot = objection(statement)
    if (whyNot) return { accepted: false, whyNot }
  }
  return { accepted: true }
}

function objection(statement: Statement): string | null {
  if (statement.resources) return 'Has prohibited field Resource'
  if (!statement.principals) return 'Missing required field Principal'
  const foreign = statement.actions.values.find((action) => !/^(\*|sts:.+)$/i.test(action))
  if (foreign) return 'AssumeRole policy may only specify STS AssumeRole actions.'
  const provider = githubProvidersOf(statement).find((arn) => issuerHostOf(arn) === GITHUB_ISSUER_HOST)
  if (!provider || statement.effect === 'Deny') return null
  if (!coversAction(statement.actions, WEB_IDENTITY_ACTION)) return null
  if (statement.conditions.some(scopes)) return null
  return (
    `Trust policy with trusted principal ${provider} must evaluate, using StringEquals, StringLike or ` +
    `StringEqualsIgnoreCase, ${SCOPING_KEYS.join(' or ')} which is not scoped to all.`
  )
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
