import { treeOf } from './git-store'
import type { GithubPullRequest, GithubRepository, GithubWorld, GitStore } from './github-world'
import { newRepository, registerWorkflows, repositoryById } from './repository-store'

/** A copy of a repository in another account: its commits, and none of its values or settings. One that is there stays. */
export function forkRepository(
  github: GithubWorld,
  source: GithubRepository,
  owner: string,
  at: string,
): GithubRepository {
  const there = github.repositories.find((each) => each.forkOf === source.id && each.owner === owner)
  if (there) return there
  const { name, visibility, defaultBranch } = source
  const fork = newRepository(github, { owner, name, visibility, defaultBranch, fork: true, createdAt: at })
  Object.assign(fork, { forkOf: source.id, git: structuredClone(source.git) })
  registerWorkflows(github, fork, at)
  return fork
}

/** Where the branch lies that a pull request proposes: the repository itself, or a fork of it. */
export function headRepositoryOf(
  github: GithubWorld,
  repository: GithubRepository,
  { headRepository }: Pick<GithubPullRequest, 'headRepository'>,
): GithubRepository {
  return (headRepository === undefined ? null : repositoryById(github, headRepository)) ?? repository
}

/** Brings a commit of a fork, and all before it, to the repository: GitHub keeps it there as `refs/pull/N/head`. */
export function fetchCommits(from: GitStore, to: GitStore, head: string): void {
  const waiting = [head]
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = from.commits[sha]
    if (commit === undefined || to.commits[sha]) continue
    const tree = treeOf(from, sha)
    to.commits[sha] = commit
    to.trees[commit.tree] = tree
    for (const blob of Object.values(tree)) to.blobs[blob] ??= from.blobs[blob] ?? ''
    waiting.push(...commit.parents)
  }
}
