import type { GithubPullRequest, GithubRepository } from './github-world'

/** Why the rules of the base do not let a pull request be merged, in GitHub's words; null where they do. */
export function mergeRefusal(
  { protection, defaultBranch }: GithubRepository,
  { base, approvals = 0 }: GithubPullRequest,
): string | null {
  if (!protection || base !== defaultBranch) return null
  const found = refusalOf(protection.approvals, approvals, protection.checks)
  if (found === null || protection.by === 'branch protection') return found
  return `Repository rule violations found\n\n${found}\n\n`
}

function refusalOf(wanted: number, approvals: number, checks: readonly string[]): string | null {
  if (approvals < wanted) {
    const reviews = wanted === 1 ? '1 approving review is' : `${wanted} approving reviews are`
    return `At least ${reviews} required by reviewers with write access.`
  }
  const [check] = checks
  if (check === undefined) return null
  return checks.length === 1
    ? `Required status check "${check}" is expected.`
    : `${checks.length} of ${checks.length} required status checks are expected.`
}
