import type { Finding } from '../finding'
import type { RoleObservation } from '../observation'
import { parsePolicy } from '../policy-document'
import { lintTrust } from '../trust-lints'
import { evidence, finding } from './found'
import { iamPage } from './iam-page'

/** The weaknesses of a trust policy that works: noted, and counted as drift only where anybody could get in. */
export function lintFindings(role: RoleObservation): Finding[] {
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return []
  return lintTrust(parsed.policy).map(({ level, rule, says }) =>
    finding('trust', `lint-${rule}@${role.arn}`, level === 'critical' ? 'drift' : 'ok', says, {
      lint: level,
      evidence: [evidence('trust policy', null, null, `IAM role ${role.arn}`)],
      repair: {
        kind: 'open-page',
        url: iamPage(role, 'trust_relationships'),
        label: 'Open the trust policy in IAM',
      },
    }),
  )
}
