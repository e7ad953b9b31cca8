import type { Hono } from 'hono'
import { entriesAt } from '../git-objects'
import { resolveCommit } from '../git-store'
import type { GithubRepository } from '../github-world'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, orNotFound } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { contentEntry, contentFile } from '../respond/content'

/** Files and folders at a ref. */
export function contentRoutes(app: Hono<GithubEnv>): void {
  app.get('/repos/:owner/:repo/contents', readContents)
  app.get('/repos/:owner/:repo/contents/:path{.+}', readContents)
}

function readContents(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'read' })
  const scene = c.get('scene')
  const path = (c.req.param('path') ?? '').replace(/\/$/, '')
  const ref = c.req.query('ref') ?? repository.defaultBranch
  const tree = rootTree(repository, ref)
  const folder = entriesAt(repository.git, tree, path)
  if (folder) {
    return c.json(
      folder.map((entry) =>
        contentEntry(scene, repository, { ref, path: path ? `${path}/${entry.name}` : entry.name, entry }),
      ),
    )
  }
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  const name = path.slice(parent === '' ? 0 : parent.length + 1)
  const found = entriesAt(repository.git, tree, parent)?.find((each) => each.name === name)
  const entry = orNotFound(found)
  if (/[.]raw\b/.test(c.req.header('accept') ?? '')) return c.text(repository.git.blobs[entry.sha] ?? '')
  return c.json(contentFile(scene, repository, { ref, path, entry }))
}

function rootTree(repository: GithubRepository, ref: string): string {
  if (Object.keys(repository.git.branches).length === 0) {
    throw new GithubFault(404, 'This repository is empty.')
  }
  const commit = resolveCommit(repository.git, ref, repository.defaultBranch)
  if (commit === null) throw new GithubFault(404, `No commit found for the ref ${ref}`)
  return repository.git.commits[commit]?.tree ?? ''
}
