import type { RepositoryFacts, SubjectSettings } from './observation'
import type { OurJob } from './picture'
import { valueOr } from './reading'
import { grantsOfScope, type ScopeGrant, workflowReferences } from './scope-grants'
import type { Setup, SubjectScope } from './setup'
import { contextOf, type PredictedSubject } from './subject'
import { matchesWildcard } from './wildcard'

/** The scopes that jobs need by the events that start them; the default branch where none can be told. */
export function scopesOf(jobs: readonly OurJob[], defaultBranch: string): SubjectScope[] {
  const presented = jobs.flatMap(({ subjects }) => valueOr(subjects, []))
  const scopes = presented.flatMap((subject) => scopeOf(subject) ?? [])
  const distinct = [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()]
  return distinct.length > 0 ? distinct : [{ kind: 'branch', name: defaultBranch }]
}

/** Whether a setup asks for what a job presents. */
export function isAskedFor(presented: PredictedSubject, scopes: readonly SubjectScope[]): boolean {
  return scopeOf(presented) !== null && scopes.some((asked) => covers(asked, presented))
}

/** Whether the grant of a scope that names no context of its own admits what a job presents. */
export function isCoveredWhole(presented: PredictedSubject, scopes: readonly SubjectScope[]): boolean {
  return scopes.some(
    (asked) => (asked.kind === 'workflow' || asked.kind === 'organization') && covers(asked, presented),
  )
}

/** Which file a job calls is open where the ref is short: nobody is trusted beside the called workflow on a guess. */
function covers(asked: SubjectScope, presented: PredictedSubject): boolean {
  if (asked.kind === 'any' || asked.kind === 'organization') return true
  if (asked.kind !== 'workflow') return contextOf(asked) === presented.context
  const called = presented.claims.job_workflow_ref
  return (
    called === undefined ||
    workflowReferences(asked.reference).some((reference) => matchesWildcard(reference, called))
  )
}

const BRANCH = 'ref:refs/heads/'
const TAG = 'ref:refs/tags/'
const ENVIRONMENT = 'environment:'

/** Of a subject that only a run knows there is no scope narrower than any: none is proposed. */
function scopeOf({ context, exact }: PredictedSubject): SubjectScope | null {
  if (!exact || context.includes('*')) return null
  if (context === 'pull_request') return { kind: 'pull-request' }
  if (context.startsWith(BRANCH)) return named('branch', context.slice(BRANCH.length))
  if (context.startsWith(TAG)) return named('tag', context.slice(TAG.length))
  return context.startsWith(ENVIRONMENT) ? named('environment', context.slice(ENVIRONMENT.length)) : null
}

function named(kind: 'branch' | 'tag' | 'environment', escaped: string): SubjectScope | null {
  const name = escaped.replaceAll('%3A', ':')
  return name === '' ? null : { kind, name }
}

/**
 * The grants of scopes that no job presents yet. Where a claim is known only in a run, a scope's subject has a `*`
 * there, and a job that fits it covers the scope; a scope that names no context asks for more than every job together.
 */
export function grantsBeyond(
  { scope: scopes, byId = false }: Pick<Setup, 'scope' | 'byId'>,
  presented: readonly string[],
  facts: RepositoryFacts,
  settings: SubjectSettings,
): ScopeGrant[] {
  const beyond = scopes.flatMap((scope) =>
    grantsOfScope(scope, facts, settings, byId).filter(({ subject, tests }) =>
      contextOf(scope) === '*'
        ? 'job_workflow_ref' in tests || !presented.includes(subject)
        : !presented.some((one) => matchesWildcard(subject, one)),
    ),
  )
  return [...new Map(beyond.map((grant) => [JSON.stringify(grant), grant])).values()]
}
