import type { Hono } from 'hono'
import type { GithubRepository } from '../github-world'
import { jobsOf, type LogStore } from '../job-logs'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { jobBody } from '../respond/job'
import { attemptOf, runOf } from './runs'

const RUN = '/repos/:owner/:repo/actions/runs/:run'
const JOB = '/repos/:owner/:repo/actions/jobs/:job'

/** Jobs of a run, one job, and the way to its log. */
export function jobRoutes(app: Hono<GithubEnv>, logs: LogStore): void {
  app.get(`${RUN}/jobs`, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const run = runOf(c, repository)
    const latest = jobsOf(run).filter(({ attempt }) => attempt === run.attempt)
    return list(c, repository, c.req.query('filter') === 'all' ? jobsOf(run) : latest)
  })
  app.get(`${RUN}/attempts/:attempt/jobs`, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { attempt, jobs } = attemptOf(c, runOf(c, repository))
    return list(
      c,
      repository,
      jobs.map((job) => ({ job, attempt })),
    )
  })
  app.get(JOB, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { run, job, attempt } = jobOf(c, repository)
    return c.json(jobBody(c.get('scene').links, repository, run, job, attempt))
  })
  app.get(`${JOB}/logs`, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { run, job } = jobOf(c, repository)
    if (run.logsExpired) throw new GithubFault(410, 'The logs for this job have expired.')
    return c.redirect(`${c.get('scene').links.api}${logs.signedPath(repository, job)}`, 302)
  })
}

function jobOf(c: GithubContext, repository: GithubRepository) {
  const all = repository.runs.flatMap((run) => jobsOf(run).map((each) => ({ run, ...each })))
  return orNotFound(all.find(({ job }) => String(job.id) === c.req.param('job')))
}

function list(c: GithubContext, repository: GithubRepository, jobs: ReturnType<typeof jobsOf>) {
  const run = runOf(c, repository)
  const { links } = c.get('scene')
  const listed = page(c, jobs)
  return c.json({
    total_count: jobs.length,
    jobs: listed.map(({ job, attempt }) => jobBody(links, repository, run, job, attempt)),
  })
}
