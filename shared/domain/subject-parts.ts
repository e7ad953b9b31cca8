/** A subject of the default form taken apart; the IDs are null in the classic form. */
export interface SubjectParts {
  owner: string
  ownerId: string | null
  name: string
  repositoryId: string | null
  /** What follows the repository: `ref:refs/heads/main`, `environment:X`, `pull_request`, a pattern, or empty. */
  context: string
}

const SUBJECT = /^repo:([^/@:]+)(?:@([^/@:]+))?\/([^/@:]+)(?:@([^/@:]+))?(?::(.*))?$/s

/** Takes a subject, or a pattern for one, apart; null when it does not name a repository (field-notes §1). */
export function subjectParts(subject: string): SubjectParts | null {
  const [, owner, ownerId, name, repositoryId, context] = SUBJECT.exec(subject) ?? []
  if (owner === undefined || name === undefined) return null
  return { owner, ownerId: ownerId ?? null, name, repositoryId: repositoryId ?? null, context: context ?? '' }
}
