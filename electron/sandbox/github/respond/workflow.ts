import type { GithubRepository, GithubWorkflow } from '../github-world'
import type { Links } from './links'
import { nodeId } from './node-id'

/** `workflow` of the REST API. */
export function workflowBody(links: Links, repository: GithubRepository, workflow: GithubWorkflow) {
  const file = workflow.path.replace('.github/workflows/', '')
  return {
    id: workflow.id,
    node_id: nodeId('W', repository.id, workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: workflow.createdAt,
    updated_at: workflow.updatedAt,
    url: links.repo(repository, `/actions/workflows/${workflow.id}`),
    html_url: links.page(repository, `/blob/${repository.defaultBranch}/${workflow.path}`),
    badge_url: links.page(repository, `/workflows/${encodeURIComponent(file)}/badge.svg`),
  }
}
