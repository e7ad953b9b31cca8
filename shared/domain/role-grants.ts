import { failure } from './failure'
import type { Grant } from './models'
import type { RoleObservation } from './observation'
import { evaluatePermission, type PermissionDecision } from './permission-policy'
import { type PolicyDocument, parsePolicy } from './policy-document'
import { known, type Reading, unread } from './reading'

/** What a role may do with one grant, and the policy that decides; null where none speaks of it. */
export interface JudgedGrant {
  grant: Grant
  decision: PermissionDecision['decision']
  policy: string | null
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
      const { decision, by } = evaluatePermission(documents, grant)
      const policy = by ? (policies[by.policy]?.name ?? null) : null
      if (decision !== 'allowed' || !boundary.value) return { grant, decision, policy }
      const bounded = evaluatePermission([boundary.value], grant)
      return { grant, decision: bounded.decision, policy: `the boundary ${role.boundaryArn}` }
    }),
  )
}

/** A boundary's document is at hand only where the same policy is also attached. */
function boundaryOf({
  name,
  boundaryArn,
  attachedPolicies,
}: RoleObservation): Reading<PolicyDocument | null> {
  if (boundaryArn === null) return known(null)
  const document = attachedPolicies.find(({ arn }) => arn === boundaryArn)?.document ?? null
  const parsed = document === null ? null : parsePolicy(document)
  if (parsed?.ok) return known(parsed.policy)
  return unread(
    failure(
      'upstream',
      `The role ${name} has a permissions boundary that was not read: ${boundaryArn}. It may forbid Bedrock.`,
    ),
  )
}
