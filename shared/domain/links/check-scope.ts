import type { Finding } from '../finding'

/** The job, and where they matter the events, that a finding is about. */
export interface CheckScope {
  path: string
  jobId: string
  events: string[] | null
}

/** Names a check of one job: `role@.github/workflows/x.yml#call` or, of some events, `…#call/push,schedule`. */
export function scopedCheck(what: string, scope: CheckScope): string {
  const events = scope.events === null ? '' : `/${scope.events.join(',')}`
  return `${what}@${scope.path}#${scope.jobId}${events}`
}

const SCOPE = /@(?<path>[^#]+)#(?<jobId>[^/]+)(?:\/(?<events>.+))?$/

/** The scope of a finding; null when it holds for the whole repository. */
export function scopeOf(finding: Pick<Finding, 'check'>): CheckScope | null {
  const groups = SCOPE.exec(finding.check)?.groups
  if (!groups?.path || !groups.jobId) return null
  return { path: groups.path, jobId: groups.jobId, events: groups.events?.split(',') ?? null }
}

/** What was checked, without its scope: `trust.environment`. */
export function checkKind(finding: Pick<Finding, 'check'>): string {
  const at = finding.check.indexOf('@')
  return at === -1 ? finding.check : finding.check.slice(0, at)
}
