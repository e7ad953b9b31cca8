import type { GithubRepository, GithubToken } from '../github-world'
import { findOwner } from '../repository-store'
import type { Scene } from '../request/context'
import { allows } from '../request/permission'
import { nodeId } from './node-id'
import { simpleUser } from './user'

/** Addresses of what stands below a repository: field → path, as GitHub lists them in every repository. */
const BELOW = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const

/** What a token's identity may do in a repository, as REST's `permissions`. */
export function permissionsOf(caller: GithubToken, repository: GithubRepository) {
  const owned = caller.scopes === null || allows(caller, { administration: 'write' }, repository)
  return { admin: owned, maintain: owned, push: owned, triage: owned, pull: true }
}

/** What `repository` and `minimal-repository` of the REST API have in common; lists answer with it. */
export function repositoryBody(scene: Scene, repository: GithubRepository) {
  const { github, links, version } = scene
  const page = links.page(repository)
  const below = Object.entries(BELOW).map(([field, path]) => [field, links.repo(repository, path)])
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.visibility !== 'public',
    owner: simpleUser(github, links, repository.owner),
    html_url: page,
    description: null,
    fork: repository.fork,
    url: links.repo(repository),
    ...Object.fromEntries(below),
    git_url: `${page.replace(/^https?:/, 'git:')}.git`,
    ssh_url: `git@${new URL(page).hostname}:${repository.owner}/${repository.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    ...counts(repository),
    default_branch: repository.defaultBranch,
    is_template: false,
    topics: repository.topics,
    has_issues: true,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    ...(version === '2022-11-28' ? { has_downloads: true } : {}),
    archived: repository.archived,
    disabled: false,
    visibility: repository.visibility,
    pushed_at: repository.pushedAt,
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    license: null,
    allow_forking: true,
    web_commit_signoff_required: false,
    permissions: permissionsOf(scene.caller, repository),
  }
}

function counts(repository: GithubRepository) {
  const open = repository.pullRequests.filter((each) => each.state === 'open').length
  return {
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: Object.keys(repository.git.blobs).length,
  }
}

/** `full-repository` of the REST API. */
export function fullRepository(scene: Scene, repository: GithubRepository) {
  const owner = findOwner(scene.github, repository.owner)
  const organization = owner?.kind === 'Organization'
  return {
    ...repositoryBody(scene, repository),
    ...(organization ? { organization: simpleUser(scene.github, scene.links, repository.owner) } : {}),
    network_count: 0,
    subscribers_count: 0,
    allow_merge_commit: true,
    allow_squash_merge: false,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
  }
}
