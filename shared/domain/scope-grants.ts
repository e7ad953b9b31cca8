import type { RepositoryFacts, SubjectSettings } from './observation'
import type { Setup, SubjectScope } from './setup'
import { repositoryClaims, scopeSubjects, subjectPrefix } from './subject-rule'
import { claimsBeside, KNOWN_IN_RUN, STS_AUDIENCE } from './trust-claims'
import type { ClaimTests } from './trust-composition'
import type { TokenRequest } from './trust-evaluation'

/** What a trust policy grants: a subject, exact or with `*`, and the tests that come with it. */
export interface ScopeGrant {
  subject: string
  tests: ClaimTests
  /** What is certain of every token that the grant is for, by bare claim name. */
  claims: Record<string, string>
}

/** No ref and no name holds a `~`, so that a policy which admits this admits whatever a run will fill in. */
const ANYTHING = '~any~'

/** The grants by which jobs in a scope are admitted; none where the subject's template leaves nothing safe to trust. */
export function grantsOfScope(
  scope: SubjectScope,
  facts: RepositoryFacts,
  settings: SubjectSettings,
  byId: boolean,
): ScopeGrant[] {
  if (scope.kind === 'organization') return organizationGrants(facts, settings, byId)
  const tests = {
    ...(scope.kind === 'workflow' && { job_workflow_ref: workflowReferences(scope.reference) }),
    ...idTests(facts, byId),
  }
  const claims = repositoryClaims(facts)
  return scopeSubjects([scope], facts, settings).map((subject) => ({ subject, tests, claims }))
}

/** The tests by ID that a setup asks for; `repository_id` alone would do, the owner's tells who sold the repository. */
export function idTests(facts: RepositoryFacts, byId: Setup['byId']): ClaimTests {
  if (!byId) return {}
  return { repository_id: [String(facts.id)], repository_owner_id: [String(facts.ownerId)] }
}

/**
 * The values of `job_workflow_ref` that a reference means. The claim has the full ref; a short one may be a branch or a
 * tag, and a commit stands as it is (GitHub Docs, using OpenID Connect with reusable workflows).
 */
export function workflowReferences(reference: string): string[] {
  const at = reference.indexOf('@')
  const [file, ref] = [reference.slice(0, at), reference.slice(at + 1)]
  if (/^(?:refs\/.+|[0-9a-f]{40}|\*)$/.test(ref)) return [reference]
  return [`${file}@refs/heads/${ref}`, `${file}@refs/tags/${ref}`]
}

/** The same the other way round: both full forms of one ref are its short form. */
export function shortReferences(values: readonly string[]): string[] {
  const short = values.map((value) => {
    const [, file, kind, name] = /^([^@]+)@refs\/(heads|tags)\/(.+)$/.exec(value) ?? []
    const other = `${file}@refs/${kind === 'heads' ? 'tags' : 'heads'}/${name}`
    return name !== undefined && values.includes(other) ? `${file}@${name}` : value
  })
  return [...new Set(short)]
}

/** A claim that names the owner, or begins with it, and so keeps other owners out. */
const OWNER_KEYS = ['repo', 'repository', 'repository_owner', 'repository_owner_id']

function organizationGrants(facts: RepositoryFacts, settings: SubjectSettings, byId: boolean): ScopeGrant[] {
  const { repository_owner, repository_owner_id } = repositoryClaims(facts)
  const prefix = subjectPrefix(facts, settings)
  const anyOfOwner = `${prefix.slice(0, prefix.lastIndexOf('/'))}/*`
  const grant = (subject: string): ScopeGrant => ({
    subject,
    tests: byId ? { repository_owner_id: [String(facts.ownerId)] } : {},
    claims: { repository_owner: repository_owner ?? '', repository_owner_id: repository_owner_id ?? '' },
  })
  if (settings.useDefault) return [grant(anyOfOwner)]
  if (!settings.claimKeys.some((key) => OWNER_KEYS.includes(key))) return []
  const parts = settings.claimKeys.map((key) => {
    if (key === 'repo') return anyOfOwner
    if (key === 'repository') return `repository:${facts.owner}/*`
    if (key === 'repository_owner') return `repository_owner:${facts.owner}`
    if (key === 'repository_owner_id') return `repository_owner_id:${facts.ownerId}`
    return key === 'context' ? '*' : `${key}:*`
  })
  return [grant(parts.join(':'))]
}

/** A token for each value that the tests admit: what is open in the subject stands for anything. */
export function tokensOfGrant({
  subject,
  tests,
  claims,
}: ScopeGrant): (Omit<TokenRequest, 'providerArn'> & { claims: Record<string, string> })[] {
  const certain = { ...claims, aud: STS_AUDIENCE, sub: subject.replaceAll('*', ANYTHING) }
  const called = tests.job_workflow_ref ?? [null]
  return called.map((reference) => {
    const all = {
      ...certain,
      ...(reference !== null && { job_workflow_ref: reference.replaceAll('*', ANYTHING) }),
    }
    return { claims: all, open: claimsBeside(all), context: KNOWN_IN_RUN }
  })
}
