import { z } from 'zod'

/** What Rolecall does with GitHub, in the order in which it needs it. */
export const GithubFeature = z.enum([
  'observe',
  'runs',
  'dispatch',
  'reviews',
  'variables',
  'secrets',
  'environments',
  'proposals',
  'subject',
  'actions-policy',
  'organization-values',
  'organization-sharing',
  'organization-subject',
  'teams',
])
export type GithubFeature = z.infer<typeof GithubFeature>

/** Whether a token may use a feature; `missing` names scopes, or permissions as GitHub’s headers name them. */
export const GithubFeatureVerdict = z.object({
  feature: GithubFeature,
  allowed: z.enum(['yes', 'no', 'unknown']),
  missing: z.array(z.string()),
  says: z.string(),
})
export type GithubFeatureVerdict = z.infer<typeof GithubFeatureVerdict>

type Level = 'read' | 'write'

/** What a feature needs: fine-grained permissions by the names of `X-Accepted-GitHub-Permissions`, and classic scopes. */
export interface FeatureNeeds {
  words: string
  permissions: Readonly<Record<string, Level>>
  scopes: readonly string[]
  /** Of the repositories, or of the organizations that own them. */
  of: 'repository' | 'organization'
}

/** The permission of each feature (GitHub Docs, “Permissions required for fine-grained personal access tokens” and “Scopes for OAuth apps”). */
export const GITHUB_NEEDS: Readonly<Record<GithubFeature, FeatureNeeds>> = {
  observe: repository('Observe repositories and workflow files', { metadata: 'read', contents: 'read' }),
  runs: repository('Read runs and logs', { actions: 'read' }),
  dispatch: repository('Start test runs and re-run', { actions: 'write' }),
  /* What waits is read with `actions`; the answer to it is a deployment’s. */
  reviews: repository('Approve or refuse what waits for a review', { actions: 'read', deployments: 'write' }),
  variables: repository('Set variables', { actions_variables: 'write' }),
  secrets: repository('Set secrets', { secrets: 'write' }),
  environments: repository('Set values of environments', { environments: 'write' }),
  proposals: repository(
    'Propose workflow files by pull request',
    { contents: 'write', workflows: 'write', pull_requests: 'write' },
    ['repo', 'workflow'],
  ),
  subject: repository('Change subject settings', { actions: 'write' }),
  'actions-policy': repository('Read Actions permissions', { administration: 'read' }),
  /* With `admin:org` they are read once an organization; without it, repository by repository. */
  'organization-values': repository('Read values that organizations share', {
    actions_variables: 'read',
    secrets: 'read',
  }),
  'organization-sharing': organization(
    'Share an organization’s variable with a repository',
    { organization_actions_variables: 'write' },
    ['admin:org'],
  ),
  'organization-subject': organization(
    'Read subject templates of organizations',
    { organization_administration: 'read' },
    ['read:org'],
  ),
  teams: organization('Choose repositories by team', { members: 'read' }, ['read:org']),
}

function repository(
  words: string,
  permissions: FeatureNeeds['permissions'],
  scopes = ['repo'],
): FeatureNeeds {
  return { words, permissions, scopes, of: 'repository' }
}

function organization(
  words: string,
  permissions: FeatureNeeds['permissions'],
  scopes: string[],
): FeatureNeeds {
  return { words, permissions, scopes, of: 'organization' }
}

/** The answer to one harmless GET: whether a permission is there to read, and what GitHub named where it is not. */
export interface Probe {
  /** A name such as `actions_variables`. */
  permission: string
  verdict: 'allowed' | 'refused' | 'unknown'
  /** As `X-Accepted-GitHub-Permissions` names it; null where it did not. */
  accepted: string | null
  /** Repository or organization that was asked. */
  where: string
}

/** What was found out of a token. `scopes` null: not a classic one; its permissions are only known by trying. */
export interface TokenFacts {
  scopes: readonly string[] | null
  probes: readonly Probe[]
  /** The role in the probed repository; null where none was probed. */
  role: { repository: string; write: boolean; admin: boolean } | null
}

/** A scope brings those below it (GitHub Docs, “Scopes for OAuth apps”). */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'admin:org': ['write:org', 'read:org'],
  'write:org': ['read:org'],
}

