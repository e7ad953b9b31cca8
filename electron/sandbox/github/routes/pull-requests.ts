import type { Hono } from 'hono'
import { z } from 'zod'
import { announce, branchMoved } from '../branch-moved'
import { mergeRefusal } from '../branch-protection'
import { fetchCommits, headRepositoryOf } from '../forks'
import { branchHead, mergeBranches } from '../git-store'
import type { GithubPullRequest, GithubRepository, GithubWorld } from '../github-world'
import { commitsAhead, headOf } from '../pull-request-store'
import { takeId } from '../repository-store'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { type FaultDetail, GithubFault, invalid, orNotFound } from '../request/fault'
import { page } from '../request/pagination'
import { repositoryFor } from '../request/permission'
import { fullPullRequest, pullRequestBody } from '../respond/pull-request'

const NewPull = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().default(''),
})
const ChangedPull = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
})
const Merge = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
})

const PULLS = '/repos/:owner/:repo/pulls'

/** Pull requests between branches of a repository, and from its forks: list, propose, change, close, merge. */
export function pullRequestRoutes(app: Hono<GithubEnv>): void {
  app.get(PULLS, listPulls)
  app.post(PULLS, createPull)
  app.get(`${PULLS}/:number`, (c) => {
    const repository = repositoryFor(c, { pull_requests: 'read' })
    return c.json(fullPullRequest(c.get('scene'), repository, pullOf(c, repository)))
  })
  app.patch(`${PULLS}/:number`, changePull)
  app.put(`${PULLS}/:number/merge`, mergePull)
}

function pullOf(c: GithubContext, repository: GithubRepository): GithubPullRequest {
  return orNotFound(repository.pullRequests.find((each) => String(each.number) === c.req.param('number')))
}

function listPulls(c: GithubContext) {
  const repository = repositoryFor(c, { pull_requests: 'read' })
  const state = c.req.query('state') ?? 'open'
  const head = c.req.query('head')
  const base = c.req.query('base')
  const { github } = c.get('scene')
  const labelOf = (each: GithubPullRequest) =>
    `${headRepositoryOf(github, repository, each).owner}:${each.head}`
  const found = repository.pullRequests
    .filter((each) => state === 'all' || each.state === state)
    .filter((each) => head === undefined || head === labelOf(each))
    .filter((each) => base === undefined || each.base === base)
    .sort((a, b) => (c.req.query('direction') === 'asc' ? a.number - b.number : b.number - a.number))
  return c.json(page(c, found).map((each) => pullRequestBody(c.get('scene'), repository, each)))
}

function refuse(detail: Omit<FaultDetail, 'resource'>): GithubFault {
  return invalid('Validation Failed', { resource: 'PullRequest', ...detail })
}

/** What is proposed: a branch of the repository, or of a fork as `OWNER:BRANCH`. */
interface Proposed {
  source: GithubRepository
  branch: string
}

function proposedBy(github: GithubWorld, repository: GithubRepository, head: string): Proposed {
  const [, owner, branch] = /^([^:]+):(.+)$/.exec(head) ?? []
  if (owner === undefined || branch === undefined) return { source: repository, branch: head }
  if (owner.toLowerCase() === repository.owner.toLowerCase()) return { source: repository, branch }
  const fork = github.repositories.find((each) => each.forkOf === repository.id && each.owner === owner)
  if (!fork) throw refuse({ field: 'head', code: 'invalid' })
  return { source: fork, branch }
}

