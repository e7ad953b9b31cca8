import type { Hono } from 'hono'
import type { GithubRepository, GithubWorkflow } from '../github-world'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { workflowBody } from '../respond/workflow'

const ONE = '/repos/:owner/:repo/actions/workflows/:workflow'

/** Registered workflows and their states. */
export function workflowRoutes(app: Hono<GithubEnv>): void {
  app.get('/repos/:owner/:repo/actions/workflows', (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const listed = page(c, repository.workflows)
    return c.json({
      total_count: repository.workflows.length,
      workflows: listed.map((each) => workflowBody(c.get('scene').links, repository, each)),
    })
  })
  app.get(ONE, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    return c.json(workflowBody(c.get('scene').links, repository, workflowOf(c, repository)))
  })
  app.put(`${ONE}/enable`, (c) => setState(c, 'active'))
  app.put(`${ONE}/disable`, (c) => setState(c, 'disabled_manually'))
}

/** The workflow of the path, by ID or by file name. */
export function workflowOf(c: GithubContext, repository: GithubRepository): GithubWorkflow {
  const asked = c.req.param('workflow') ?? ''
  const file = asked.includes('/') ? asked : `.github/workflows/${asked}`
  return orNotFound(repository.workflows.find((each) => String(each.id) === asked || each.path === file))
}

function setState(c: GithubContext, state: GithubWorkflow['state']) {
  const repository = repositoryFor(c, { actions: 'write' })
  const { now, stage } = c.get('scene')
  const workflow = workflowOf(c, repository)
  if (workflow.state === 'deleted') throw new GithubFault(422, 'Unable to change a deleted workflow')
  workflow.state = state
  workflow.updatedAt = now
  stage.changed()
  return c.body(null, 204)
}
