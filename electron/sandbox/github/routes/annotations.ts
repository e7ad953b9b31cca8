import type { Hono } from 'hono'
import type { GithubAnnotation, GithubRepository, GithubRun } from '../github-world'
import { jobsOf } from '../job-logs'
import type { GithubEnv } from '../request/context'
import { orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import type { Links } from '../respond/links'

/** Annotations of a check run; a job has the number of its check run. Fine-grained tokens have no such right. */
export function annotationRoutes(app: Hono<GithubEnv>): void {
  app.get('/repos/:owner/:repo/check-runs/:check/annotations', (c) => {
    const repository = repositoryFor(c, { checks: 'read' })
    const all = repository.runs.flatMap((run) => jobsOf(run).map(({ job }) => ({ run, job })))
    const { run, job } = orNotFound(all.find((each) => String(each.job.id) === c.req.param('check')))
    const listed = page(c, job.annotations ?? [])
    return c.json(listed.map((each) => annotationBody(c.get('scene').links, repository, run, each)))
  })
}

/** `check-annotation` of the REST API. */
function annotationBody(
  links: Links,
  repository: GithubRepository,
  { headSha }: GithubRun,
  { level, title, message, path, line }: GithubAnnotation,
) {
  return {
    path,
    blob_href: links.page(repository, `/blob/${headSha}/${path}`),
    start_line: line,
    end_line: line,
    start_column: null,
    end_column: null,
    annotation_level: level,
    title,
    message,
    raw_details: '',
  }
}
