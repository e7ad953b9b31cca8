import type { RepositoryName } from './ids'
import type { RunSummary } from './run'
import { outcomeOf } from './run-filter'

/** Why a workflow counts as flaky. */
export type FlakySign =
  /** It failed at a commit at which it had succeeded. */
  | { kind: 'same-commit'; headSha: string; succeeded: RunSummary; failed: RunSummary }
  /** On one branch its last decided runs went back and forth. */
  | { kind: 'alternating'; branch: string | null; changes: number; of: number; latest: RunSummary }

/** A workflow whose runs do not agree with each other. */
export interface FlakyWorkflow {
  repository: RepositoryName
  workflowName: string
  workflowPath: string | null
  signs: FlakySign[]
}

/** Decided runs of one branch that are looked at. */
const WINDOW = 10
/** Changes among them from which on they alternate: a break, its repair and one more are no habit yet. */
const CHANGES = 4

/**
 * Workflows that fail at times without a change of theirs. One that failed first and then succeeded at the same commit
 * is not among them: what a run meets in AWS does not stand in the commit, and a repair there looks just like that.
 */
export function flakyWorkflows(runs: readonly RunSummary[]): FlakyWorkflow[] {
  const decided = runs.filter((run) => ['success', 'failed'].includes(outcomeOf(run)))
  return [
    ...grouped(
      decided,
      ({ repository, workflowPath, workflowName }) => `${repository} ${workflowPath ?? workflowName}`,
    ),
  ]
    .flatMap((group) => {
      const [latest] = group
      const signs = [...sameCommit(group), ...alternating(group)]
      if (!latest || signs.length === 0) return []
      const { repository, workflowName, workflowPath } = latest
      return [{ repository, workflowName, workflowPath, signs }]
    })
    .sort(
      (one, other) => other.signs.length - one.signs.length || one.repository.localeCompare(other.repository),
    )
}

/** The latest such commit: older ones say the same again. */
function sameCommit(runs: readonly RunSummary[]): FlakySign[] {
  for (const group of grouped(runs, ({ headSha }) => headSha)) {
    const failed = group.findIndex((run) => outcomeOf(run) === 'failed')
    const before = group.slice(failed + 1).find((run) => outcomeOf(run) === 'success')
    const run = group[failed]
    if (failed >= 0 && run && before) {
      return [{ kind: 'same-commit', headSha: run.headSha, succeeded: before, failed: run }]
    }
  }
  return []
}

function alternating(runs: readonly RunSummary[]): FlakySign[] {
  return grouped(runs, ({ branch }) => branch ?? '').flatMap((group) => {
    const last = group.slice(0, WINDOW)
    const changes = last.filter((run, at) => {
      const next = last[at + 1]
      return next !== undefined && outcomeOf(next) !== outcomeOf(run)
    }).length
    const [latest] = last
    if (!latest || changes < CHANGES) return []
    return [{ kind: 'alternating' as const, branch: latest.branch, changes, of: last.length, latest }]
  })
}

/** Groups in the order of their latest run; each holds its runs latest first. */
function grouped(runs: readonly RunSummary[], keyOf: (run: RunSummary) => string): RunSummary[][] {
  const groups = new Map<string, RunSummary[]>()
  for (const run of runs.toSorted(latestFirst)) {
    const key = keyOf(run)
    const members = groups.get(key)
    if (members) members.push(run)
    else groups.set(key, [run])
  }
  return [...groups.values()]
}

/** The order of every list of runs. */
export function latestFirst(one: RunSummary, other: RunSummary): number {
  return other.createdAt.localeCompare(one.createdAt) || other.id - one.id
}
