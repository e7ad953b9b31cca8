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
}

/** A statement as it stands in JSON. */
export interface TrustStatement {
  Effect: 'Allow'
  Principal: { Federated: string }
  Action: string
  Condition: Record<string, Record<string, string | string[]>>
}

/** Writes a trust policy for these subjects; pretty JSON. */
export function composeTrust(target: TrustTarget): string {
  return printPolicy({ Version: POLICY_VERSION, Statement: trustStatements(target) })
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

function statementFor(
  subjects: string[],
  { providerArn, issuerHost, audience }: TrustTarget,
): TrustStatement {
  const { operator, value } = subjectClause(subjects.map(withoutVariables))
  const aud = { [`${issuerHost}:aud`]: audience }
  const sub = { [`${issuerHost}:sub`]: value }
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: WEB_IDENTITY_ACTION,
    Condition:
      operator === 'StringEquals'
        ? { StringEquals: { ...aud, ...sub } }
        : { StringEquals: aud, StringLike: sub },
  }
}
