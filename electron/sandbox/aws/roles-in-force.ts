import { type PolicyDocument, parsePolicy } from '../../../shared/domain/policy-document'
import type { Stage } from '../world'
import type { AwsAccount, AwsRole } from './aws-world'

/** The role of that name; IAM compares names without case when it looks for duplicates, exactly otherwise. */
export function findRole(account: AwsAccount, name: string): AwsRole | null {
  return account.roles.find((role) => role.name === name) ?? null
}

/** Whether the last change of the role has reached every service (eventual consistency, field-notes §2). */
export function inForce(stage: Stage, role: AwsRole): boolean {
  return Date.parse(role.changedAt) + stage.world.aws.consistencyDelay * 1000 <= stage.now()
}

/** Inline and attached policies of a role. */
export function policiesOf(account: AwsAccount, role: AwsRole): PolicyDocument[] {
  const attached = account.managedPolicies.filter((policy) => role.attachedPolicyArns.includes(policy.arn))
  return parsed([...Object.values(role.inlinePolicies), ...attached.map((policy) => policy.document)])
}

/** The permissions boundary as one policy list; null when the role has none. */
export function boundaryOf(account: AwsAccount, role: AwsRole): PolicyDocument[] | null {
  if (role.boundaryArn === null) return null
  const found = account.managedPolicies.filter((policy) => policy.arn === role.boundaryArn)
  return parsed(found.map((policy) => policy.document))
}

function parsed(documents: string[]): PolicyDocument[] {
  return documents.flatMap((document) => {
    const result = parsePolicy(document)
    return result.ok ? [result.policy] : []
  })
}
