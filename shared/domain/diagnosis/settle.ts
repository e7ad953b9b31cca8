import { type Chain, type Finding, LINKS } from '../finding'
import { checkKind, scopeOf } from '../links/check-scope'
import { JOB_NAME } from '../links/job-evidence'
import type { RunSummary } from '../run'
import type { Row } from './row'

/** What is wrong for this very job of this run, in the order of the chain. What is unknown settles nothing. */
export function wrongFindings(chain: Chain | null, run: RunSummary, jobName: string | null): Finding[] {
  if (!chain) return []
  return LINKS.filter((link) => link !== 'lastRun')
    .flatMap((link) => chain.links[link].findings)
    .filter(({ status }) => status !== 'ok' && status !== 'unknown')
    .filter((finding) => concerns(finding, run, jobName))
}

/** The finding that settles a row, if one does. */
export function settling(row: Row, findings: readonly Finding[]): Finding | null {
  return (
    findings.find((finding) => row.settledBy.some((check) => checkKind(finding).startsWith(check))) ?? null
  )
}

/** Findings without a scope hold for every job, those without events for every event. */
function concerns(finding: Finding, run: RunSummary, jobName: string | null): boolean {
  const scope = scopeOf(finding)
  if (!scope) return true
  if (run.workflowPath !== null && scope.path !== run.workflowPath) return false
  if (scope.events !== null && !scope.events.includes(run.event)) return false
  return jobName === null || namesJob(jobName, [scope.jobId, ...displayNames(finding)])
}

/** GitHub shows a matrix job as `name (value)` and a called one as `caller / called`. */
function namesJob(shown: string, names: readonly string[]): boolean {
  return names.some(
    (name) => shown === name || shown.startsWith(`${name} (`) || shown.startsWith(`${name} / `),
  )
}

function displayNames(finding: Finding): string[] {
  return finding.evidence.flatMap(({ label, found }) => (label === JOB_NAME && found ? [found] : []))
}
