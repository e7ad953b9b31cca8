import { observeChain } from '../chain'
import type { ChainContext } from '../picture'
import type { RunJob, RunState } from '../run'
import { namesJob } from '../shown-job'
import { asOfRun } from './as-of-run'
import type { Diagnosis } from './diagnosis'
import { toldGreen } from './green'
import type { TextJob } from './read-text'
import { ROWS } from './registry'
import type { Scene } from './scene'
import { toldCause } from './told'
import { unknownFailure } from './unexplained'

/** What is known beside a text; all of it null where there is no connection. */
export interface TextWorld {
  run: RunState | null
  premises: ChainContext | null
  fileAtRun: string | null
}

const NOTHING: TextWorld = { run: null, premises: null, fileAtRun: null }

/**
 * The causes that a log of any origin tells, one for each of its jobs; exact where the repository, better the run, is
 * known. A job with errors that no row knows is `unknown` and shows its last ones.
 */
export function diagnoseText(jobs: readonly TextJob[], world: TextWorld = NOTHING): Diagnosis[] {
  const { run, premises } = world
  const atRun = premises && run ? asOfRun(premises, run.run, world.fileAtRun) : premises
  const chain = atRun && observeChain(atRun)
  return jobs.flatMap(({ name, log }) => {
    const job = run && jobNamed(run, name)
    const scene: Scene = { run: run?.run ?? null, job, chain, premises: atRun, log }
    const found = toldCause(scene, ROWS) ?? failureIn(scene)
    return found ? [{ ...found, jobName: found.jobName ?? name }] : []
  })
}

/** A log without errors tells at most that its job was green for nothing. */
function failureIn(scene: Scene): Diagnosis | null {
  const { log, job, run } = scene
  if (!log) return null
  const failed = log.errors.length > 0 || (!log.marked && log.complaints.length > 0)
  return failed ? unknownFailure(job, log, run) : toldGreen(scene)
}

/** `gh` names the job of each line; a raw log is that of the one job that failed, or of the only one. */
function jobNamed({ jobs }: RunState, name: string | null): RunJob | null {
  if (name !== null) return jobs.find((job) => namesJob(job.name, [name])) ?? null
  const failed = jobs.filter(({ conclusion }) => conclusion === 'failure')
  const [only] = failed.length > 0 ? failed : jobs
  return failed.length > 1 || (failed.length === 0 && jobs.length > 1) ? null : (only ?? null)
}
