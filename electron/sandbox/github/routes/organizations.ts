import type { Hono } from 'hono'
import type { GithubOwnerSecret, GithubOwnerVariable } from '../github-world'
import { byName, named } from '../named-values'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, orNotFound } from '../request/fault'
import { page, VARIABLES_PAGE_CAP } from '../request/pagination'
import { organizationFor } from '../request/permission'
import { ownerSecretBody, ownerVariableBody } from '../respond/named-value'
import { repositoryBody } from '../respond/repository'

const VARIABLES = { organization_actions_variables: 'read' } as const
const SECRETS = { organization_secrets: 'read' } as const

/** Variables and secrets of organizations, and which repositories they are selected for. */
export function organizationRoutes(app: Hono<GithubEnv>): void {
  app.get('/orgs/:org/actions/variables', (c) => {
    const owner = organizationFor(c, VARIABLES)
    const { links } = c.get('scene')
    const variables = page(c, byName(owner.variables), VARIABLES_PAGE_CAP)
    return c.json({
      total_count: owner.variables.length,
      variables: variables.map((each) => ownerVariableBody(links, owner, each)),
    })
  })
  app.get('/orgs/:org/actions/variables/:name', (c) => {
    const owner = organizationFor(c, VARIABLES)
    const variable = named(owner.variables, c.req.param('name'))
    return c.json(ownerVariableBody(c.get('scene').links, owner, variable))
  })
  app.get('/orgs/:org/actions/variables/:name/repositories', (c) =>
    selectedRepositories(c, named(organizationFor(c, VARIABLES).variables, c.req.param('name'))),
  )
  app.put('/orgs/:org/actions/variables/:name/repositories/:id', (c) => {
    const { variable, repository } = selection(c)
    if (!variable.selected.includes(repository.id)) variable.selected.push(repository.id)
    c.get('scene').stage.changed()
    return c.body(null, 204)
  })
  app.delete('/orgs/:org/actions/variables/:name/repositories/:id', (c) => {
    const { variable, repository } = selection(c)
    variable.selected = variable.selected.filter((id) => id !== repository.id)
    c.get('scene').stage.changed()
    return c.body(null, 204)
  })
  app.get('/orgs/:org/actions/secrets', (c) => {
    const owner = organizationFor(c, SECRETS)
    const { links } = c.get('scene')
    const secrets = page(c, byName(owner.secrets))
    return c.json({
      total_count: owner.secrets.length,
      secrets: secrets.map((each) => ownerSecretBody(links, owner, each)),
    })
  })
  app.get('/orgs/:org/actions/secrets/:name', (c) => {
    const owner = organizationFor(c, SECRETS)
    return c.json(ownerSecretBody(c.get('scene').links, owner, named(owner.secrets, c.req.param('name'))))
  })
  app.get('/orgs/:org/actions/secrets/:name/repositories', (c) =>
    selectedRepositories(c, named(organizationFor(c, SECRETS).secrets, c.req.param('name'))),
  )
}

/** A selective variable and the repository of the path; 409 where the variable is not selective. */
function selection(c: GithubContext) {
  const owner = organizationFor(c, { organization_actions_variables: 'write' })
  const variable = named(owner.variables, c.req.param('name'))
  const { repositories } = c.get('scene').github
  const repository = orNotFound(
    repositories.find((each) => String(each.id) === c.req.param('id') && each.owner === owner.login),
  )
  if (variable.visibility !== 'selected') {
    throw new GithubFault(409, `The visibility of ${variable.name} is ${variable.visibility}, not selected.`)
  }
  return { variable, repository }
}

function selectedRepositories(c: GithubContext, value: GithubOwnerVariable | GithubOwnerSecret) {
  const scene = c.get('scene')
  if (value.visibility !== 'selected') {
    throw new GithubFault(409, `The visibility of ${value.name} is ${value.visibility}, not selected.`)
  }
  const selected = scene.github.repositories.filter((each) => value.selected.includes(each.id))
  return c.json({
    total_count: selected.length,
    repositories: page(c, selected).map((each) => repositoryBody(scene, each)),
  })
}
