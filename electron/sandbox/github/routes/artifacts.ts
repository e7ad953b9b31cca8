import { Hono } from 'hono'
import type { Stage } from '../../world'
import type { GithubRepository } from '../github-world'
import { repositoryById } from '../repository-store'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { artifactBody, isExpired } from '../respond/artifact'
import { signedPaths } from '../signed-paths'
import { zipOf } from '../zip'
import { runOf } from './runs'

const ARTIFACT = '/repos/:owner/:repo/actions/artifacts/:artifact'

/** Artifacts of a run, and the way to the archive of one; the routes that are returned serve the archives. */
export function artifactRoutes(app: Hono<GithubEnv>, stage: Stage): Hono {
  const paths = signedPaths(() => stage.now())
  app.get('/repos/:owner/:repo/actions/runs/:run/artifacts', (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const run = runOf(c, repository)
    const named = c.req.query('name')
    const artifacts = (run.artifacts ?? []).filter(({ name }) => named === undefined || name === named)
    const listed = page(c, artifacts.toReversed())
    return c.json({
      total_count: artifacts.length,
      artifacts: listed.map((each) => artifactBody(c.get('scene'), repository, run, each)),
    })
  })
  app.get(ARTIFACT, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { run, artifact } = artifactOf(c, repository)
    return c.json(artifactBody(c.get('scene'), repository, run, artifact))
  })
  app.get(`${ARTIFACT}/zip`, (c) => {
    const repository = repositoryFor(c, { actions: 'read' })
    const { artifact } = artifactOf(c, repository)
    if (isExpired(artifact, c.get('scene'))) throw new GithubFault(410, 'Artifact has expired')
    const { links } = c.get('scene')
    return c.redirect(`${links.api}${paths.sign(`/signed/artifacts/${repository.id}/${artifact.id}`)}`, 302)
  })
  const archives = new Hono()
  archives.get('/signed/artifacts/:repository/:artifact', (c) => {
    if (!paths.isGenuine(c)) return paths.refuse(c)
    const repository = repositoryById(stage.world.github, Number(c.req.param('repository')))
    const found = repository && inRuns(repository, c.req.param('artifact'))
    if (!found) return paths.absent(c)
    const headers = {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${found.artifact.name}.zip"`,
    }
    return c.body(new Uint8Array(zipOf(found.artifact.files)), 200, headers)
  })
  return archives
}

function artifactOf(c: GithubContext, repository: GithubRepository) {
  return orNotFound(inRuns(repository, c.req.param('artifact') ?? ''))
}

function inRuns({ runs }: GithubRepository, id: string) {
  for (const run of runs) {
    const artifact = run.artifacts?.find((each) => String(each.id) === id)
    if (artifact) return { run, artifact }
  }
  return null
}
