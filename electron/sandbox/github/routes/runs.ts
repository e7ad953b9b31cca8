import type { Hono } from 'hono'
import type { GithubRepository, GithubRun } from '../github-world'
import type { GithubContext, GithubEnv } from '../request/context'
import { orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { runBody } from '../respond/run'
import { runFilter } from '../run-filter'
import { workflowOf } from './workflows'

/** A filtered list of runs ends after this many (field-notes §4). */
const FILTERED_LIMIT = 1000

const RUNS = '/repos/:owner/:repo/actions/runs'

/** Runs: lists, one, its attempts. */
export function runRoutes(app: Hono<GithubEnv>): void {
  app.get(RUNS, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    return list(c, repository, repository.runs)
  })
  app.get('/repos/:owner/:repo/actions/workflows/:workflow/runs', (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { id } = workflowOf(c, repository)
    return list(
      c,
      repository,
      repository.runs.filter((run) => run.workflowId === id),
    )
  })
  app.get(`${RUNS}/:run`, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    return c.json(runBody(c.get('scene'), repository, runOf(c, repository)))
  })
  app.get(`${RUNS}/:run/attempts/:attempt`, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const run = runOf(c, repository)
    return c.json(runBody(c.get('scene'), repository, run, attemptOf(c, run)))
  })
}

/** The run of the path, or 404. */
export function runOf(c: GithubContext, repository: GithubRepository): GithubRun {
  return orNotFound(repository.runs.find((run) => String(run.id) === c.req.param('run')))
}

/** The attempt of the path, or 404; the current one is the run itself. */
export function attemptOf(c: GithubContext, run: GithubRun) {
  const attempts = [run, ...(run.earlierAttempts ?? [])]
  return orNotFound(attempts.find((each) => String(each.attempt) === c.req.param('attempt')))
}

function list(c: GithubContext, repository: GithubRepository, runs: GithubRun[]) {
  const filter = runFilter((name) => c.req.query(name))
  const newestFirst = (a: GithubRun, b: GithubRun) =>
    a.createdAt === b.createdAt ? b.id - a.id : a.createdAt < b.createdAt ? 1 : -1
  const matching = runs.filter(filter.matches).sort(newestFirst)
  const reachable = filter.narrow ? matching.slice(0, FILTERED_LIMIT) : matching
  const listed = page(c, reachable)
  return c.json({
    total_count: matching.length,
    workflow_runs: listed.map((run) => runBody(c.get('scene'), repository, run)),
  })
}
