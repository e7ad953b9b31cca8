import { Hono } from 'hono'
import type { TriggerEvent } from '../runner/trigger'
import type { Stage } from '../world'
import { deviceFlowRoutes } from './device-flow'
import { githubRoutes } from './github-server'

/**
 * The same world as a GitHub Enterprise Server shows it, to be mounted at `/`: REST at `/api/v3` in its one version,
 * GraphQL at `/api/graphql`, no immutable subjects, pages at the root.
 */
export function serverEditionRoutes(stage: Stage, onDispatch: (event: TriggerEvent) => void): Hono {
  const github = githubRoutes(stage, onDispatch, 'server')
  const routes = new Hono()
  routes.route('/api/v3', github)
  routes.post('/api/graphql', (c) => github.fetch(new Request(new URL('/graphql', c.req.url), c.req.raw)))
  routes.route('/', deviceFlowRoutes(stage))
  return routes
}
