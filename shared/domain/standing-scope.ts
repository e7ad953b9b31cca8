import type { RepositoryFacts, RepositoryObservation, RoleObservation } from './observation'
import { type Condition, parsePolicy, type Statement } from './policy-document'
import { grantsOfScope, shortReferences } from './scope-grants'
import { type Setup, type SubjectScope, WorkflowReference } from './setup'
import { admitsGithub } from './trust-claims'
import { namesRepository, subjectsOf } from './trust-withdrawal'

/**
 * What a standing trust says of the setup that no job tells: that it is meant for a called workflow or for every
 * repository of the owner, and that it tests IDs. Contexts are told by the jobs.
 */
export function standingScope(
  role: RoleObservation | null,
  { facts, subject }: RepositoryObservation,
): Required<Pick<Setup, 'scope' | 'byId'>> {
  const parsed = role && parsePolicy(role.trust)
  if (!parsed?.ok || !subject.known) return { scope: [], byId: false }
  const admitting = parsed.policy.statements.filter(admitsGithub)
  const owners = grantsOfScope({ kind: 'organization' }, facts, subject.value, false)
  /* Tests of one statement all hold at once: beside a narrower one, the owner's pattern admits no more. */
  const wide = admitting.filter((one) => {
    const tests = testsOf(one, 'sub')
    return (
      tests.length > 0 &&
      tests.every(({ values }) => values.some((value) => owners.some((grant) => grant.subject === value)))
    )
  })
  const ours = admitting.filter((one) =>
    subjectsOf(one).some((value) => namesRepository('sub', value, facts)),
  )
  const organization: SubjectScope[] = wide.length > 0 ? [{ kind: 'organization' }] : []
  const called = ours.flatMap(calledWorkflows)
  const byId = [...ours, ...wide].length > 0 && [...ours, ...wide].every((one) => testsId(one, facts))
  return { scope: [...organization, ...called], byId }
}

function calledWorkflows(statement: Statement): SubjectScope[] {
  const references = shortReferences(valuesOf(statement, 'job_workflow_ref'))
  return references
    .filter((reference) => WorkflowReference.safeParse(reference).success)
    .map((reference) => ({ kind: 'workflow', reference }))
}

function testsId(statement: Statement, { id, ownerId }: RepositoryFacts): boolean {
  return (
    valuesOf(statement, 'repository_id').includes(String(id)) ||
    valuesOf(statement, 'repository_owner_id').includes(String(ownerId))
  )
}

function testsOf({ conditions }: Statement, claim: string): Condition[] {
  return conditions.filter(
    ({ operator, key }) =>
      /^String(?:Equals|Like)$/i.test(operator) && key.toLowerCase().endsWith(`:${claim}`),
  )
}

function valuesOf(statement: Statement, claim: string): string[] {
  return testsOf(statement, claim).flatMap(({ values }) => values)
}
