import type { RepositoryFacts, SubjectSettings } from './observation'
import type { OurJob } from './picture'
import { valueOr } from './reading'
import type { SubjectScope } from './setup'
import { contextOf, type PredictedSubject, scopeSubjects } from './subject'
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
  const scope = scopeOf(presented)
  return (
    scope !== null && scopes.some((asked) => asked.kind === 'any' || contextOf(asked) === contextOf(scope))
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
 * The subjects of scopes that no job presents yet. Where a claim is known only in a run, a scope's subject has a `*`
 * there, and a job that fits it covers the scope; `any` asks for more than every job together.
 */
export function subjectsBeyond(
  scopes: readonly SubjectScope[],
  presented: readonly string[],
  facts: RepositoryFacts,
  settings: SubjectSettings,
): string[] {
  const beyond = scopes.flatMap((scope) =>
    scopeSubjects([scope], facts, settings).filter((wanted) =>
      scope.kind === 'any'
        ? !presented.includes(wanted)
        : !presented.some((subject) => matchesWildcard(wanted, subject)),
    ),
  )
  return [...new Set(beyond)]
}
