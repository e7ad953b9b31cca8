import { type Context, Hono, type Next } from 'hono'
import { z } from 'zod'
import { awsRoutes } from './aws/aws-server'
import type { EmbeddedWorld } from './embedded-world'
import { githubRoutes } from './github/github-server'
import { serverEditionRoutes } from './github/server-edition'
import { issuerRoutes } from './issuer'

/** The world that a reset begins; what is left out stays as it was. */
export const FreshWorld = z.object({
  seed: z.number().int().optional(),
  repos: z.number().int().min(1).max(20_000).optional(),
})
export type FreshWorld = z.infer<typeof FreshWorld>

/** Everything that the sandbox serves on its one address. */
export function sandboxRoutes(world: EmbeddedWorld, key: string): Hono {
  const { stage, issuer } = world
  const routes = new Hono()
  routes.use(onlyLocal)
  routes.route('/aws', awsRoutes(stage, issuer))
  routes.route(
    '/github',
    githubRoutes(stage, (event) => world.trigger(event)),
  )
  routes.route(
    '/',
    serverEditionRoutes(stage, (event) => world.trigger(event)),
  )
  routes.route('/oidc', issuerRoutes(issuer))
  routes.route('/_sandbox', steeringRoutes(world, key))
  routes.notFound((context) => context.json({ message: 'The sandbox has /aws, /github and /oidc.' }, 404))
  routes.onError((error, context) => {
    console.error(error)
    return context.json({ message: 'The sandbox failed. Its terminal says where.' }, 500)
  })
  return routes
}

/**
 * A web page must not reach the sandbox, neither by its own request nor by a name that it points at loopback. The one
 * page of the sandbox itself may.
 */
async function onlyLocal(context: Context, next: Next) {
  const { hostname, origin } = new URL(context.req.url)
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost'
  if (!isLocal || (context.req.header('origin') ?? origin) !== origin) {
    return context.json({ message: 'The sandbox answers only programs of this machine.' }, 403)
  }
  await next()
}

/** The sandbox's own routes: whether it is ready, when it is idle, and a new world. */
function steeringRoutes(world: EmbeddedWorld, key: string): Hono {
  const routes = new Hono()
  routes.use(async (context, next) => {
    if (context.req.header('authorization') !== `Bearer ${key}`) {
      return context.json({ message: 'The key stands in address.json.' }, 401)
    }
    await next()
  })
  routes.get('/health', (context) => context.json({ ready: world.ready }))
  routes.get('/idle', async (context) => {
    await world.idle()
    return context.json({ idle: true })
  })
  routes.post('/reset', async (context) => {
    const fresh = FreshWorld.safeParse(await context.req.json().catch(() => null))
    if (!fresh.success) return context.json({ message: z.prettifyError(fresh.error) }, 422)
    await world.reset(fresh.data)
    return context.json({ ready: true })
  })
  return routes
}

/** The answer of a sandbox whose address is taken, but whose world is not read yet: whoever finds it waits. */
export function startingResponse(): Response {
  return Response.json({ ready: false }, { status: 503, headers: { 'retry-after': '1' } })
}
