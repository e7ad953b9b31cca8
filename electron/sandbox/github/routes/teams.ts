import type { Hono } from 'hono'
import type { GithubContext, GithubEnv } from '../request/context'
import { orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { organizationFor, sees } from '../request/permission'
import { repositoryBody } from '../respond/repository'
import { teamBody } from '../respond/team'

const MEMBERS = { members: 'read' } as const

/** Teams of an organization, and what they work on: `read:org`, or the permission `members`. */
export function teamRoutes(app: Hono<GithubEnv>): void {
  app.get('/orgs/:org/teams', (c) =>
    c.json(page(c, teamsOf(c)).map((team) => teamBody(c.get('scene'), team))),
  )
  app.get('/orgs/:org/teams/:team/repos', (c) => {
    const scene = c.get('scene')
    const slug = c.req.param('team').toLowerCase()
    const team = orNotFound(teamsOf(c).find((each) => each.slug === slug) ?? null)
    const visible = scene.github.repositories.filter(
      (each) => team.repositories.includes(each.id) && sees(scene.caller, each),
    )
    return c.json(page(c, visible).map((each) => repositoryBody(scene, each)))
  })
}

function teamsOf(c: GithubContext) {
  const { login } = organizationFor(c, MEMBERS)
  return (c.get('scene').github.teams ?? []).filter(({ organization }) => organization === login)
}
