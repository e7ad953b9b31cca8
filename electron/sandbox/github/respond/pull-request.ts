import { mergeRefusal } from '../branch-protection'
import { headRepositoryOf } from '../forks'
import type { GithubPullRequest, GithubRepository } from '../github-world'
import { headOf, mergeability } from '../pull-request-store'
import type { Scene } from '../request/context'
import { nodeId } from './node-id'
import { repositoryBody } from './repository'
import { simpleUser } from './user'

function linksOf({ links }: Scene, repository: GithubRepository, pull: GithubPullRequest, headSha: string) {
  const self = links.repo(repository, `/pulls/${pull.number}`)
  const issue = links.repo(repository, `/issues/${pull.number}`)
  const html = links.page(repository, `/pull/${pull.number}`)
  return {
    self,
    html,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${self}/comments`,
    review_comment: links.repo(repository, '/pulls/comments{/number}'),
    commits: `${self}/commits`,
    statuses: links.repo(repository, `/statuses/${headSha}`),
  }
}

/** `pull-request-simple` of the REST API. */
export function pullRequestBody(scene: Scene, repository: GithubRepository, pull: GithubPullRequest) {
  const { github, links, version } = scene
  const headSha = headOf(repository, pull)
  const at = linksOf(scene, repository, pull, headSha)
  const closed = pull.state === 'closed' ? pull.updatedAt : null
  return {
    url: at.self,
    id: pull.id,
    node_id: nodeId('PR', repository.id, pull.id),
    html_url: at.html,
    diff_url: `${at.html}.diff`,
    patch_url: `${at.html}.patch`,
    issue_url: at.issue,
    commits_url: at.commits,
    review_comments_url: at.review_comments,
    review_comment_url: at.review_comment,
    comments_url: at.comments,
    statuses_url: at.statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: simpleUser(github, links, pull.author),
    body: pull.body === '' ? null : pull.body,
    labels: [],
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: closed,
    merged_at: pull.merged ? closed : null,
    ...(version === '2022-11-28' ? { assignee: null, merge_commit_sha: pull.mergeSha } : {}),
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(scene, headRepositoryOf(github, repository, pull), pull.head, headSha),
    base: side(scene, repository, pull.base, repository.git.branches[pull.base] ?? headSha),
    _links: Object.fromEntries(Object.entries(at).map(([name, href]) => [name, { href }])),
    author_association: 'MEMBER',
    auto_merge: null,
    draft: false,
  }
}

function side(scene: Scene, repository: GithubRepository, ref: string, sha: string) {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: simpleUser(scene.github, scene.links, repository.owner),
    repo: repositoryBody(scene, repository),
  }
}

/** `pull-request` of the REST API: one of them, with what GitHub computes for it. */
export function fullPullRequest(scene: Scene, repository: GithubRepository, pull: GithubPullRequest) {
  const { mergeable, commits, changed } = mergeability(repository, pull)
  const states = { true: 'clean', false: 'dirty', null: 'unknown' } as const
  return {
    ...pullRequestBody(scene, repository, pull),
    merged: pull.merged,
    mergeable,
    rebaseable: mergeable,
    mergeable_state:
      mergeable && mergeRefusal(repository, pull) !== null ? 'blocked' : states[`${mergeable}`],
    merged_by: pull.merged ? simpleUser(scene.github, scene.links, pull.mergedBy ?? pull.author) : null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits,
    additions: changed.additions,
    deletions: changed.deletions,
    changed_files: changed.files,
  }
}
