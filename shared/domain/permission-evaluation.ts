import { coversAction } from './action-pattern'
import { coversResource } from './arn-pattern'
import { type ConditionContext, evaluateConditions } from './condition'
import { POLICY_VERSION, type PolicyDocument, type Statement } from './policy-document'

/** What a role session asks to do. Keys that `context` does not give count as absent. */
export interface PermissionRequest {
  action: string
  resource: string
  context: ConditionContext
}

/** `by` is the deciding policy and statement, from 0; null where nothing applies, which denies. */
export interface PermissionDecision {
  decision: 'allowed' | 'denied' | 'explicitly-denied'
  by: { policy: number; statement: number } | null
}

/** What the identity policies of a role say to a request, together: an explicit Deny in any of them wins. */
export function evaluatePermission(
  policies: PolicyDocument[],
  request: PermissionRequest,
): PermissionDecision {
  const applying = policies.flatMap((policy, index) =>
    policy.statements
      .filter((statement) => applies(statement, request, policy.version === POLICY_VERSION))
      .map((statement) => ({ effect: statement.effect, by: { policy: index, statement: statement.index } })),
  )
  const denial = applying.find((statement) => statement.effect === 'Deny')
  if (denial) return { decision: 'explicitly-denied', by: denial.by }
  const grant = applying[0]
  return grant ? { decision: 'allowed', by: grant.by } : { decision: 'denied', by: null }
}

/** What cannot be evaluated must neither grant through an Allow nor be passed over in a Deny. */
function applies(statement: Statement, request: PermissionRequest, variables: boolean): boolean {
  const denies = statement.effect === 'Deny'
  // An identity policy speaks of its own role: IAM stores none with a principal.
  if (statement.principals && !denies) return false
  return (
    coversAction(statement.actions, request.action) &&
    (coversResources(statement, request, variables) ?? denies) &&
    evaluateConditions(statement.conditions, request.context, { variables }).every(
      (verdict) => verdict.holds || (verdict.unsupported && denies),
    )
  )
}

/** Null: it depends on a policy variable that the request has no value for. */
function coversResources(
  { resources }: Statement,
  { resource, context }: PermissionRequest,
  variables: boolean,
): boolean | null {
  if (!resources) return null
  const lookup = variables ? (key: string) => single(context(key)) : null
  const covered = resources.values.map((pattern) => coversResource(pattern, resource, lookup))
  if (covered.includes(true)) return !resources.negated
  return covered.includes(null) ? null : resources.negated
}

function single(values: string[] | undefined): string | null {
  return values?.length === 1 ? (values[0] ?? null) : null
}
