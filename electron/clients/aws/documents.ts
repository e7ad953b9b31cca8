import { parsePolicy } from '../../../shared/domain/policy-document'
import { GITHUB_ISSUER_HOST, githubProvidersOf } from '../../../shared/domain/trust-claims'

/** A policy as IAM stores it. AWS sends it URL-encoded, some other servers raw (field-notes §2). */
export function decodeDocument(sent: string): string {
  if (sent.trimStart().startsWith('{')) return sent
  try {
    return decodeURIComponent(sent)
  } catch {
    return sent
  }
}

/** Whether a trust policy names an issuer of GitHub, rightly or wrongly: both are worth to be shown. */
export function namesGithub(trust: string): boolean {
  const parsed = parsePolicy(trust)
  if (!parsed.ok) return trust.includes(GITHUB_ISSUER_HOST)
  return parsed.policy.statements.some((statement) => githubProvidersOf(statement).length > 0)
}
