import type { Hono } from 'hono'
import { z } from 'zod'
import { forkRepository } from '../forks'
import { findOwner } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubEnv } from '../request/context'
import { invalid } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { fullRepository } from '../respond/repository'

const NewFork = z.object({ organization: z.string().optional() })

/** Forks into the caller's account, or into an organization. */
export function forkRoutes(app: Hono<GithubEnv>): void {
  app.post('/repos/:owner/:repo/forks', async (c) => {
    const source = repositoryFor(c, { contents: 'read' })
    const scene = c.get('scene')
    const { organization } = await readBody(c, NewFork)
    const owner = findOwner(scene.github, organization ?? scene.caller.login)
    if (owner === null || owner.login === source.owner) {
      throw invalid('Validation Failed', { resource: 'Fork', field: 'organization', code: 'invalid' })
    }
    const fork = forkRepository(scene.github, source, owner.login, scene.now)
    scene.stage.changed()
    return c.json(fullRepository(scene, fork), 202)
  })
}
