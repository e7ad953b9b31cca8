import { fetchCommits } from './forks'
import { branchHead } from './git-store'
import type { GithubRepository } from './github-world'
import { registerWorkflows, repositoryById } from './repository-store'
import type { Scene } from './request/context'

/** What GitHub does once a branch has a new head: registers workflows, refreshes pull requests, and starts what listens. */
export function branchMoved(scene: Scene, repository: GithubRepository, branch: string): void {
  const { github, now } = scene
  repository.pushedAt = now
  if (branch === repository.defaultBranch) registerWorkflows(github, repository, now)
  announce(scene, repository, 'push', `refs/heads/${branch}`)
  for (const pull of repository.pullRequests) {
    if (pull.state !== 'open' || pull.head !== branch || pull.headRepository !== undefined) continue
    pull.updatedAt = now
    announce(scene, repository, 'pull_request', `refs/pull/${pull.number}/merge`)
  }
  const source = repository.forkOf === undefined ? null : repositoryById(github, repository.forkOf)
  if (source) proposedByFork(scene, source, repository, branch)
}

function proposedByFork(
  scene: Scene,
  source: GithubRepository,
  fork: GithubRepository,
  branch: string,
): void {
  const head = branchHead(fork.git, branch)
  for (const pull of source.pullRequests) {
    const isOfBranch = pull.headRepository === fork.id && pull.head === branch
    if (pull.state !== 'open' || !isOfBranch || head === null) continue
    fetchCommits(fork.git, source.git, head)
    Object.assign(pull, { headSha: head, updatedAt: scene.now })
    announce(scene, source, 'pull_request', `refs/pull/${pull.number}/merge`)
  }
}

/** Tells the runner of an event on a ref. */
export function announce(
  { caller, stage, onDispatch }: Scene,
  repository: GithubRepository,
  event: 'push' | 'pull_request',
  ref: string,
): void {
  stage.changed()
  onDispatch({
    repositoryId: repository.id,
    event,
    ref,
    inputs: {},
    actor: caller.login,
  })
}

/** A deleted branch closes the pull requests that proposed it. */
export function branchDeleted(scene: Scene, repository: GithubRepository, branch: string): void {
  const head = branchHead(repository.git, branch)
  delete repository.git.branches[branch]
  for (const pull of repository.pullRequests) {
    if (pull.head !== branch || pull.headRepository !== undefined) continue
    if (head !== null) pull.headSha ??= head
    if (pull.state === 'closed') continue
    pull.state = 'closed'
    pull.updatedAt = scene.now
  }
  scene.stage.changed()
}
