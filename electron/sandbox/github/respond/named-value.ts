import type {
  GithubOwner,
  GithubOwnerSecret,
  GithubOwnerVariable,
  GithubRepository,
  GithubSecret,
  GithubVariable,
} from '../github-world'
import type { Links } from './links'

/** `actions-variable`. */
export function variableBody({ name, value, createdAt, updatedAt }: GithubVariable) {
  return { name, value, created_at: createdAt, updated_at: updatedAt }
}

/** `actions-secret`: never the value. */
export function secretBody({ name, createdAt, updatedAt }: GithubSecret) {
  return { name, created_at: createdAt, updated_at: updatedAt }
}

/** `organization-actions-variable`. */
export function ownerVariableBody(links: Links, owner: GithubOwner, variable: GithubOwnerVariable) {
  return { ...variableBody(variable), ...reach(links, owner, 'variables', variable) }
}

/** `organization-actions-secret`. */
export function ownerSecretBody(links: Links, owner: GithubOwner, secret: GithubOwnerSecret) {
  return { ...secretBody(secret), ...reach(links, owner, 'secrets', secret) }
}

function reach(
  links: Links,
  owner: GithubOwner,
  kind: 'variables' | 'secrets',
  { name, visibility }: GithubOwnerVariable | GithubOwnerSecret,
) {
  const repositories = `${links.api}/orgs/${owner.login}/actions/${kind}/${name}/repositories`
  return { visibility, ...(visibility === 'selected' ? { selected_repositories_url: repositories } : {}) }
}

/** Does an organization's variable or secret reach this repository? */
export function reaches(
  { visibility, selected }: Pick<GithubOwnerVariable, 'visibility' | 'selected'>,
  repository: GithubRepository,
): boolean {
  if (visibility === 'selected') return selected.includes(repository.id)
  return visibility === 'all' || repository.visibility !== 'public'
}
