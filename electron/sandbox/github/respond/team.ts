import type { GithubTeam } from '../github-world'
import type { Scene } from '../request/context'
import { nodeId } from './node-id'
import { identify } from './user'

/** `team` of the REST API. */
export function teamBody({ github, links }: Scene, { organization, slug, name, id }: GithubTeam) {
  const owner = identify(github, organization)
  const url = `${links.api}/organizations/${owner.id}/team/${id}`
  return {
    id,
    node_id: nodeId('T', id),
    name,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url,
    html_url: `${links.web}/orgs/${owner.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: owner.id,
    parent: null,
  }
}
