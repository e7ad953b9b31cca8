import { ancestry } from '../git-merge'
import { entriesAt } from '../git-objects'
import { branchHead, resolveCommit, tagHead } from '../git-store'
import type { GithubEnvironment, GithubPullRequest, GithubRepository } from '../github-world'
import { headOf, mergeability } from '../pull-request-store'
import type { Scene } from '../request/context'
import { allows, type Needs } from '../request/permission'
import { nodeId } from '../respond/node-id'
import { permissionsOf } from '../respond/repository'
import { type ConnectionArguments, connection } from './connection'
import { commitNode, treeEntryObject, treeNode } from './git-node'
import { graphqlFault } from './graphql-fault'
import { ownerNode } from './owner-node'

/** A `Repository` with everything that hangs from it, resolved as it is asked for. */
export function repositoryNode(scene: Scene, repository: GithubRepository) {
  const { caller, links } = scene
  const nameWithOwner = `${repository.owner}/${repository.name}`
  const need = (needs: Needs) => {
    if (allows(caller, needs, repository)) return
    throw graphqlFault('FORBIDDEN', 'Resource not accessible by personal access token')
  }
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner,
    visibility: repository.visibility.toUpperCase(),
    isPrivate: repository.visibility !== 'public',
    isArchived: repository.archived,
    isFork: repository.fork,
    createdAt: repository.createdAt,
    pushedAt: repository.pushedAt,
    url: links.page(repository),
    resourcePath: `/${nameWithOwner}`,
    viewerPermission: permissionsOf(caller, repository).admin ? 'ADMIN' : 'READ',
    owner: () => ownerNode(scene, repository.owner),
    defaultBranchRef: () => refNode(scene, repository, repository.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      refNode(scene, repository, qualifiedName.replace(/^refs\/heads\//, '')),
    refs: (args: ConnectionArguments & { refPrefix: string; query?: string | null }) => {
      need({ contents: 'read' })
      const { branches, tags = {} } = repository.git
      const names = Object.keys(args.refPrefix === 'refs/tags/' ? tags : branches).sort()
      const wanted = names.filter((name) => name.toLowerCase().includes((args.query ?? '').toLowerCase()))
      return connection('refs', wanted, args, (name) =>
        refNode(scene, repository, `${args.refPrefix}${name}`),
      )
    },
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      need({ contents: 'read' })
      return objectNode(scene, repository, expression ?? oid ?? '')
    },
    environments: (args: ConnectionArguments & { names?: string[] | null }) => {
      need({ actions: 'read' })
      const names = args.names ?? []
      const wanted = repository.environments.filter(({ name }) => names.length === 0 || names.includes(name))
      return connection('environments', wanted, args, (each) => environmentNode(repository, each))
    },
    pullRequests: (args: ConnectionArguments & PullRequestFilter) => {
      need({ pull_requests: 'read' })
      const wanted = repository.pullRequests.filter((each) => matches(each, args)).sort(orderOf(args.orderBy))
      return connection('pullRequests', wanted, args, (each) => pullRequestNode(scene, repository, each))
    },
  }
}

/** A `Ref` of a branch, or of a tag by its full name; null where there is none. */
export function refNode(scene: Scene, repository: GithubRepository, ref: string): object | null {
  const prefix = ref.startsWith('refs/tags/') ? 'refs/tags/' : 'refs/heads/'
  const name = ref.replace(prefix, '')
  const head = prefix === 'refs/tags/' ? tagHead(repository.git, name) : branchHead(repository.git, name)
  if (head === null) return null
  return {
    __typename: 'Ref',
    id: nodeId('REF', repository.id, `${prefix}${name}`),
    name,
    prefix,
    repository: () => repositoryNode(scene, repository),
    target: () => commitNode(scene, repository, head),
  }
}

/** What a revision expression names: `HEAD`, `main`, a SHA, or a path after `:`. */
function objectNode(scene: Scene, repository: GithubRepository, expression: string): object | null {
  const colon = expression.indexOf(':')
  const revision = colon < 0 ? expression : expression.slice(0, colon)
  const sha = resolveCommit(repository.git, revision, repository.defaultBranch)
  if (sha === null) return treeEntryObject(scene, repository, revision)
  if (colon < 0) return commitNode(scene, repository, sha)
  const root = repository.git.commits[sha]?.tree ?? ''
  const path = expression.slice(colon + 1).replace(/\/$/, '')
  if (path === '') return treeNode(scene, repository, root, '')
  const slash = path.lastIndexOf('/')
  const siblings = entriesAt(repository.git, root, slash < 0 ? '' : path.slice(0, slash))
  const entry = siblings?.find(({ name }) => name === path.slice(slash + 1))
  return entry ? treeEntryObject(scene, repository, entry.sha, path) : null
}

function environmentNode(repository: GithubRepository, { id, name, reviewers }: GithubEnvironment) {
  const rules = reviewers.length > 0 ? [{ databaseId: id, type: 'REQUIRED_REVIEWERS' }] : []
  return {
    __typename: 'Environment',
    id: nodeId('EN', repository.id, id),
    databaseId: id,
    name,
    protectionRules: (args: ConnectionArguments) =>
      connection('protectionRules', rules, args, (rule) => rule),
  }
}

interface PullRequestFilter {
  states?: string[] | null
  headRefName?: string | null
  baseRefName?: string | null
  orderBy?: { field: string; direction: string } | null
}

/* The sandbox's pull requests have no comments to order by. */
function orderOf(
  order: PullRequestFilter['orderBy'],
): (a: GithubPullRequest, b: GithubPullRequest) => number {
  if (!order) return () => 0
  const at = (pull: GithubPullRequest) => (order.field === 'UPDATED_AT' ? pull.updatedAt : pull.createdAt)
  const sign = order.direction === 'DESC' ? -1 : 1
  return (a, b) => sign * at(a).localeCompare(at(b))
}

function stateOf(pull: GithubPullRequest): 'OPEN' | 'MERGED' | 'CLOSED' {
  if (pull.merged) return 'MERGED'
  return pull.state === 'open' ? 'OPEN' : 'CLOSED'
}

function matches(pull: GithubPullRequest, { states, headRefName, baseRefName }: PullRequestFilter): boolean {
  if (states && !states.includes(stateOf(pull))) return false
  return (!headRefName || pull.head === headRefName) && (!baseRefName || pull.base === baseRefName)
}

/** A `PullRequest`. */
export function pullRequestNode(scene: Scene, repository: GithubRepository, pull: GithubPullRequest) {
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', repository.id, pull.id),
    number: pull.number,
    title: pull.title,
    headRefName: pull.head,
    baseRefName: pull.base,
    commits: (args: ConnectionArguments) =>
      connection('commits', commitsOf(repository, pull), args, (sha) => ({
        __typename: 'PullRequestCommit',
        id: nodeId('PURC', repository.id, `${pull.number}:${sha}`),
        commit: () => commitNode(scene, repository, sha),
      })),
    state: stateOf(pull),
    merged: pull.merged,
    mergeable: () => {
      const { mergeable } = mergeability(repository, pull)
      if (mergeable === null) return 'UNKNOWN'
      return mergeable ? 'MERGEABLE' : 'CONFLICTING'
    },
    url: scene.links.page(repository, `/pull/${pull.number}`),
    resourcePath: `/${repository.owner}/${repository.name}/pull/${pull.number}`,
  }
}

/** The commits of a pull request, oldest first: what its head has and its base has not. */
function commitsOf(repository: GithubRepository, pull: GithubPullRequest): string[] {
  const { git } = repository
  const head = headOf(repository, pull)
  const base = branchHead(git, pull.base)
  if (!git.commits[head]) return []
  const known = new Set(base === null || pull.merged ? [] : ancestry(git, base))
  const own = ancestry(git, head).filter((sha) => !known.has(sha))
  return own.toReversed()
}
