import type { Hono } from 'hono'
import { z } from 'zod'
import { addVariable, byName, changeVariable, named, type ValueHolder, ValueName } from '../named-values'
import { findOwner } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { orNotFound } from '../request/fault'
import { page, VARIABLES_PAGE_CAP } from '../request/pagination'
import { type Level, repositoryFor } from '../request/permission'
import { reaches, variableBody } from '../respond/named-value'

const NewVariable = z.object({ name: ValueName, value: z.string() })
const ChangedVariable = z.object({ name: ValueName.optional(), value: z.string().optional() })

type Holder = (c: GithubContext, level: Level) => ValueHolder

const ofRepository: Holder = (c, level) => repositoryFor(c, { actions_variables: level })

/** The environment of the path as a holder of variables and secrets, under the environments permission. */
export const ofEnvironment: Holder = (c, level) => {
  const { environments } = repositoryFor(c, { environments: level })
  return orNotFound(environments.find((each) => each.name === c.req.param('environment')))
}

/** Variables of repositories and environments, and those that an organization lets a repository see. */
export function variableRoutes(app: Hono<GithubEnv>): void {
  serveVariables(app, '/repos/:owner/:repo/actions/variables', ofRepository)
  serveVariables(app, '/repos/:owner/:repo/environments/:environment/variables', ofEnvironment)
  app.get('/repos/:owner/:repo/actions/organization-variables', (c) => {
    const repository = repositoryFor(c, { actions_variables: 'read' })
    const owner = findOwner(c.get('scene').github, repository.owner)
    return list(
      c,
      (owner?.variables ?? []).filter((each) => reaches(each, repository)),
    )
  })
}

function serveVariables(app: Hono<GithubEnv>, path: string, holderOf: Holder): void {
  const one = `${path}/:name` as const
  app.get(path, (c) => list(c, holderOf(c, 'read').variables))
  app.post(path, async (c) => {
    const holder = holderOf(c, 'write')
    const { name, value } = await readBody(c, NewVariable)
    addVariable(holder, name, value, c.get('scene').now)
    c.get('scene').stage.changed()
    return c.json({}, 201)
  })
  app.get(one, (c) => c.json(variableBody(named(holderOf(c, 'read').variables, c.req.param('name')))))
  app.patch(one, async (c) => {
    const holder = holderOf(c, 'write')
    const variable = named(holder.variables, c.req.param('name'))
    changeVariable(holder, variable, await readBody(c, ChangedVariable), c.get('scene').now)
    c.get('scene').stage.changed()
    return c.body(null, 204)
  })
  app.delete(one, (c) => {
    const holder = holderOf(c, 'write')
    const variable = named(holder.variables, c.req.param('name'))
    holder.variables = holder.variables.filter((each) => each !== variable)
    c.get('scene').stage.changed()
    return c.body(null, 204)
  })
}

function list(c: GithubContext, variables: ValueHolder['variables']) {
  const listed = page(c, byName(variables), VARIABLES_PAGE_CAP)
  return c.json({ total_count: variables.length, variables: listed.map(variableBody) })
}
