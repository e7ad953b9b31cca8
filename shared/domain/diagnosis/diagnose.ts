import { observeChain } from '../chain'
import type { ParsedLog } from '../log'
import type { ChainContext } from '../picture'
import type { SignInProof } from '../proof/sign-in'
import type { RunJob, RunState, RunSummary } from '../run'
import { asOfRun } from './as-of-run'
import type { Diagnosis } from './diagnosis'
import { diagnoseGreen } from './green'
import { extractOf, type LogExtract } from './log-extract'
import { isMarked, ROWS } from './registry'
import type { Scene } from './scene'
import { toldCause } from './told'
import { unexplained, unknownFailure, withoutLog } from './unexplained'
import { diagnoseInterruption, diagnoseStartupFailure } from './without-log'

/** A finished job's log. */
export interface DiagnosedLog {
  jobId: number
  jobName: string
  log: ParsedLog | LogExtract
}

/** A run, what was read of its logs, and what is known of the world. */
export interface Diagnosable {
  run: RunState
  logs: readonly DiagnosedLog[]
  /** What the chain is judged from; null where nothing could be read. */
  premises: ChainContext | null
  /** The run's workflow file where it ran; left out where that is the default branch. */
  fileAtRun?: string | null
  /** What AWS recorded of its sessions; left out where nobody looked. */
  signIns?: readonly SignInProof[]
}

/**
 * Why a completed run failed: one diagnosis for each failed job. Of one that succeeded: what it did not show that it
 * seems to. Empty for a run that still runs, was skipped as a whole, or showed what it should.
 */
export function diagnose({
  run: state,
  logs,
  premises,
  fileAtRun = null,
  signIns = [],
}: Diagnosable): Diagnosis[] {
  const { run, jobs } = state
  if (run.status !== 'completed' || run.conclusion === 'skipped') return []
  const atRun = premises && asOfRun(premises, run, fileAtRun)
  const chain = atRun && observeChain(atRun)
  const refusedOf = (job: RunJob) =>
    signIns.find(({ jobId, state: is }) => jobId === job.id && is === 'refused')
  const sceneOf = (job: RunJob): Scene => ({
    run,
    job,
    chain,
    premises: atRun,
    log: logOf(job, logs),
    refused: refusedOf(job),
  })
  if (run.conclusion === 'success') return diagnoseGreen(state, sceneOf)
  // A file that GitHub could not start says nothing of its triggers: it is judged as it stands.
  if (run.conclusion === 'startup_failure')
    return [diagnoseStartupFailure(run, premises && observeChain(premises))]
  const failed = jobs.filter(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out')
  if (failed.length > 0) return failed.map((job) => diagnoseJob(job, sceneOf(job), run))
  const interruption = diagnoseInterruption(run)
  return interruption ? [interruption] : [unexplained(run)]
}

function diagnoseJob(job: RunJob, scene: Scene, run: RunSummary): Diagnosis {
  if (!scene.log) return withoutLog(job, run)
  return toldCause(scene, ROWS) ?? unknownFailure(job, scene.log, run)
}

function logOf(job: RunJob, logs: readonly DiagnosedLog[]): LogExtract | null {
  const log = logs.find(({ jobId }) => jobId === job.id)?.log
  if (!log) return null
  return 'groups' in log ? extractOf(log, isMarked) : log
}
