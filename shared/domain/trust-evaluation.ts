import { coversAction } from './action-pattern'
import { type ConditionContext, type ConditionVerdict, evaluateConditions } from './condition'
import { POLICY_VERSION, type PolicyDocument, type Principals, type Statement } from './policy-document'
import { type Claims, tokenContext, WEB_IDENTITY_ACTION } from './trust-claims'

/** A clause that a token does not meet; `actual` null when the token has no such key. */
export interface FailedClause {
  operator: string
  key: string
  wanted: string
  actual: string | null
}

/**
 * Whether a statement speaks of this token, and if not, which clauses say so. `open`: what cannot be evaluated yet may
 * turn that round.
 */
export interface StatementVerdict {
  index: number
  effect: 'Allow' | 'Deny'
  applies: boolean
  open: boolean
  failed: FailedClause[]
}

/**
 * `decidedBy` is the index of the statement that allowed or denied; null when none applies, which refuses. What is
 * allowed is so whatever the run fills in; a refusal is `certain` when nothing that it fills in could turn it round.
 */
export interface TrustDecision {
  allowed: boolean
  certain: boolean
  decidedBy: number | null
  statements: StatementVerdict[]
}

/** A token at the door of a role (`sub`, `aud`, …); `context` for keys that are no claims. */
export interface TokenRequest extends Claims {
  providerArn: string
  context?: ConditionContext
}

/** Whether STS would let this token assume the role, and which clause decides (field-notes §2). An explicit Deny wins. */
export function evaluateTrust(policy: PolicyDocument, request: TokenRequest): TrustDecision {
  const context = tokenContext(request.providerArn, request, request.context)
  const variables = policy.version === POLICY_VERSION
  const statements = policy.statements.map((statement) =>
    judge(statement, request.providerArn, context, variables),
  )
  const decider =
    statements.find((verdict) => verdict.applies && verdict.effect === 'Deny') ??
    statements.find((verdict) => verdict.applies)
  const allowed = decider?.effect === 'Allow'
  return { allowed, certain: allowed || !mayAllow(statements), decidedBy: decider?.index ?? null, statements }
}

/** Whether the token gets in if all that is open turns out in its favour. */
function mayAllow(statements: readonly StatementVerdict[]): boolean {
  const denied = statements.some(({ effect, applies, open }) => effect === 'Deny' && applies && !open)
  return !denied && statements.some(({ effect, applies, open }) => effect === 'Allow' && (applies || open))
}

/** What cannot be evaluated must neither grant through an Allow nor be passed over in a Deny. */
function judge(
  statement: Statement,
  providerArn: string,
  context: ConditionContext,
  variables: boolean,
): StatementVerdict {
  const { index, effect } = statement
  const conditions = evaluateConditions(statement.conditions, context, { variables })
  const clauses = (unsupported: boolean) =>
    conditions.filter((one) => !one.holds && one.unsupported === unsupported).map(clauseOf(context))
  const undecided = clauses(true)
  const never = [
    ...failedPrincipal(statement, providerArn),
    ...failedAction(statement),
    ...failedShape(statement),
    ...clauses(false),
  ]
  const failed = effect === 'Deny' ? never : [...never, ...undecided]
  const open = never.length === 0 && undecided.length > 0
  return { index, effect, applies: failed.length === 0, open, failed }
}

function clauseOf(context: ConditionContext) {
  return ({ condition: { operator, key, values } }: ConditionVerdict): FailedClause => ({
    operator,
    key,
    wanted: values.join(' or '),
    actual: context(key.toLowerCase())?.join(', ') ?? null,
  })
}

function failedPrincipal({ effect, principals }: Statement, providerArn: string): FailedClause[] {
  if (speaksOf(principals, providerArn, effect)) return []
  const operator = principals?.negated ? 'NotPrincipal' : 'Principal'
  const wanted = principals?.entries.map((entry) => entry.value).join(' or ') || '(none)'
  return [{ operator, key: 'Federated', wanted, actual: providerArn }]
}

/** `NotPrincipal` with Allow would trust all the world; IAM has no such role trust, so it never grants here. */
function speaksOf(principals: Principals | null, providerArn: string, effect: 'Allow' | 'Deny'): boolean {
  if (!principals) return false
  const named =
    principals.any ||
    principals.entries.some(
      (entry) => entry.kind === 'Federated' && (entry.value === providerArn || entry.value === '*'),
    )
  return principals.negated ? effect === 'Deny' && !named : named
}

function failedAction({ actions }: Statement): FailedClause[] {
  if (coversAction(actions, WEB_IDENTITY_ACTION)) return []
  const operator = actions.negated ? 'NotAction' : 'Action'
  return [{ operator, key: 'Action', wanted: actions.values.join(' or '), actual: WEB_IDENTITY_ACTION }]
}

/** A trust policy has no `Resource`; IAM refuses to store one. */
function failedShape({ effect, resources }: Statement): FailedClause[] {
  if (!resources || effect === 'Deny') return []
  const operator = resources.negated ? 'NotResource' : 'Resource'
  return [{ operator, key: 'Resource', wanted: resources.values.join(' or '), actual: null }]
}
