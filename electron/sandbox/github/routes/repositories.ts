import type { Hono } from 'hono'
import { findOwner } from '../repository-store'
import { type BudgetName, budgetOf, describeBudget } from '../request/budget'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, invalid, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor, sees } from '../request/permission'
import { fullRepository, repositoryBody } from '../respond/repository'
import { organizationBody, privateUser } from '../respond/user'

/** Who asks, what is left of its budget, and the repositories it sees. */
export function repositoryRoutes(app: Hono<GithubEnv>): void {
  app.get('/rate_limit', rateLimit)
  app.get('/user', (c) => {
    const { github, links, caller } = c.get('scene')
    const since = github.repositories[0]?.createdAt ?? c.get('scene').now
    return c.json(privateUser(github, links, caller.login, since))
  })
  app.get('/user/repos', (c) => listRepositories(c, null))
  app.get('/user/orgs', (c) => {
    const { github, links } = c.get('scene')
    const organizations = github.owners.filter(({ kind }) => kind === 'Organization')
    return c.json(page(c, organizations).map((each) => organizationBody(links, each)))
  })
  app.get('/orgs/:org/repos', (c) => {
    const owner = orNotFound(findOwner(c.get('scene').github, c.req.param('org')))
    if (owner.kind !== 'Organization') throw new GithubFault(404, 'Not Found')
    return listRepositories(c, owner.login)
  })
  app.get('/repos/:owner/:repo', (c) =>
    c.json(fullRepository(c.get('scene'), repositoryFor(c, { metadata: 'read' }))),
  )
}

function rateLimit(c: GithubContext) {
  const { github, caller, stage, version } = c.get('scene')
  const told = (name: BudgetName) => describeBudget(budgetOf(github, caller.login, name, stage.now()), name)
  const [core, graphql, search] = [told('core'), told('graphql'), told('search')]
  return c.json({
    resources: { core, graphql, search },
    ...(version === '2022-11-28' ? { rate: core } : {}),
  })
}

const SORTS = {
  full_name: (each: { owner: string; name: string }) => `${each.owner}/${each.name}`.toLowerCase(),
  created: (each: { createdAt: string }) => each.createdAt,
  updated: (each: { pushedAt: string }) => each.pushedAt,
  pushed: (each: { pushedAt: string }) => each.pushedAt,
}

function listRepositories(c: GithubContext, owner: string | null) {
  const scene = c.get('scene')
  const asked = c.req.query('sort') ?? (owner === null ? 'full_name' : 'created')
  const sort = Object.entries(SORTS).find(([name]) => name === asked)?.[1]
  if (!sort) throw invalid('Validation Failed', { resource: 'Search', field: 'sort', code: 'invalid' })
  const ascending = (c.req.query('direction') ?? (asked === 'full_name' ? 'asc' : 'desc')) === 'asc'
  const visible = scene.github.repositories
    .filter((each) => (owner === null || each.owner === owner) && sees(scene.caller, each))
    .filter((each) => !scene.caller.ssoPending?.includes(each.owner))
    .filter((each) => visibilityMatches(each.visibility, c.req.query('visibility') ?? c.req.query('type')))
    .map((each) => ({ each, by: sort(each) }))
    .sort((a, b) => (a.by < b.by ? -1 : 1) * (ascending ? 1 : -1))
  /* A list leaves out what is behind single sign-on, and says so by the organizations’ IDs (field-notes §4). */
  const { ssoPending = [] } = scene.caller
  const hidden = scene.github.owners.filter(({ login }) => ssoPending.includes(login))
  if (hidden.length > 0)
    c.header('x-github-sso', `partial-results; organizations=${hidden.map(({ id }) => id).join(',')}`)
  return c.json(page(c, visible).map(({ each }) => repositoryBody(scene, each)))
}

function visibilityMatches(visibility: string, wanted: string | undefined): boolean {
  if (wanted === 'public') return visibility === 'public'
  return wanted === 'private' ? visibility !== 'public' : true
}
