import { z } from 'zod'
import { LintLevel } from './finding'
import { countedSize, TRUST_QUOTA } from './policy-acceptance'
import { decodePolicy, type PolicyDocument, parsePolicy } from './policy-document'
import type { DescribedToken } from './token-file'
import { acceptedByIam } from './trust-acceptance'
import { evaluateTrust } from './trust-evaluation'
import { lintTrust } from './trust-lints'
import { webIdentityContext } from './web-identity-context'

/** What a trust policy says to a token, clause by clause; the answer of `rolecall explain`. */
export const Explanation = z.object({
  allowed: z.boolean(),
  /** Index of the statement that allowed or denied; null where none applies, which refuses. */
  decidedBy: z.number().int().nullable(),
  statements: z.array(
    z.object({
      index: z.number().int(),
      effect: z.enum(['Allow', 'Deny']),
      applies: z.boolean(),
      failed: z.array(
        z.object({
          operator: z.string(),
          key: z.string(),
          wanted: z.string(),
          actual: z.string().nullable(),
        }),
      ),
    }),
  ),
  lints: z.array(z.object({ level: LintLevel, rule: z.string(), says: z.string() })),
  acceptedByIam: z.boolean(),
  /** Why IAM would not store the policy today; null where it would. */
  whyNot: z.string().nullable(),
})
export type Explanation = z.infer<typeof Explanation>

/** IAM's own limit is a few thousand; white space and URL encoding come on top. */
const MOST_CHARACTERS = 1_000_000

/**
 * Evaluates a trust policy, as JSON or URL-encoded JSON, for a token at `now` (milliseconds of the epoch). What is
 * not a policy allows nothing, and `whyNot` says what is wrong with it.
 */
export function explainTrust(trust: string, token: DescribedToken, now: number): Explanation {
  if (trust.length > MOST_CHARACTERS)
    return invalid('The policy document is far larger than any that IAM stores.')
  const parsed = parsePolicy(trust)
  if (!parsed.ok) return invalid(parsed.error)
  const { allowed, decidedBy, statements } = evaluateTrust(parsed.policy, {
    providerArn: token.providerArn,
    claims: token.claims,
    context: webIdentityContext(token.keys, now),
  })
  const whyNot = objection(trust, parsed.policy)
  return {
    allowed,
    decidedBy,
    statements: statements.map(({ index, effect, applies, failed }) => ({ index, effect, applies, failed })),
    lints: lintTrust(parsed.policy),
    acceptedByIam: whyNot === null,
    whyNot,
  }
}

function invalid(whyNot: string): Explanation {
  return { allowed: false, decidedBy: null, statements: [], lints: [], acceptedByIam: false, whyNot }
}

/** The size is asked for last, as IAM does. */
function objection(trust: string, policy: PolicyDocument): string | null {
  const verdict = acceptedByIam(policy)
  if (!verdict.accepted) return verdict.whyNot
  const size = countedSize(decodePolicy(trust))
  if (size <= TRUST_QUOTA) return null
  return `Cannot exceed quota for ACLSizePerRole: ${TRUST_QUOTA} (this policy has ${size} characters).`
}
