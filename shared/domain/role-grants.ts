import type { ConditionContext } from './condition'
import { failure } from './failure'
import type { Grant } from './models'
import type { RoleObservation } from './observation'
import { evaluatePermission, type PermissionDecision } from './permission-policy'
import { type PolicyDocument, parsePolicy } from './policy-document'
import { known, type Reading, unread } from './reading'

/** What a role may do with one grant, and the policy that decides; null where none speaks of it. */
export interface JudgedGrant extends Pick<PermissionDecision, 'decision' | 'certain'> {
  grant: Grant
  policy: string | null
  /** Whether the role's own policies allow it, and its boundary has the last word. */
  byBoundary: boolean
}

/**
 * Judges every grant by all policies of the role, its boundary included. Unread as soon as one document is: an
 * unseen policy may allow what seems denied, and deny what seems allowed.
 */
export function judgeGrants(role: RoleObservation, grants: readonly Grant[]): Reading<JudgedGrant[]> {
  const policies = [...role.inlinePolicies, ...role.attachedPolicies]
  const documents: PolicyDocument[] = []
  for (const { name, document } of policies) {
    if (document === null)
      return unread(failure('upstream', `The policy ${name} of ${role.name} could not be read.`))
    const parsed = parsePolicy(document)
    if (!parsed.ok)
      return unread(failure('invalid', `The policy ${name} of ${role.name} is not valid: ${parsed.error}`))
    documents.push(parsed.policy)
  }
  const boundary = boundaryOf(role)
  if (!boundary.known) return boundary
  return known(
    grants.map((grant) => {
      const asked = { ...grant, context: inSessionOf(role, grant.context) }
      const { by, ...decided } = evaluatePermission(documents, asked)
      const policy = by ? (policies[by.policy]?.name ?? null) : null
      if (decided.decision !== 'allowed' || !boundary.value)
        return { grant, ...decided, policy, byBoundary: false }
      const { decision, certain } = evaluatePermission([boundary.value], asked)
      return { grant, decision, certain, policy: `the boundary ${role.boundaryArn}`, byBoundary: true }
    }),
  )
}

/** The keys that a session has by its role; GitHub's token adds no session tags (IAM user guide, global keys). */
function inSessionOf({ arn, tags }: RoleObservation, rest: ConditionContext): ConditionContext {
  const known = new Map([
    ['aws:principalarn', arn],
    ['aws:principalaccount', arn.split(':')[4] ?? ''],
    ['aws:principaltype', 'AssumedRole'],
    ...Object.entries(tags).map(([key, value]) => [principalTag(key), value] as const),
  ])
  return (key) => {
    const value = known.get(key)
    if (value !== undefined) return [value]
    return key.startsWith(principalTag('')) ? undefined : rest(key)
  }
}

/** Keys of tags compare without case, as all condition keys do. */
function principalTag(key: string): string {
  return `aws:principaltag/${key.toLowerCase()}`
}

function boundaryOf({
  name,
  boundaryArn,
  boundaryDocument,
  attachedPolicies,
}: RoleObservation): Reading<PolicyDocument | null> {
  if (boundaryArn === null) return known(null)
  const attached = attachedPolicies.find(({ arn }) => arn === boundaryArn)
  const document = boundaryDocument ?? attached?.document ?? null
  const parsed = document === null ? null : parsePolicy(document)
  if (parsed?.ok) return known(parsed.policy)
  return unread(
    failure(
      'upstream',
      `The role ${name} has a permissions boundary that was not read: ${boundaryArn}. It may forbid Bedrock.`,
    ),
  )
}
