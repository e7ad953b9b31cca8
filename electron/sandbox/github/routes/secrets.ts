import type { Hono } from 'hono'
import { z } from 'zod'
import { byName, named, putSecret, type ValueHolder, ValueName } from '../named-values'
import { findOwner, findRepository } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { invalid, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { type Level, repositoryFor } from '../request/permission'
import { reaches, secretBody } from '../respond/named-value'
import { openSealed, type SealKey, sealKeyOf } from '../seal'
import { ofEnvironment } from './variables'

const SealedSecret = z.object({ encrypted_value: z.base64(), key_id: z.string() })

type Holder = (c: GithubContext, level: Level) => ValueHolder

const ofRepository: Holder = (c, level) => repositoryFor(c, { secrets: level })

/** Secrets of repositories and environments; the sandbox opens the sealed box and keeps the value for the runner. */
export function secretRoutes(app: Hono<GithubEnv>): void {
  serveSecrets(app, '/repos/:owner/:repo/actions/secrets', ofRepository)
  serveSecrets(app, '/repos/:owner/:repo/environments/:environment/secrets', ofEnvironment)
  app.get('/repos/:owner/:repo/actions/organization-secrets', (c) => {
    const repository = repositoryFor(c, { secrets: 'read' })
    const owner = findOwner(c.get('scene').github, repository.owner)
    return list(
      c,
      (owner?.secrets ?? []).filter((each) => reaches(each, repository)),
    )
  })
}

function serveSecrets(app: Hono<GithubEnv>, path: string, holderOf: Holder): void {
  const one = `${path}/:name` as const
  app.get(path, (c) => list(c, holderOf(c, 'read').secrets))
  app.get(`${path}/public-key`, (c) => {
    holderOf(c, 'read')
    const { id, publicKey } = sealKeyFor(c)
    return c.json({ key_id: id, key: publicKey })
  })
  app.get(one, (c) => c.json(secretBody(named(holderOf(c, 'read').secrets, c.req.param('name')))))
  app.put(one, async (c) => {
    const holder = holderOf(c, 'write')
    const name = ValueName.safeParse(c.req.param('name'))
    if (!name.success) throw invalid(name.error.issues[0]?.message ?? 'Invalid name')
    const value = await opened(c)
    const created = putSecret(holder, name.data, value, c.get('scene').now)
    c.get('scene').stage.changed()
    return created ? c.json({}, 201) : c.body(null, 204)
  })
  app.delete(one, (c) => {
    const holder = holderOf(c, 'write')
    const secret = named(holder.secrets, c.req.param('name'))
    holder.secrets = holder.secrets.filter((each) => each !== secret)
    c.get('scene').stage.changed()
    return c.body(null, 204)
  })
}

function list(c: GithubContext, secrets: ValueHolder['secrets']) {
  const listed = page(c, byName(secrets))
  return c.json({ total_count: secrets.length, secrets: listed.map(secretBody) })
}

function sealKeyFor(c: GithubContext): SealKey {
  const { github } = c.get('scene')
  const found = findRepository(github, c.req.param('owner') ?? '', c.req.param('repo') ?? '')
  return sealKeyOf(orNotFound(found).id)
}

async function opened(c: GithubContext): Promise<string> {
  const { encrypted_value, key_id } = await readBody(c, SealedSecret)
  const key = sealKeyFor(c)
  if (key_id !== key.id) throw invalid('Bad request - key_id is invalid')
  const value = await openSealed(key, encrypted_value)
  if (value === null) throw invalid('Bad request - encrypted_value is not sealed for this key')
  return value
}
