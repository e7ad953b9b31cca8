import type { Hono } from 'hono'
import { z } from 'zod'
import { branchDeleted, branchMoved } from '../branch-moved'
import { ancestry } from '../git-merge'
import { branchHead } from '../git-store'
import type { GithubRepository } from '../github-world'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, invalid, notFound } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { branchRef } from '../respond/commit'

const NewRef = z.object({
  ref: z.string().regex(/^refs\/heads\/.+/, 'a ref starts with refs/heads/'),
  sha: z.string(),
})
const MovedRef = z.object({ sha: z.string(), force: z.boolean().default(false) })

const GIT = '/repos/:owner/:repo/git'

/** Branches as Git refs: read, create, move, delete. */
export function gitRefRoutes(app: Hono<GithubEnv>): void {
  app.get(`${GIT}/ref/:ref{.+}`, (c) => {
    const repository = repositoryFor(c, { contents: 'read' })
    requireHistory(repository)
    const branch = branchOf(c)
    const head = branchHead(repository.git, branch)
    if (head === null) throw notFound()
    return c.json(branchRef(c.get('scene'), repository, branch, head))
  })
  app.post(`${GIT}/refs`, createRef)
  app.patch(`${GIT}/refs/:ref{.+}`, moveRef)
  app.delete(`${GIT}/refs/:ref{.+}`, (c) => {
    const repository = repositoryFor(c, { contents: 'write' })
    const branch = branchOf(c)
    if (branchHead(repository.git, branch) === null) throw invalid('Reference does not exist')
    if (branch === repository.defaultBranch) throw invalid('Cannot delete the default branch')
    branchDeleted(c.get('scene'), repository, branch)
    return c.body(null, 204)
  })
}

/** The branch of the path, whose slashes may have come percent-encoded; 404 for tags, which the sandbox has not. */
function branchOf(c: GithubContext): string {
  const ref = c.req.param('ref') ?? ''
  if (!ref.startsWith('heads/')) throw notFound()
  return ref.slice('heads/'.length)
}

function requireHistory(repository: GithubRepository): void {
  if (Object.keys(repository.git.branches).length === 0) {
    throw new GithubFault(409, 'Git Repository is empty.')
  }
}

async function createRef(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'write' })
  requireHistory(repository)
  const { ref, sha } = await readBody(c, NewRef)
  const branch = ref.slice('refs/heads/'.length)
  if (branchHead(repository.git, branch) !== null) throw invalid('Reference already exists')
  if (!repository.git.commits[sha]) throw invalid('Object does not exist')
  repository.git.branches[branch] = sha
  branchMoved(c.get('scene'), repository, branch)
  return c.json(branchRef(c.get('scene'), repository, branch, sha), 201)
}

async function moveRef(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'write' })
  const branch = branchOf(c)
  const { sha, force } = await readBody(c, MovedRef)
  const head = branchHead(repository.git, branch)
  if (head === null) throw invalid('Reference does not exist')
  if (!repository.git.commits[sha]) throw invalid('Object does not exist')
  if (!force && !ancestry(repository.git, sha).includes(head)) {
    throw invalid('Update is not a fast forward')
  }
  repository.git.branches[branch] = sha
  if (sha !== head) branchMoved(c.get('scene'), repository, branch)
  return c.json(branchRef(c.get('scene'), repository, branch, sha))
}
