import { POLICY_VERSION } from './policy-document'
import { printPolicy } from './policy-json'
import { WEB_IDENTITY_ACTION } from './trust-claims'
import { hasWildcard, withoutVariables } from './wildcard'

/** Whom a role is to trust: subjects exactly, or with `*` where a scope says any. `issuerHost` has no scheme. */
export interface TrustTarget {
  providerArn: string
  issuerHost: string
  audience: string
  subjects: string[]
  /** What else is certain of the tokens, by bare claim name; other claims are known only in a run. */
  claims?: Record<string, string>
  /** What is asked of a token beside `sub` and `aud`, by bare claim name: one of these values, `*` open. */
  tests?: ClaimTests
}

/** Tests of claims beside `sub` and `aud`, such as `job_workflow_ref` or `repository_id`. */
export type ClaimTests = Readonly<Record<string, readonly string[]>>

/** A statement as it stands in JSON. */
export interface TrustStatement {
  Effect: 'Allow'
  Principal: { Federated: string }
  Action: string
  Condition: Record<string, Record<string, string | string[]>>
}

/** Writes a trust policy for the subjects of every target; pretty JSON. */
export function composeTrust(...targets: TrustTarget[]): string {
  return printPolicy({ Version: POLICY_VERSION, Statement: targets.flatMap(trustStatements) })
}

/**
 * One statement for exact subjects and one for those with wildcards: two operators on one key within a statement
 * would both have to hold.
 */
export function trustStatements(target: TrustTarget): TrustStatement[] {
  const exact = target.subjects.filter((subject) => !hasWildcard(subject))
  const patterns = target.subjects.filter(hasWildcard)
  return [exact, patterns].filter((some) => some.length > 0).map((some) => statementFor(some, target))
}

/** A `sub` clause for values as they stand in a policy: `StringEquals`, or `StringLike` where one has wildcards. */
export function subjectClause(values: string[]): {
  operator: 'StringEquals' | 'StringLike'
  value: string | string[]
} {
  const operator = values.some(hasWildcard) ? 'StringLike' : 'StringEquals'
  const [first, ...others] = new Set(values)
  return { operator, value: first !== undefined && others.length === 0 ? first : [...new Set(values)] }
}

function statementFor(subjects: string[], target: TrustTarget): TrustStatement {
  const { providerArn, issuerHost, audience } = target
  const { operator, value } = subjectClause(subjects.map(withoutVariables))
  const clauses = testClauses(target)
  const equal = { [`${issuerHost}:aud`]: audience }
  const sub = { [`${issuerHost}:sub`]: value }
  const like = { ...(operator === 'StringLike' && sub), ...clauses.StringLike }
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: WEB_IDENTITY_ACTION,
    Condition: {
      StringEquals: { ...equal, ...(operator === 'StringEquals' && sub), ...clauses.StringEquals },
      ...(Object.keys(like).length > 0 && { StringLike: like }),
    },
  }
}

/** The clauses of a target's tests, by operator: `StringLike` where a value has wildcards. */
export function testClauses({
  issuerHost,
  tests = {},
}: TrustTarget): Record<'StringEquals' | 'StringLike', Record<string, string | string[]>> {
  const clauses = Object.entries(tests).map(([claim, values]) => ({
    key: `${issuerHost}:${claim}`,
    ...subjectClause(values.map(withoutVariables)),
  }))
  const under = (wanted: string) =>
    Object.fromEntries(
      clauses.filter(({ operator }) => operator === wanted).map(({ key, value }) => [key, value]),
    )
  return { StringEquals: under('StringEquals'), StringLike: under('StringLike') }
}
