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

/**
 * `by` is the deciding policy and statement, from 0; null where nothing applies, which denies. What is allowed is so
 * whatever the request brings; a denial is `certain` when nothing that only the request knows could turn it round.
 */
export interface PermissionDecision {
  decision: 'allowed' | 'denied' | 'explicitly-denied'
  certain: boolean
  by: { policy: number; statement: number } | null
}

/** What the identity policies of a role say to a request, together: an explicit Deny in any of them wins. */
export function evaluatePermission(
  policies: PolicyDocument[],
  request: PermissionRequest,
): PermissionDecision {
  const speaking = policies.flatMap((policy, index) =>
    policy.statements.map((statement) => ({
      effect: statement.effect,
      applies: applies(statement, request, policy.version === POLICY_VERSION),
      by: { policy: index, statement: statement.index },
    })),
  )
  const found = (effect: Statement['effect'], applying: Applies) =>
    speaking.find((one) => one.effect === effect && one.applies === applying)
  const [denial, grant] = [found('Deny', 'yes'), found('Allow', 'yes')]
  const [doubt, hope] = [found('Deny', 'perhaps'), found('Allow', 'perhaps')]
  if (denial) return { decision: 'explicitly-denied', certain: true, by: denial.by }
  if (doubt && (grant || hope)) return { decision: 'explicitly-denied', certain: false, by: doubt.by }
  if (grant) return { decision: 'allowed', certain: true, by: grant.by }
  return { decision: 'denied', certain: !hope, by: null }
}

/** `perhaps`: that hangs on what cannot be evaluated. It neither grants nor is passed over. */
type Applies = 'yes' | 'no' | 'perhaps'

function applies(statement: Statement, request: PermissionRequest, variables: boolean): Applies {
  // An identity policy speaks of its own role: IAM stores none with a principal.
  if (statement.principals && statement.effect === 'Allow') return 'no'
  if (!coversAction(statement.actions, request.action)) return 'no'
  const covered = coversResources(statement, request, variables)
  const conditions = evaluateConditions(statement.conditions, request.context, { variables })
  if (covered === false || conditions.some(({ holds, unsupported }) => !holds && !unsupported)) return 'no'
  return covered === null || conditions.some(({ unsupported }) => unsupported) ? 'perhaps' : 'yes'
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

function single(values: string[] | undefined | null): string | null {
  return values?.length === 1 ? (values[0] ?? null) : null
}
