import { Hono } from 'hono'
import type { Stage } from '../world'
import type { GithubJob, GithubRepository, GithubRun } from './github-world'
import { repositoryById } from './repository-store'
import { signedPaths } from './signed-paths'

/** Signs the addresses at which logs can be fetched without a token, and serves what stands there. */
export interface LogStore {
  /** Path below the mount, with an expiry and a signature. */
  signedPath(repository: GithubRepository, job: GithubJob): string
  routes: Hono
}

/** Every job of a run, those of earlier attempts included, with the attempt it belongs to. */
export function jobsOf(run: GithubRun): { job: GithubJob; attempt: number }[] {
  const earlier = (run.earlierAttempts ?? []).flatMap(({ attempt, jobs }) =>
    jobs.map((job) => ({ job, attempt })),
  )
  return [...earlier, ...run.jobs.map((job) => ({ job, attempt: run.attempt }))]
}

/** A log store whose signatures hold until the process ends. */
export function createLogStore(stage: Stage): LogStore {
  const paths = signedPaths(() => stage.now())
  const routes = new Hono()
  routes.get('/signed/job-logs/:repository/:job', (c) => {
    if (!paths.isGenuine(c)) return paths.refuse(c)
    const job = findJob(stage, Number(c.req.param('repository')), Number(c.req.param('job')))
    if (job?.status !== 'completed' || job.log === '') {
      return paths.absent(c)
    }
    return c.text(job.log)
  })
  return {
    routes,
    signedPath: (repository, job) => paths.sign(`/signed/job-logs/${repository.id}/${job.id}`),
  }
}

function findJob(stage: Stage, repositoryId: number, jobId: number): GithubJob | undefined {
  const runs = repositoryById(stage.world.github, repositoryId)?.runs ?? []
  return runs.flatMap(jobsOf).find(({ job }) => job.id === jobId)?.job
}