/** The branches of a new pull request exist, differ and are not proposed already; the commit that it proposes. */
function requireProposable(repository: GithubRepository, { source, branch }: Proposed, base: string): string {
  const [headSha, baseSha] = [branchHead(source.git, branch), branchHead(repository.git, base)]
  if (headSha === null) throw refuse({ field: 'head', code: 'invalid' })
  fetchCommits(source.git, repository.git, headSha)
  if (baseSha === null) throw refuse({ field: 'base', code: 'invalid' })
  if (commitsAhead(repository, baseSha, headSha).length === 0) {
    throw refuse({ code: 'custom', message: `No commits between ${base} and ${branch}` })
  }
  const from = source === repository ? undefined : source.id
  const same = (each: GithubPullRequest) =>
    each.state === 'open' && each.head === branch && each.headRepository === from && each.base === base
  if (repository.pullRequests.some(same)) {
    const message = `A pull request already exists for ${source.owner}:${branch}.`
    throw refuse({ code: 'custom', message })
  }
  return headSha
}

async function createPull(c: GithubContext) {
  const repository = repositoryFor(c, { pull_requests: 'write' })
  const scene = c.get('scene')
  const body = await readBody(c, NewPull)
  const proposed = proposedBy(scene.github, repository, body.head)
  const headSha = requireProposable(repository, proposed, body.base)
  const pull: GithubPullRequest = {
    id: takeId(scene.github),
    number: Math.max(0, ...repository.pullRequests.map((each) => each.number)) + 1,
    title: body.title,
    body: body.body ?? '',
    head: proposed.branch,
    ...(proposed.source !== repository && { headRepository: proposed.source.id, headSha }),
    base: body.base,
    state: 'open',
    merged: false,
    mergeSha: null,
    author: scene.caller.login,
    createdAt: scene.now,
    updatedAt: scene.now,
  }
  repository.pullRequests.push(pull)
  announce(scene, repository, 'pull_request', `refs/pull/${pull.number}/merge`)
  return c.json(fullPullRequest(scene, repository, pull), 201)
}

async function changePull(c: GithubContext) {
  const repository = repositoryFor(c, { pull_requests: 'write' })
  const scene = c.get('scene')
  const pull = pullOf(c, repository)
  const { title, body, state } = await readBody(c, ChangedPull)
  if (state === 'open' && pull.state === 'closed') {
    const { git } = headRepositoryOf(scene.github, repository, pull)
    if (pull.merged || branchHead(git, pull.head) === null) {
      throw refuse({ field: 'state', code: 'invalid', message: 'The pull request cannot be reopened.' })
    }
  }
  pull.title = title ?? pull.title
  pull.body = body === undefined ? pull.body : (body ?? '')
  pull.state = state ?? pull.state
  pull.updatedAt = scene.now
  scene.stage.changed()
  return c.json(fullPullRequest(scene, repository, pull))
}

async function mergePull(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'write' })
  const scene = c.get('scene')
  const pull = pullOf(c, repository)
  const wanted = await readBody(c, Merge)
  if (pull.state === 'closed') throw new GithubFault(405, 'Pull Request is not mergeable')
  if (wanted.sha !== undefined && wanted.sha !== headOf(repository, pull)) {
    throw new GithubFault(409, 'Head branch was modified. Review and try the merge again.')
  }
  if (wanted.merge_method !== 'merge') {
    const method = wanted.merge_method === 'squash' ? 'Squash' : 'Rebase'
    throw new GithubFault(405, `${method} merges are not allowed on this repository.`)
  }
  const refused = mergeRefusal(repository, pull)
  if (refused !== null) throw new GithubFault(405, refused)
  const title =
    wanted.commit_title ?? `Merge pull request #${pull.number} from ${repository.owner}/${pull.head}`
  const outcome = mergeBranches(repository.git, pull.base, headOf(repository, pull), {
    message: `${title}\n\n${wanted.commit_message ?? pull.title}`,
    author: scene.caller.login,
    date: scene.now,
  })
  if (!outcome.merged) throw new GithubFault(405, 'Pull Request is not mergeable')
  Object.assign(pull, {
    state: 'closed',
    merged: true,
    mergeSha: outcome.sha,
    mergedBy: scene.caller.login,
    updatedAt: scene.now,
  } satisfies Partial<GithubPullRequest>)
  branchMoved(scene, repository, pull.base)
  return c.json({ sha: outcome.sha, merged: true, message: 'Pull Request successfully merged' })
}