/** The verdict on each feature. What cannot be told without a change is unknown, and not taken for allowed. */
export function judgeGithub(facts: TokenFacts): GithubFeatureVerdict[] {
  return GithubFeature.options.map((feature) =>
    facts.scopes === null ? byPermissions(feature, facts) : byScopes(feature, facts, facts.scopes),
  )
}

function byScopes(
  feature: GithubFeature,
  { probes, role }: TokenFacts,
  held: readonly string[],
): GithubFeatureVerdict {
  const needs = GITHUB_NEEDS[feature]
  const all = new Set(held.flatMap((scope) => [scope, ...(BRINGS[scope] ?? [])]))
  const missing = needs.scopes.filter((scope) => !all.has(scope))
  if (missing.length > 0) {
    return { feature, allowed: 'no', missing, says: `lacks the scope ${missing.join(', ')}.` }
  }
  const refused = refusedProbes(needs, probes)
  if (refused.length > 0) {
    const says = `has the scope, but ${listed(refused.map(({ where }) => where))} refuses its user.`
    return { feature, allowed: 'no', missing: [], says }
  }
  return lackingRole(feature, role) ?? { feature, allowed: 'yes', missing: [], says: 'may do this.' }
}

function byPermissions(feature: GithubFeature, { probes, role }: TokenFacts): GithubFeatureVerdict {
  const needs = GITHUB_NEEDS[feature]
  const refused = refusedProbes(needs, probes)
  if (refused.length > 0) {
    const missing = [...new Set(refused.map((each) => wantedOf(needs, each)))]
    const where = listed([...new Set(refused.map((each) => each.where))])
    return { feature, allowed: 'no', missing, says: `lacks ${missing.join(', ')} in ${where}.` }
  }
  const lacking = lackingRole(feature, role)
  if (lacking) return lacking
  const open = Object.entries(needs.permissions).filter(
    ([name, level]) => level === 'write' || !isAllowed(name, probes),
  )
  if (open.length === 0) return { feature, allowed: 'yes', missing: [], says: 'may do this.' }
  const names = open.map(([name, level]) => `${name}=${level}`).join(', ')
  const writes = open.every(([, level]) => level === 'write')
  const reads = Object.keys(needs.permissions).some((name) => isAllowed(name, probes))
  const says = writes
    ? `${reads ? 'reading works; ' : ''}GitHub tells only at the first change whether ${names} is there.`
    : `not known: nothing was found to try ${names} on.`
  return { feature, allowed: 'unknown', missing: [], says }
}

function refusedProbes({ permissions, of }: FeatureNeeds, probes: readonly Probe[]): Probe[] {
  return probes.filter(
    ({ permission, verdict, where }) =>
      verdict === 'refused' && permission in permissions && (of === 'repository') === where.includes('/'),
  )
}

/** A permission that is refused for reading is not there to write either. */
function wantedOf({ permissions }: FeatureNeeds, { permission, accepted }: Probe): string {
  const level = permissions[permission]
  return level === 'read' && accepted ? accepted : `${permission}=${level}`
}

function isAllowed(permission: string, probes: readonly Probe[]): boolean {
  return probes.some((probe) => probe.permission === permission && probe.verdict === 'allowed')
}

/**
 * A token never may more than its user: writing needs the role write, the Actions permissions that of an administrator.
 * A reviewer of an environment need only read (GitHub Docs, “Reviewing deployments”).
 */
function lackingRole(feature: GithubFeature, role: TokenFacts['role']): GithubFeatureVerdict | null {
  const { permissions, of } = GITHUB_NEEDS[feature]
  if (role === null || of === 'organization') return null
  const needsAdmin = 'administration' in permissions
  const needsWrite = Object.entries(permissions).some(
    ([name, level]) => level === 'write' && name !== 'deployments',
  )
  const wanted = needsAdmin && !role.admin ? 'admin' : needsWrite && !role.write ? 'write' : null
  if (wanted === null) return null
  const says = `its user has not the role ${wanted} in ${role.repository}.`
  return { feature, allowed: 'no', missing: [`role ${wanted}`], says }
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ')
}
