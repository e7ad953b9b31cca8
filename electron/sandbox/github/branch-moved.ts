import { branchHead } from './git-store'
import type { GithubRepository } from './github-world'
import { registerWorkflows } from './repository-store'
import type { Scene } from './request/context'

/** What GitHub does once a branch has a new head: registers workflows, refreshes pull requests, and starts what listens. */
export function branchMoved(scene: Scene, repository: GithubRepository, branch: string): void {
  const { github, now } = scene
  repository.pushedAt = now
  if (branch === repository.defaultBranch) registerWorkflows(github, repository, now)
  announce(scene, repository, 'push', `refs/heads/${branch}`)
  for (const pull of repository.pullRequests) {
    if (pull.state !== 'open' || pull.head !== branch) continue
    pull.updatedAt = now
    announce(scene, repository, 'pull_request', `refs/pull/${pull.number}/merge`)
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
    if (pull.head !== branch) continue
    if (head !== null) pull.headSha ??= head
    if (pull.state === 'closed') continue
    pull.state = 'closed'
    pull.updatedAt = scene.now
  }
  scene.stage.changed()
}
