import { ancestry, mergeTrees } from './git-merge'
import { branchHead, treeOf } from './git-store'
import type { GithubPullRequest, GithubRepository } from './github-world'

/** SHA that a pull request proposes, kept after its branch is gone. */
export function headOf(repository: GithubRepository, pull: GithubPullRequest): string {
  const merge = pull.mergeSha === null ? undefined : repository.git.commits[pull.mergeSha]
  const merged = merge?.parents.at(-1)
  return merged ?? pull.headSha ?? branchHead(repository.git, pull.head) ?? '0'.repeat(40)
}

/** What GitHub computes for one pull request; `mergeable` is null once it is closed. */
export function mergeability(repository: GithubRepository, pull: GithubPullRequest) {
  const head = headOf(repository, pull)
  const merge = pull.mergeSha === null ? undefined : repository.git.commits[pull.mergeSha]
  const base = merge?.parents[0] ?? branchHead(repository.git, pull.base)
  if (base === null || base === undefined || !repository.git.commits[head]) {
    return { mergeable: null, commits: 0, changed: { files: 0, additions: 0, deletions: 0 } }
  }
  const outcome = mergeTrees(repository.git, base, head)
  return {
    mergeable: pull.state === 'open' ? outcome.conflicts.length === 0 : null,
    commits: commitsAhead(repository, base, head).length,
    changed: changedFiles(repository, treeOf(repository.git, base), outcome.tree),
  }
}

/** Commits that `head` has and `base` does not. */
export function commitsAhead(repository: GithubRepository, base: string, head: string): string[] {
  const known = new Set(ancestry(repository.git, base))
  return ancestry(repository.git, head).filter((sha) => !known.has(sha))
}

function changedFiles(
  { git }: GithubRepository,
  before: Record<string, string>,
  after: Record<string, string>,
) {
  const changed = { files: 0, additions: 0, deletions: 0 }
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[path], after[path]]
    if (was === is) continue
    const [old, fresh] = [linesOf(was), linesOf(is)]
    changed.files += 1
    changed.additions += fresh.filter((line) => !old.includes(line)).length
    changed.deletions += old.filter((line) => !fresh.includes(line)).length
  }
  return changed

  function linesOf(sha: string | undefined): string[] {
    return sha === undefined ? [] : (git.blobs[sha] ?? '').split('\n')
  }
}
