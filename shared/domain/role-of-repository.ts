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
  const repository = facts.repository.toLowerCase()
  const found = accounts.flatMap((account) => rolesByRepository(account).get(repository) ?? [])
  return found.length === 1 ? (found[0] ?? null) : null
}

type RolesByRepository = ReadonlyMap<string, RoleReference[]>

/** An observation is never changed, and a fleet asks it for each of its repositories. */
const INDEXES = new WeakMap<AccountObservation, RolesByRepository>()

/** The roles of an account by the repositories that their trust policies name, in lower case. */
function rolesByRepository(observed: AccountObservation): RolesByRepository {
  const before = INDEXES.get(observed)
  if (before) return before
  const index = new Map<string, RoleReference[]>()
  for (const role of valueOr(observed.roles, [])) {
    const { arn, name, path } = role
    for (const repository of repositoriesIn(role)) {
      const reference = { arn, account: observed.account, name, path }
      index.set(repository, [...(index.get(repository) ?? []), reference])
    }
  }
  INDEXES.set(observed, index)
  return index
}

function repositoriesIn({ trust }: RoleObservation): Set<string> {
  const parsed = parsePolicy(trust)
  if (!parsed.ok) return new Set()
  const subjects = parsed.policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase().endsWith(':sub'))
    .flatMap(({ values }) => values.map(subjectParts))
  return new Set(subjects.flatMap((parts) => (parts ? `${parts.owner}/${parts.name}`.toLowerCase() : [])))
}
