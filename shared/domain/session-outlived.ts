import { isCallingBedrock } from './bedrock-jobs'
import { configureStepsOf } from './workflow/steps'
import type { WorkflowJob, WorkflowStep } from './workflow-types'

/** Seconds: what the action asks for by itself, and what STS gives at least and at most (field-notes §2). */
const USUAL = 3600
export const SHORTEST_SESSION = 900
export const LONGEST_SESSION = 43_200

/** What a job's limits allow to happen to its session, which a web identity cannot refresh (field-notes §7 row 17). */
export interface OutlivedSession {
  /** Steps, by their index, that call Bedrock when the session before them may have ended. */
  before: { index: number; session: number; passed: number }[]
  /** A step that may itself run longer than the session: only a longer session helps. */
  during: { index: number; session: number; limit: number } | null
}

/**
 * Reads the limits that are written: a step's `timeout-minutes`, and for an earlier call of Bedrock that has none of
 * its own the job's. What nobody limits counts as short: nearly every job could run for GitHub's six hours.
 */
export function outlivedSession(job: WorkflowJob): OutlivedSession {
  const found: OutlivedSession = { before: [], during: null }
  let session: number | null = null
  let passed = 0
  for (const [index, step] of job.steps.entries()) {
    const [configure] = configureStepsOf([step]).filter(({ role }) => role !== null)
    if (configure) {
      session = sessionOf(configure.durationSeconds)
      passed = 0
      continue
    }
    if (session === null) continue
    const calls = isCallingBedrock(step)
    if (calls && passed >= session) {
      found.before.push({ index, session, passed })
      passed = 0
    }
    const own = seconds(step.timeout)
    if (calls && own !== null && own > session) found.during ??= { index, session, limit: own }
    passed += own ?? (calls ? (seconds(job.timeout) ?? 0) : 0)
  }
  return found
}

function sessionOf(written: string | null): number | null {
  if (written === null) return USUAL
  // An expression is known only where the job is: nothing is said of it.
  return /^\d+$/.test(written.trim()) ? Number(written) || USUAL : null
}

function seconds(minutes: WorkflowStep['timeout']): number | null {
  const read = Number(minutes ?? Number.NaN)
  return Number.isFinite(read) ? read * 60 : null
}

/** The length that a job's session should have instead of the one it asks for, in seconds; null where it may stay. */
export function fittingDuration(job: WorkflowJob): number | null {
  const asked = job.configureSteps.flatMap(({ role, durationSeconds }) =>
    role !== null && /^\d+$/.test(durationSeconds?.trim() ?? '') ? Number(durationSeconds) : [],
  )
  if (asked.some((each) => each > LONGEST_SESSION)) return LONGEST_SESSION
  if (asked.some((each) => each > 0 && each < SHORTEST_SESSION)) return USUAL
  const { during } = outlivedSession(job)
  return during && during.limit <= LONGEST_SESSION ? during.limit : null
}
