import type { SubjectSettings } from '../observation'
import type { Condition, PolicyDocument } from '../policy-document'
import { subjectParts } from '../subject-parts'
import type { StatementVerdict, TrustDecision } from '../trust-policy'
import { hasWildcard, matchesWildcard } from '../wildcard'

/** Why a trust policy refuses a subject; what AWS words alike is told apart here (field-notes §7 rows 1–5). */
export type RefusalCause =
  | 'immutable-subject'
  | 'case-mismatch'
  | 'wildcard-under-equals'
  | 'environment'
  | 'pull-request'
  | 'custom-subject'
  | 'audience'
  | 'other-provider'
  | 'explicit-deny'
  | 'subject-refused'

/** The cause, and the statement that came nearest to admitting the subject (or the one that denies it). */
export interface Refusal {
  cause: RefusalCause
  nearest: StatementVerdict | null
}

/** Reads a refusal: the nearest statement is the one that fails by the fewest clauses. */
export function refusalOf(
  policy: PolicyDocument,
  decision: TrustDecision,
  subject: string,
  settings: SubjectSettings,
): Refusal {
  const denies = decision.statements.find(
    ({ applies, effect, open }) => applies && !open && effect === 'Deny',
  )
  if (denies) return { cause: 'explicit-deny', nearest: denies }
  const allows = decision.statements.filter(({ effect }) => effect === 'Allow')
  const ours = allows.filter(({ failed }) => failed.every(({ key }) => key !== 'Federated'))
  const nearest = ours.reduce<StatementVerdict | null>(
    (best, verdict) => (best && best.failed.length <= verdict.failed.length ? best : verdict),
    null,
  )
  if (!nearest) return { cause: 'other-provider', nearest: allows[0] ?? null }
  return { cause: causeOf(policy, nearest, subject, settings), nearest }
}

function causeOf(
  policy: PolicyDocument,
  verdict: StatementVerdict,
  subject: string,
  settings: SubjectSettings,
): RefusalCause {
  const failedOn = (claim: string) => verdict.failed.filter(({ key }) => isClaim(key, claim))
  const subjectClauses = failedOn('sub')
  if (subjectClauses.length === 0) return failedOn('aud').length > 0 ? 'audience' : 'subject-refused'
  const statement = policy.statements.find(({ index }) => index === verdict.index)
  const conditions = (statement?.conditions ?? []).filter(
    (condition) =>
      isClaim(condition.key, 'sub') &&
      subjectClauses.some(({ operator, key }) => operator === condition.operator && key === condition.key),
  )
  const causes = conditions.flatMap((condition) =>
    condition.values.map((value) => causeOfValue(condition, value, subject)),
  )
  const told = PREFERENCE.find((cause) => causes.includes(cause))
  if (told) return told
  return !settings.useDefault && settings.claimKeys.length > 0 ? 'custom-subject' : 'subject-refused'
}

/** Most telling first: a clause that misses by one thing says more than one that misses by all. */
const PREFERENCE: readonly RefusalCause[] = [
  'wildcard-under-equals',
  'case-mismatch',
  'immutable-subject',
  'environment',
  'pull-request',
]

function causeOfValue(condition: Condition, value: string, subject: string): RefusalCause {
  const like = /like/i.test(condition.operator)
  if (!like && hasWildcard(value) && matchesWildcard(value, subject)) return 'wildcard-under-equals'
  if (matchesWildcard(value, subject, true)) return 'case-mismatch'
  const wanted = subjectParts(value)
  const actual = subjectParts(subject)
  if (!wanted || !actual || !sameName(wanted, actual)) return 'subject-refused'
  if ((wanted.repositoryId === null) !== (actual.repositoryId === null)) return 'immutable-subject'
  if (actual.context.startsWith('environment:')) return 'environment'
  return actual.context === 'pull_request' ? 'pull-request' : 'subject-refused'
}

function sameName(left: { owner: string; name: string }, right: { owner: string; name: string }): boolean {
  const spelled = ({ owner, name }: { owner: string; name: string }) => `${owner}/${name}`.toLowerCase()
  return spelled(left) === spelled(right)
}

/** Condition keys are `<issuer-host>:<claim>` and compare without case. */
function isClaim(key: string, claim: string): boolean {
  return key.toLowerCase().endsWith(`:${claim}`)
}
