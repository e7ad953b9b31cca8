import { asksForString, parseOperator } from './condition'
import type { RepositoryFacts } from './observation'
import { type PolicyDocument, parsePolicy } from './policy-document'
import { editStatements, type RawStatement, readRawPolicy } from './policy-json'
import { subjectParts } from './subject-parts'
import { admitsGithub, claimsBeside, KNOWN_IN_RUN } from './trust-claims'
import type { TrustTarget } from './trust-composition'
import { admitSubjects, type TrustEdit } from './trust-edit'
import { evaluateTrust } from './trust-evaluation'
import { subjectsOf, type Withdrawal, withoutValues } from './trust-withdrawal'
import { hasWildcard, matchesWildcard } from './wildcard'

/** A subject's `repo` segment ends at a colon, or with the subject. */
const segment = (name: string, flags = '') =>
  new RegExp(`(^|:)repo:${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=:|$)`, flags)

/** Whether a value names this repository in the classic form, however its name is spelled. */
export function isClassic(value: string, { repository }: RepositoryFacts): boolean {
  return segment(repository, 'i').test(value)
}

/** The immutable form of a classic subject or pattern; null where it does not name this repository, spelled as now. */
export function immutableForm(value: string, facts: RepositoryFacts): string | null {
  const pattern = segment(facts.repository)
  if (!pattern.test(value)) return null
  return value.replace(pattern, `$1repo:${facts.owner}@${facts.ownerId}/${facts.name}@${facts.id}`)
}

/**
 * The trust with the immutable form beside each classic one, in the same clause, and the subjects admitted that only a
 * wider pattern admitted before. Returned as it is where both stand already; other bytes stay.
 */
export function trustingBoth(document: string, facts: RepositoryFacts, target: TrustTarget): TrustEdit {
  const parsed = parsePolicy(document)
  const read = readRawPolicy(document)
  if (!parsed.ok) return { ok: false, why: `${parsed.error} Correct the trust policy in IAM first.` }
  if (!read.ok) return { ok: false, why: read.error }
  const admitting = new Set(parsed.policy.statements.filter(admitsGithub).map(({ index }) => index))
  const edited = read.raw.statements.map((raw, index) =>
    admitting.has(index) ? withCounterparts(raw, facts) : raw,
  )
  const both = editStatements(document, read.raw, edited)
  const refused = target.subjects.filter((subject) => isRefused(both, subject, target))
  if (refused.length === 0) return { ok: true, document: both }
  // The classic subjects come along, so that renewing a clause of ours keeps them.
  const classic = refused.flatMap((subject) => classicForm(subject, facts) ?? [])
  const standing = classic.filter((subject) => names(parsed.policy, subject))
  return admitSubjects(both, { ...target, subjects: [...standing, ...refused] })
}

/** What hangs on a clause that only a run meets is left as its author meant it. */
function isRefused(document: string, subject: string, target: TrustTarget): boolean {
  const parsed = parsePolicy(document)
  if (!parsed.ok) return true
  const claims = { ...target.claims, sub: subject, aud: target.audience }
  const token = { claims, open: claimsBeside(claims), context: KNOWN_IN_RUN }
  const { allowed, certain } = evaluateTrust(parsed.policy, { providerArn: target.providerArn, ...token })
  return !allowed && certain
}

/** The trust without the classic form of this repository. */
export function trustingImmutable(document: string, facts: RepositoryFacts): Withdrawal {
  return withoutValues(document, (claim, value) => claim === 'sub' && isClassic(value, facts))
}

/** Values of the trust that name this repository in the classic form. */
export function classicValues(document: string, facts: RepositoryFacts): string[] {
  const parsed = parsePolicy(document)
  if (!parsed.ok) return []
  return parsed.policy.statements
    .filter(admitsGithub)
    .flatMap(subjectsOf)
    .filter((value) => isClassic(value, facts))
}

/** Other repositories that the trust names, and patterns for several: what a change of a shared role must keep. */
export function othersIn(document: string, { repository }: RepositoryFacts): string[] {
  const parsed = parsePolicy(document)
  if (!parsed.ok) return []
  const named = parsed.policy.statements
    .filter(admitsGithub)
    .flatMap(subjectsOf)
    .flatMap((value) => {
      const parts = subjectParts(value)
      return parts ? [`${parts.owner}/${parts.name}`] : hasWildcard(value) ? [value] : []
    })
  return [...new Set(named)].filter((name) => name.toLowerCase() !== repository.toLowerCase())
}

function names({ statements }: PolicyDocument, subject: string): boolean {
  return statements.filter(admitsGithub).some((one) => subjectsOf(one).includes(subject))
}

function classicForm(subject: string, { owner, ownerId, name, id }: RepositoryFacts): string | null {
  const prefix = `repo:${owner}@${ownerId}/${name}@${id}`
  return subject.includes(prefix) ? subject.replace(prefix, `repo:${owner}/${name}`) : null
}

function withCounterparts(raw: RawStatement, facts: RepositoryFacts): RawStatement {
  if (!raw.Condition) return raw
  const condition = Object.entries(raw.Condition).map(([operator, clauses]) => [
    operator,
    Object.fromEntries(
      Object.entries(clauses).map(([key, value]) => [
        key,
        asksForString(operator) && /:sub$/i.test(key) ? bothForms(operator, value, facts) : value,
      ]),
    ),
  ])
  return { ...raw, Condition: Object.fromEntries(condition) }
}

function bothForms(operator: string, value: unknown, facts: RepositoryFacts): unknown {
  const values = (Array.isArray(value) ? value : [value]).map(String)
  const like = parseOperator(operator).base === 'stringlike'
  const missing = values.flatMap((one) => {
    // A star under StringEquals admits nobody, and needs no second form.
    const form = !like && hasWildcard(one) ? null : immutableForm(one, facts)
    const stands =
      form !== null && values.some((other) => (like ? matchesWildcard(other, form) : other === form))
    return form === null || stands ? [] : [form]
  })
  return missing.length === 0 ? value : [...values, ...missing]
}
