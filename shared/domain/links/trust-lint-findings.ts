import type { Finding } from '../finding'
import { parseRoleArn } from '../ids'
import type { RoleObservation } from '../observation'
import { parsePolicy } from '../policy-document'
import { lintTrust } from '../trust-lints'
import { evidence, finding } from './found'

/** The weaknesses of a trust policy that works: noted, and counted as drift only where anybody could get in. */
export function lintFindings(role: RoleObservation): Finding[] {
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return []
  return lintTrust(parsed.policy).map(({ level, rule, says }) =>
    finding('trust', `lint-${rule}@${role.arn}`, level === 'critical' ? 'drift' : 'ok', says, {
      lint: level,
      evidence: [evidence('trust policy', null, null, `IAM role ${role.arn}`)],
      repair: { kind: 'open-page', url: trustPage(role), label: 'Open the trust policy in IAM' },
    }),
  )
}

const CONSOLES = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
}

/** The page of the IAM console where a role's trust policy is edited by hand. */
function trustPage({ arn, name }: RoleObservation): string {
  const console = CONSOLES[parseRoleArn(arn)?.partition ?? 'aws']
  return `https://${console}/iam/home#/roles/details/${encodeURIComponent(name)}?section=trust_relationships`
}
