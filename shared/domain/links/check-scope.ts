import type { Finding } from '../finding'

/** The job, and where it matters the event, that a finding is about. */
export interface CheckScope {
  path: string
  jobId: string
  event: string | null
}

/** Names a check of one job: `role@.github/workflows/x.yml#call` or, of one event, `…#call/push`. */
export function scopedCheck(what: string, scope: CheckScope): string {
  const event = scope.event === null ? '' : `/${scope.event}`
  return `${what}@${scope.path}#${scope.jobId}${event}`
}

const SCOPE = /@(?<path>[^#]+)#(?<jobId>[^/]+)(?:\/(?<event>.+))?$/

/** The scope of a finding; null when it holds for the whole repository. */
export function scopeOf(finding: Pick<Finding, 'check'>): CheckScope | null {
  const groups = SCOPE.exec(finding.check)?.groups
  if (!groups?.path || !groups.jobId) return null
  return { path: groups.path, jobId: groups.jobId, event: groups.event ?? null }
}

/** What was checked, without its scope: `trust.environment`. */
export function checkKind(finding: Pick<Finding, 'check'>): string {
  const at = finding.check.indexOf('@')
  return at === -1 ? finding.check : finding.check.slice(0, at)
}
