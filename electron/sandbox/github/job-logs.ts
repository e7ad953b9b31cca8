import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Stage } from '../world'
import type { GithubJob, GithubRepository, GithubRun } from './github-world'
import { repositoryById } from './repository-store'

/** How long the address of a log works (field-notes §4). */
const LOG_URL_LIFETIME_MS = 60_000

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
  const key = randomBytes(32)
  const sign = (resource: string, expires: number) =>
    createHmac('sha256', key).update(`${resource}\n${expires}`).digest('base64url')
  const routes = new Hono()
  routes.get('/signed/job-logs/:repository/:job', (c) => {
    const resource = `/signed/job-logs/${c.req.param('repository')}/${c.req.param('job')}`
    const expires = Number(c.req.query('se'))
    const genuine = same(c.req.query('sig') ?? '', sign(resource, expires))
    if (!genuine || expires < stage.now()) {
      return c.body(blobError('AuthenticationFailed'), 403, { 'Content-Type': 'application/xml' })
    }
    const job = findJob(stage, Number(c.req.param('repository')), Number(c.req.param('job')))
    if (job?.status !== 'completed' || job.log === '') {
      return c.body(blobError('BlobNotFound'), 404, { 'Content-Type': 'application/xml' })
    }
    return c.text(job.log)
  })
  return {
    routes,
    signedPath(repository, job) {
      const resource = `/signed/job-logs/${repository.id}/${job.id}`
      const expires = stage.now() + LOG_URL_LIFETIME_MS
      return `${resource}?se=${expires}&sig=${sign(resource, expires)}`
    },
  }
}

function findJob(stage: Stage, repositoryId: number, jobId: number): GithubJob | undefined {
  const runs = repositoryById(stage.world.github, repositoryId)?.runs ?? []
  return runs.flatMap(jobsOf).find(({ job }) => job.id === jobId)?.job
}

/** The store answers as the blob storage behind GitHub does: in XML. */
function blobError(code: 'BlobNotFound' | 'AuthenticationFailed'): string {
  const says =
    code === 'BlobNotFound'
      ? 'The specified blob does not exist.'
      : 'Server failed to authenticate the request.'
  return `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${says}</Message></Error>`
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
