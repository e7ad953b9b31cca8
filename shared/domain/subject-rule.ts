import type { RepositoryFacts, SubjectSettings } from './observation'
import type { SubjectScope } from './setup'

/** What a job of a repository is known by. `claims` are the token's other claims, by bare name. */
export interface SubjectRequest {
  facts: RepositoryFacts
  settings: SubjectSettings
  /** As `contextOf` writes it, or with `*` where it is not known. */
  context: string
  claims: Record<string, string>
}

export type SubjectPrediction = { known: true; subject: string } | { known: false; why: string }

/**
 * `repo:OWNER/NAME`, or with IDs `repo:OWNER@ID/NAME@ID`. GitHub's own word (`sub_claim_prefix`) comes before the
 * rule: tokens have been seen to follow it where the settings said otherwise (field-notes §1).
 */
export function subjectPrefix(facts: RepositoryFacts, settings: SubjectSettings): string {
  if (settings.prefix) return settings.prefix
  if (!settings.immutable) return `repo:${facts.owner}/${facts.name}`
  return `repo:${facts.owner}@${facts.ownerId}/${facts.name}@${facts.id}`
}

/** Whether tokens carry the IDs; what GitHub says of the prefix comes before the setting (field-notes §1). */
export function presentsImmutable({ prefix, immutable }: SubjectSettings): boolean {
  return prefix ? prefix.includes('@') : immutable
}

/** A value as it stands within a subject: `:` becomes `%3A` (field-notes §1). */
export function escapeSubjectValue(value: string): string {
  return value.replaceAll(':', '%3A')
}

/** The context part of the subject of a job in this scope; `*` where the scope leaves it open. */
export function contextOf(scope: SubjectScope): string {
  switch (scope.kind) {
    case 'branch':
      return `ref:refs/heads/${escapeSubjectValue(scope.name)}`
    case 'tag':
      return `ref:refs/tags/${escapeSubjectValue(scope.name)}`
    case 'environment':
      return `environment:${escapeSubjectValue(scope.name)}`
    case 'pull-request':
      return 'pull_request'
    case 'any':
    case 'workflow':
    case 'organization':
      return '*'
    default: {
      const unreachable: never = scope
      return unreachable
    }
  }
}

/** The claims that follow from the repository alone, by the names that GitHub gives them. */
export function repositoryClaims(facts: RepositoryFacts): Record<string, string> {
  return {
    repository: facts.repository,
    repository_id: String(facts.id),
    repository_owner: facts.owner,
    repository_owner_id: String(facts.ownerId),
    repository_visibility: facts.visibility,
  }
}

/** The exact `sub` of a job, or why it cannot be told: a customised subject may need claims that are not known. */
export function predictSubject({ facts, settings, context, claims }: SubjectRequest): SubjectPrediction {
  if (settings.useDefault) return { known: true, subject: `${subjectPrefix(facts, settings)}:${context}` }
  if (settings.claimKeys.length === 0) {
    return {
      known: false,
      why: 'The repository takes its subject from a template of the organization, which was not read.',
    }
  }
  const all = { ...repositoryClaims(facts), ...claims }
  const parts = settings.claimKeys.map((key) =>
    subjectPart(key, subjectPrefix(facts, settings), context, all),
  )
  const missing = settings.claimKeys.filter((_, index) => parts[index] === null)
  if (missing.length === 0) return { known: true, subject: parts.join(':') }
  return {
    known: false,
    why: `The repository's subject also carries ${missing.join(', ')}, which only the run knows.`,
  }
}

/**
 * The subjects to trust so that jobs in these scopes are admitted. Claims that only a run knows become `*`, but
 * never without the repository in the subject: then there is nothing safe to trust, and the list is empty.
 */
export function scopeSubjects(
  scopes: SubjectScope[],
  facts: RepositoryFacts,
  settings: SubjectSettings,
): string[] {
  if (!settings.useDefault && !pinsRepository(settings)) return []
  const subjects = scopes.map((scope) => {
    const claims: Record<string, string> = scope.kind === 'environment' ? { environment: scope.name } : {}
    return subjectPattern({ facts, settings, context: contextOf(scope), claims })
  })
  return [...new Set(subjects)]
}

/** As `predictSubject`, with `*` for each claim that is not known; `exact` when there is none. */
export function subjectPattern(request: SubjectRequest): string {
  const { settings, claims } = request
  const open = Object.fromEntries(settings.claimKeys.map((key) => [key, '*']))
  const prediction = predictSubject({
    ...request,
    claims: { ...open, ...repositoryClaims(request.facts), ...claims },
  })
  return prediction.known
    ? prediction.subject
    : `${subjectPrefix(request.facts, settings)}:${request.context}`
}

function subjectPart(
  key: string,
  prefix: string,
  context: string,
  claims: Record<string, string>,
): string | null {
  if (key === 'repo') return prefix
  if (key === 'context') return context
  const value = claims[key]
  return value === undefined ? null : `${key}:${escapeSubjectValue(value)}`
}

function pinsRepository({ claimKeys }: SubjectSettings): boolean {
  return (
    claimKeys.length === 0 || ['repo', 'repository', 'repository_id'].some((key) => claimKeys.includes(key))
  )
}
