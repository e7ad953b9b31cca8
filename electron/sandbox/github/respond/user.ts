import { createHash } from 'node:crypto'
import type { GithubOwner, GithubWorld } from '../github-world'
import { findOwner } from '../repository-store'
import type { Links } from './links'
import { nodeId } from './node-id'

/** Identity of any login: an owner's own ID, or for a person that the world only names, one that stays the same. */
export function identify(
  github: GithubWorld,
  login: string,
): { id: number; login: string; organization: boolean } {
  const owner = findOwner(github, login)
  if (owner) return { id: owner.id, login: owner.login, organization: owner.kind === 'Organization' }
  const id = createHash('sha256').update(login.toLowerCase()).digest().readUInt32BE() >>> 8
  return { id, login, organization: false }
}

/** `simple-user` of the REST API. */
export function simpleUser(github: GithubWorld, links: Links, name: string) {
  const { id, login, organization } = identify(github, name)
  const url = (path: string) => links.user(login, path)
  return {
    login,
    id,
    node_id: nodeId(organization ? 'O' : 'U', id),
    avatar_url: `${links.web}/avatars/${id}`,
    gravatar_id: '',
    url: url(''),
    html_url: `${links.web}/${login}`,
    followers_url: url('/followers'),
    following_url: url('/following{/other_user}'),
    gists_url: url('/gists{/gist_id}'),
    starred_url: url('/starred{/owner}{/repo}'),
    subscriptions_url: url('/subscriptions'),
    organizations_url: url('/orgs'),
    repos_url: url('/repos'),
    events_url: url('/events{/privacy}'),
    received_events_url: url('/received_events'),
    type: organization ? 'Organization' : 'User',
    user_view_type: 'public',
    site_admin: false,
  }
}

/** `private-user`: what the caller sees of itself. `since` is ISO 8601. */
export function privateUser(github: GithubWorld, links: Links, login: string, since: string) {
  const owned = github.repositories.filter((each) => each.owner.toLowerCase() === login.toLowerCase())
  const hidden = owned.filter((each) => each.visibility !== 'public').length
  return {
    ...simpleUser(github, links, login),
    user_view_type: 'private',
    name: login,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: owned.length - hidden,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: since,
    updated_at: since,
    private_gists: 0,
    total_private_repos: hidden,
    owned_private_repos: hidden,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  }
}

/** `organization-simple` of the REST API. */
export function organizationBody(links: Links, { login, id }: GithubOwner) {
  const url = `${links.api}/orgs/${login}`
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${links.web}/avatars/${id}`,
    description: null,
  }
}
