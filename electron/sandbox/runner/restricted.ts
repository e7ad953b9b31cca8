import type { GithubRun } from '../github/github-world'

/**
 * Whether GitHub gives a run a read-only token and none of the repository's secrets: what Dependabot starts on pull
 * requests and pushes (GitHub Docs, troubleshooting Dependabot on Actions; field-notes §7 row 10).
 */
export function isRestricted({ actor, event }: Pick<GithubRun, 'actor' | 'event'>): boolean {
  return actor === 'dependabot[bot]' && (event === 'pull_request' || event === 'push')
}
