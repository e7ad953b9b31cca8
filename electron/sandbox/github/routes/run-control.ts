import type { Hono } from 'hono'
import { z } from 'zod'
import type { TriggerEvent } from '../../runner/trigger'
import type { GithubJob, GithubRepository, GithubRun, GithubWorld } from '../github-world'
import { takeId } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, orNotFound } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { cancelRun, queueAgain } from '../run-store'
import { runOf } from './runs'

const RUN = '/repos/:owner/:repo/actions/runs/:run'

const Again = z.object({ enable_debug_logging: z.boolean().default(false) })

/** Steers runs: run again, run the failed jobs or one job again, cancel, cancel by force. */
export function runControlRoutes(app: Hono<GithubEnv>): void {
  app.post(`${RUN}/rerun`, (c) => runAgain(c, runOf, () => ({ kept: [] })))
  app.post(`${RUN}/rerun-failed-jobs`, (c) => runAgain(c, runOf, succeededJobs))
  app.post('/repos/:owner/:repo/actions/jobs/:job/rerun', (c) =>
    runAgain(c, runOfJob, (github, run) => otherJobs(github, run, c.req.param('job') ?? '')),
  )
  app.post(`${RUN}/cancel`, (c) => cancel(c, 'Cannot cancel a workflow run that is completed.'))
  app.post(`${RUN}/force-cancel`, (c) => cancel(c, 'Cannot force cancel a workflow run that is completed.'))
}

function cancel(c: GithubContext, refusal: string) {
  const run = runOf(c, repositoryFor(c, { actions: 'write' }))
  if (run.status === 'completed') throw new GithubFault(409, refusal)
  cancelRun(run, c.get('scene').now)
  c.get('scene').stage.changed()
  return c.json({}, 202)
}

/** What of an attempt the next one takes over. */
interface Kept {
  kept: GithubJob[]
  again?: string
}

function runOfJob(c: GithubContext, repository: GithubRepository): GithubRun {
  const id = c.req.param('job')
  return orNotFound(repository.runs.find(({ jobs }) => jobs.some((job) => String(job.id) === id)))
}

/** All but the job; which of them need it, and run again as well, the runner knows from the file. */
function otherJobs(github: GithubWorld, run: GithubRun, id: string): Kept {
  const job = orNotFound(run.jobs.find((each) => String(each.id) === id))
  return {
    kept: copied(
      github,
      run.jobs.filter((each) => each !== job),
    ),
    again: job.name,
  }
}

function copied(github: GithubWorld, jobs: readonly GithubJob[]): GithubJob[] {
  return jobs.map((job) => ({ ...structuredClone(job), id: takeId(github) }))
}

/** The jobs that stay as they are; refused where none has failed. */
function succeededJobs(github: GithubWorld, run: GithubRun): Kept {
  if (run.conclusion === 'success' || run.conclusion === 'skipped') {
    throw new GithubFault(403, 'This workflow run cannot be retried: it has no failed jobs.')
  }
  return {
    kept: copied(
      github,
      run.jobs.filter(({ conclusion }) => conclusion === 'success'),
    ),
  }
}

async function runAgain(
  c: GithubContext,
  find: (c: GithubContext, repository: GithubRepository) => GithubRun,
  keep: (github: GithubWorld, run: GithubRun) => Kept,
) {
  const repository = repositoryFor(c, { actions: 'write' })
  const { github, now, stage, caller } = c.get('scene')
  const run = find(c, repository)
  const { enable_debug_logging: debug } = await readBody(c, Again)
  if (run.status !== 'completed') throw new GithubFault(403, 'This workflow is already running')
  queueAgain(run, now, debug, keep(github, run))
  stage.changed()
  goOn(c, repository, run, caller.login)
  return c.json({}, 201)
}

/** Lets the runner take a run up that stands in the world. */
export function goOn(c: GithubContext, repository: GithubRepository, run: GithubRun, actor: string): void {
  c.get('scene').onDispatch({
    repositoryId: repository.id,
    workflowId: run.workflowId,
    event: run.event as TriggerEvent['event'],
    ref: `refs/${run.refType === 'tag' ? 'tags' : 'heads'}/${run.branch}`,
    inputs: run.inputs,
    actor,
    runId: run.id,
  })
}
