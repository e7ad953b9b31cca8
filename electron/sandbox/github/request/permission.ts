import type { GithubRepository, GithubToken } from '../github-world'
import { findOwner, findRepository } from '../repository-store'
import type { GithubContext, Scene } from './context'
import { GithubFault, notFound, orNotFound } from './fault'

export type Level = 'read' | 'write'

/** What an endpoint asks of a token: fine-grained permissions, as `X-Accepted-GitHub-Permissions` names them. */
export type Needs = Record<string, Level>

const rank: Record<Level, number> = { read: 1, write: 2 }

/** Everybody who sees a repository may read these on a public one. */
const PUBLIC_READS = new Set(['metadata', 'contents', 'actions', 'pull_requests', 'environments', 'checks'])

/** Does the token have what is asked? Classic tokens are judged by scope, fine-grained ones by permission. */
export function allows(caller: GithubToken, needs: Needs, repository: GithubRepository | null): boolean {
  if (caller.scopes) return scopesAllow(caller.scopes, needs, repository)
  return Object.entries(needs).every(([name, level]) => {
    if (name === 'metadata' && level === 'read') return true
    const granted = caller.permissions[name]
    return granted !== undefined && rank[granted] >= rank[level]
  })
}

function scopesAllow(scopes: string[], needs: Needs, repository: GithubRepository | null): boolean {
  if (repository === null) {
    const reads = Object.values(needs).every((level) => level === 'read')
    return (
      scopes.includes('admin:org') || (reads && (scopes.includes('read:org') || scopes.includes('write:org')))
    )
  }
  if (scopes.includes('repo')) return true
  if (repository.visibility !== 'public') return false
  const publicRead = Object.entries(needs).every(
    ([name, level]) => level === 'read' && PUBLIC_READS.has(name),
  )
  return publicRead || scopes.includes('public_repo')
}

/** May the token know that the repository exists? */
export function sees(caller: GithubToken, repository: GithubRepository): boolean {
  return allows(caller, { metadata: 'read' }, repository)
}

/** The repository of the path, once the token may do there what the endpoint does: 404, or 403 naming what lacks. */
export function repositoryFor(c: GithubContext, needs: Needs): GithubRepository {
  const { github, caller } = c.get('scene')
  const found = findRepository(github, c.req.param('owner') ?? '', c.req.param('repo') ?? '')
  const repository = orNotFound(found)
  if (!sees(caller, repository)) throw notFound()
  requireSso(c.get('scene'), repository.owner)
  if (!allows(caller, needs, repository)) throw lacking(caller, needs, 'repo')
  const writes = Object.values(needs).includes('write')
  if (writes && repository.archived) {
    throw new GithubFault(403, 'Repository was archived so is read-only.')
  }
  return repository
}

/** The organization of the path, under the same rule. */
export function organizationFor(c: GithubContext, needs: Needs) {
  const { github, caller } = c.get('scene')
  const owner = orNotFound(findOwner(github, c.req.param('org') ?? ''))
  if (owner.kind !== 'Organization') throw notFound()
  requireSso(c.get('scene'), owner.login)
  if (!allows(caller, needs, null)) throw lacking(caller, needs, 'admin:org')
  return owner
}

/** 403 with the page that authorizes the token, in an organization behind SAML single sign-on (field-notes §4). */
function requireSso({ caller, links }: Scene, organization: string): void {
  if (!caller.ssoPending?.includes(organization)) return
  throw new GithubFault(
    403,
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    { headers: { 'x-github-sso': `required; url=${links.web}/orgs/${organization}/sso` } },
  )
}

/** GitHub's 403 for a token without the right; its headers name what would be accepted. */
export function lacking(caller: GithubToken, needs: Needs, scope: string): GithubFault {
  const accepted = Object.entries(needs).map(([name, level]) => `${name}=${level}`)
  return caller.scopes
    ? new GithubFault(403, 'Must have admin rights to Repository.', {
        headers: { 'x-accepted-oauth-scopes': scope },
      })
    : new GithubFault(403, 'Resource not accessible by personal access token', {
        headers: { 'x-accepted-github-permissions': accepted.join(',') },
      })
}
