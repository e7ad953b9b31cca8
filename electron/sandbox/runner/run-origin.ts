import type { GithubPullRequest, GithubRepository, GithubRun } from '../github/github-world'

/** The refs of an event as the contexts and the token name them. */
export interface RunOrigin {
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/merge`. */
  ref: string
  /** `main`, `v1`, `7/merge`. */
  refName: string
  refType: 'branch' | 'tag'
  /** Branch that a pull request would merge, else empty. */
  headRef: string
  /** Branch that it would merge into, else empty. */
  baseRef: string
  /** The pull request; null for any other event. */
  pull: GithubPullRequest | null
}

const PULL = /^refs\/pull\/(\d+)\/merge$/

/** Reads a ref as `TriggerEvent` carries it; null when it names a pull request that is not there. */
export function originOf(repository: GithubRepository, ref: string): RunOrigin | null {
  const full = ref.startsWith('refs/') ? ref : `refs/heads/${ref}`
  const number = PULL.exec(full)?.[1]
  if (number === undefined) {
    const refType = full.startsWith('refs/tags/') ? 'tag' : 'branch'
    return {
      ref: full,
      refName: full.split('/').slice(2).join('/'),
      refType,
      headRef: '',
      baseRef: '',
      pull: null,
    }
  }
  const pull = repository.pullRequests.find((each) => each.number === Number(number))
  return pull ? originOfPull(pull) : null
}

function originOfPull(pull: GithubPullRequest): RunOrigin {
  const { number, head, base } = pull
  return {
    ref: `refs/pull/${number}/merge`,
    refName: `${number}/merge`,
    refType: 'branch',
    headRef: head,
    baseRef: base,
    pull,
  }
}

/** The origin of a run: a re-run, and one that goes on after a restart, have no event of their own. */
export function originOfRun(repository: GithubRepository, run: GithubRun): RunOrigin {
  const pull = repository.pullRequests.findLast(
    ({ head, headRepository }) => head === run.branch && headRepository === run.headRepository,
  )
  if (run.event === 'pull_request' && pull) return originOfPull(pull)
  const isTag = run.refType === 'tag'
  return {
    ref: `refs/${isTag ? 'tags' : 'heads'}/${run.branch}`,
    refName: run.branch,
    refType: isTag ? 'tag' : 'branch',
    headRef: '',
    baseRef: '',
    pull: null,
  }
}
