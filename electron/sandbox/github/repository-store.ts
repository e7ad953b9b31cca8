import { emptyGitStore, filesAt } from './git-store'
import type { GithubOwner, GithubRepository, GithubWorkflow, GithubWorld } from './github-world'
import { isWorkflowPath, readWorkflowSource } from './workflow-source'

/** Repositories created after this moment present the immutable subject (field-notes §1). */
export const IMMUTABLE_SUBJECTS_SINCE = '2026-07-15T00:00:00Z'

export interface NewRepository {
  owner: string
  name: string
  /** ISO 8601. */
  createdAt: string
  visibility?: GithubRepository['visibility']
  archived?: boolean
  fork?: boolean
  defaultBranch?: string
  topics?: string[]
  /** Defaults to GitHub's rule by date. */
  immutableSubject?: boolean
}

/** The next free ID of anything. */
export function takeId(github: GithubWorld): number {
  const id = github.nextId
  github.nextId = id + 1
  return id
}

/** Adds an empty repository to the world. */
export function newRepository(github: GithubWorld, wanted: NewRepository): GithubRepository {
  const id = takeId(github)
  const repository: GithubRepository = {
    id,
    owner: wanted.owner,
    name: wanted.name,
    visibility: wanted.visibility ?? 'private',
    archived: wanted.archived ?? false,
    fork: wanted.fork ?? false,
    defaultBranch: wanted.defaultBranch ?? 'main',
    createdAt: wanted.createdAt,
    pushedAt: wanted.createdAt,
    topics: wanted.topics ?? [],
    git: emptyGitStore(),
    variables: [],
    secrets: [],
    environments: [],
    subject: {
      useDefault: true,
      claimKeys: [],
      immutable: wanted.immutableSubject ?? wanted.createdAt > IMMUTABLE_SUBJECTS_SINCE,
    },
    actions: { enabled: true, allowedActions: 'all', shaPinningRequired: false },
    workflows: [],
    pullRequests: [],
    runs: [],
  }
  github.repositories.push(repository)
  return repository
}

/** Finds a repository by owner and name; GitHub compares both without case. */
export function findRepository(github: GithubWorld, owner: string, name: string): GithubRepository | null {
  return indexOf(github).byName.get(`${owner}/${name}`.toLowerCase()) ?? null
}

export function repositoryById(github: GithubWorld, id: number): GithubRepository | null {
  return indexOf(github).byId.get(id) ?? null
}

interface RepositoryIndex {
  /** By `owner/name` in lower case. */
  byName: Map<string, GithubRepository>
  byId: Map<number, GithubRepository>
}

const INDEXES = new WeakMap<GithubRepository[], RepositoryIndex>()

/* In the sandbox repositories are only ever added, and keep their names: a count that is the same is the same list. */
function indexOf({ repositories }: GithubWorld): RepositoryIndex {
  const before = INDEXES.get(repositories)
  if (before?.byId.size === repositories.length) return before
  const index: RepositoryIndex = {
    byName: new Map(repositories.map((each) => [`${each.owner}/${each.name}`.toLowerCase(), each])),
    byId: new Map(repositories.map((each) => [each.id, each])),
  }
  INDEXES.set(repositories, index)
  return index
}

/** Finds an organization or a user, without case. */
export function findOwner(github: GithubWorld, login: string): GithubOwner | null {
  return github.owners.find((owner) => owner.login.toLowerCase() === login.toLowerCase()) ?? null
}

/** Registers the workflow files of the default branch, as GitHub does when they arrive there; those that left it become `deleted`. */
export function registerWorkflows(github: GithubWorld, repository: GithubRepository, at: string): void {
  const files = Object.entries(filesAt(repository.git, repository.defaultBranch))
  const present = new Map(files.filter(([path]) => isWorkflowPath(path)))
  for (const [path, text] of present) registerWorkflow(github, repository, path, text, at)
  for (const workflow of repository.workflows) {
    if (present.has(workflow.path) || workflow.state === 'deleted') continue
    workflow.state = 'deleted'
    workflow.updatedAt = at
  }
}

/** Registers one file, or finds it registered; a workflow that is new on a branch appears with its first run. */
export function registerWorkflow(
  github: GithubWorld,
  repository: GithubRepository,
  path: string,
  text: string,
  at: string,
): GithubWorkflow {
  const name = readWorkflowSource(text).name ?? path
  const known = repository.workflows.find((workflow) => workflow.path === path)
  if (known) {
    const revived = known.state === 'deleted'
    if (revived) known.state = 'active'
    if (revived || known.name !== name) known.updatedAt = at
    known.name = name
    return known
  }
  const workflow: GithubWorkflow = {
    id: takeId(github),
    path,
    name,
    state: repository.fork ? 'disabled_fork' : 'active',
    createdAt: at,
    updatedAt: at,
  }
  repository.workflows.push(workflow)
  return workflow
}
