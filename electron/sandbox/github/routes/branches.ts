import type { Hono } from 'hono'
import { ancestry } from '../git-merge'
import { resolveCommit } from '../git-store'
import type { GithubRepository } from '../github-world'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, invalid, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { repositoryCommit } from '../respond/commit'

/** Branches and the commits behind them. */
export function branchRoutes(app: Hono<GithubEnv>): void {
  app.get('/repos/:owner/:repo/branches', (c) => {
    const repository = repositoryFor(c, { contents: 'read' })
    const { links } = c.get('scene')
    const branches = Object.entries(repository.git.branches).sort(([a], [b]) => (a < b ? -1 : 1))
    return c.json(
      page(c, branches).map(([name, sha]) => ({
        name,
        commit: { sha, url: links.repo(repository, `/commits/${sha}`) },
        protected: false,
      })),
    )
  })
  app.get('/repos/:owner/:repo/branches/:branch{.+}', readBranch)
  app.get('/repos/:owner/:repo/commits', (c) => {
    const repository = repositoryFor(c, { contents: 'read' })
    const from = requireCommit(repository, c.req.query('sha') ?? repository.defaultBranch)
    const commits = ancestry(repository.git, from.sha).flatMap((sha) => repository.git.commits[sha] ?? [])
    return c.json(page(c, commits).map((commit) => repositoryCommit(c.get('scene'), repository, commit)))
  })
  app.get('/repos/:owner/:repo/commits/:ref{.+}', (c) => {
    const repository = repositoryFor(c, { contents: 'read' })
    const commit = requireCommit(repository, c.req.param('ref'))
    return c.json(repositoryCommit(c.get('scene'), repository, commit))
  })
}

function readBranch(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'read' })
  const scene = c.get('scene')
  const name = c.req.param('branch') ?? ''
  const sha = repository.git.branches[name]
  if (sha === undefined) throw new GithubFault(404, 'Branch not found')
  const self = scene.links.repo(repository, `/branches/${name}`)
  return c.json({
    name,
    commit: repositoryCommit(scene, repository, orNotFound(repository.git.commits[sha])),
    _links: { self, html: scene.links.page(repository, `/tree/${name}`) },
    protected: repository.protection !== undefined && name === repository.defaultBranch,
    protection: protectionOf(repository, name),
    protection_url: `${self}/protection`,
  })
}

/** What every reader sees of classic protection: that there is some, and which checks it asks for. */
function protectionOf({ protection, defaultBranch }: GithubRepository, branch: string) {
  const enabled = protection?.by === 'branch protection' && branch === defaultBranch
  const contexts = enabled ? protection.checks : []
  return {
    enabled,
    required_status_checks: {
      enforcement_level: contexts.length > 0 ? 'everyone' : 'off',
      contexts,
      checks: contexts.map((context) => ({ context, app_id: null })),
    },
  }
}

function requireCommit(repository: GithubRepository, ref: string) {
  if (Object.keys(repository.git.branches).length === 0) {
    throw new GithubFault(409, 'Git Repository is empty.')
  }
  const sha = resolveCommit(repository.git, ref, repository.defaultBranch)
  const commit = sha === null ? undefined : repository.git.commits[sha]
  if (!commit) throw invalid(`No commit found for SHA: ${ref}`)
  return commit
}
