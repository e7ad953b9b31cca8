import type { Hono } from 'hono'
import { z } from 'zod'
import type { TriggerEvent } from '../../runner/trigger'
import type { GithubJob, GithubRepository, GithubRun, GithubWorld } from '../github-world'
import { takeId } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { cancelRun, queueAgain } from '../run-store'
import { runOf } from './runs'

const RUN = '/repos/:owner/:repo/actions/runs/:run'

const Again = z.object({ enable_debug_logging: z.boolean().default(false) })

/** Steers runs: run again, run the failed jobs again, cancel, cancel by force. */
export function runControlRoutes(app: Hono<GithubEnv>): void {
  app.post(`${RUN}/rerun`, (c) => runAgain(c, () => []))
  app.post(`${RUN}/rerun-failed-jobs`, (c) => runAgain(c, succeededJobs))
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

/** The jobs that stay as they are; refused where none has failed. */
function succeededJobs(github: GithubWorld, run: GithubRun): GithubJob[] {
  if (run.conclusion === 'success' || run.conclusion === 'skipped') {
    throw new GithubFault(403, 'This workflow run cannot be retried: it has no failed jobs.')
  }
  const kept = run.jobs.filter(({ conclusion }) => conclusion === 'success')
  return kept.map((job) => ({ ...structuredClone(job), id: takeId(github) }))
}

async function runAgain(c: GithubContext, keep: (github: GithubWorld, run: GithubRun) => GithubJob[]) {
  const repository = repositoryFor(c, { actions: 'write' })
  const { github, now, stage, caller } = c.get('scene')
  const run = runOf(c, repository)
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
