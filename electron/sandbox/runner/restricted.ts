import type { GithubRun } from '../github/github-world'

/**
 * Whether GitHub gives a run a read-only token and none of the repository's secrets: what Dependabot starts on pull
 * requests and pushes (GitHub Docs, troubleshooting Dependabot on Actions), and the pull requests of forks; field-notes
 * §7 row 10.
 */
export function isRestricted({
  actor,
  event,
  headRepository,
}: Pick<GithubRun, 'actor' | 'event' | 'headRepository'>): boolean {
  if (event === 'pull_request' && headRepository !== undefined) return true
  return actor === 'dependabot[bot]' && (event === 'pull_request' || event === 'push')
}
