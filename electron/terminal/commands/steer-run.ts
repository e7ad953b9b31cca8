import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import type { Session } from '../session'
import { tellEnd } from './runs'

export interface RerunFlags {
  run: number
  failed: boolean
  /** A job's ID, or its name. */
  job?: string
  debug: boolean
  wait: boolean
}

/** `rerun R --run ID`: a new attempt of a run; with --wait the exit code is its conclusion. */
export async function rerunVerb(
  session: Session,
  repository: RepositoryName,
  { run: runId, failed, job, debug, wait }: RerunFlags,
): Promise<number> {
  const jobId = job === undefined ? null : await theJob(session, repository, runId, job)
  const { run } = await session.client.runs.rerun({ repository, runId, onlyFailed: failed, jobId, debug })
  session.progress(`Attempt ${run.attempt} of run ${run.id}: ${run.url}`)
  if (wait) return tellEnd(session, run)
  session.print(session.json ? JSON.stringify({ run }, null, 2) : `${run.id}`)
  return EXIT.fine
}

/** The job of the latest attempt with that ID or name. Throws `not-found` where there is none. */
async function theJob(
  session: Session,
  repository: RepositoryName,
  runId: number,
  wanted: string,
): Promise<number> {
  const { jobs } = await session.client.runs.get({ repository, runId })
  const found = jobs.find(({ id, name }) => String(id) === wanted || name === wanted)
  if (found) return found.id
  const names = jobs.map(({ name }) => name).join(', ')
  throw new ExpectedFailure(
    failure('not-found', `Run ${runId} has no job ${wanted}. It has ${names === '' ? 'none' : names}.`, {
      kind: 'correct-input',
      field: 'job',
    }),
  )
}

/** `cancel R --run ID`: asks GitHub to cancel, and says how the run stands then. */
export async function cancelVerb(
  session: Session,
  repository: RepositoryName,
  { run: runId, force }: { run: number; force: boolean },
): Promise<number> {
  const { run, jobs } = await session.client.runs.cancel({ repository, runId, force })
  const isOver = run.status === 'completed'
  if (session.json) session.print(JSON.stringify({ run, jobs }, null, 2))
  else session.print(isOver ? `Run ${run.id}: ${run.conclusion}` : `Run ${run.id} is being cancelled.`)
  return EXIT.fine
}
