import type { AccountObservation, RepositoryFacts, RoleObservation } from './observation'
import { parsePolicy } from './policy-document'
import { valueOr } from './reading'
import { subjectParts } from './subject-parts'
import type { RoleReference } from './target'

/**
 * The one role whose trust policy names this repository: how a role is found whose ARN is kept in a secret. Null when
 * there is none, and when there are several, since only the secret knows which.
 */
export function roleTrusting(
  facts: RepositoryFacts,
  accounts: readonly AccountObservation[],
): RoleReference | null {
  const found = accounts.flatMap(({ account, roles }) =>
    valueOr(roles, [])
      .filter((role) => names(role, facts))
      .map(({ arn, name, path }) => ({ arn, account, name, path })),
  )
  return found.length === 1 ? (found[0] ?? null) : null
}

function names(role: RoleObservation, facts: RepositoryFacts): boolean {
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return false
  return parsed.policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase().endsWith(':sub'))
    .flatMap(({ values }) => values)
    .some((value) => {
      const parts = subjectParts(value)
      return parts !== null && `${parts.owner}/${parts.name}`.toLowerCase() === facts.repository.toLowerCase()
    })
}
