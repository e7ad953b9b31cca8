import { type Finding, LINKS } from '../finding'
import { checkKind, scopeOf } from '../links/check-scope'
import { JOB_NAME } from '../links/job-evidence'
import { namesJob } from '../shown-job'
import type { Row } from './row'
import type { Scene } from './scene'

/** What is wrong for this very job of this run, in the order of the chain. What is unknown settles nothing. */
export function wrongFindings(scene: Scene): Finding[] {
  return findingsOf(scene).filter(({ status }) => status !== 'ok' && status !== 'unknown')
}

/** What was looked at for this very job of this run and found in order, provider and trust only. */
export function soundFindings(scene: Scene): Finding[] {
  return findingsOf(scene).filter(
    ({ status, link }) => status === 'ok' && (link === 'provider' || link === 'trust'),
  )
}

/** The finding that settles a row, if one does. */
export function settling(row: Row, findings: readonly Finding[]): Finding | null {
  return (
    findings.find((finding) => row.settledBy.some((check) => checkKind(finding).startsWith(check))) ?? null
  )
}

function findingsOf(scene: Scene): Finding[] {
  const { chain } = scene
  if (!chain) return []
  return LINKS.filter((link) => link !== 'lastRun')
    .flatMap((link) => chain.links[link].findings)
    .filter((finding) => concerns(finding, scene))
}

/** Findings without a scope hold for every job, those without events for every event. */
function concerns(finding: Finding, { run, job }: Scene): boolean {
  const scope = scopeOf(finding)
  if (!scope || !run) return true
  if (run.workflowPath !== null && scope.path !== run.workflowPath) return false
  if (scope.events !== null && !scope.events.includes(run.event)) return false
  return job === null || namesJob(job.name, [scope.jobId, ...displayNames(finding)])
}

function displayNames(finding: Finding): string[] {
  return finding.evidence.flatMap(({ label, found }) => (label === JOB_NAME && found ? [found] : []))
}
