import { asksForString } from './condition'
import type { RepositoryFacts } from './observation'
import { type PolicyDocument, parsePolicy, type Statement } from './policy-document'
import { editStatements, type RawStatement, readRawPolicy } from './policy-json'
import { subjectParts } from './subject-parts'
import { acceptedByIam } from './trust-acceptance'
import { admitsGithub } from './trust-claims'
import { hasWildcard, matchesWildcard } from './wildcard'

/**
 * A trust document without some subjects. `document` null: nobody else was trusted, and IAM stores no empty trust, so
 * that the role itself has no use left. `wider` are the patterns that name more than what was withdrawn, and stay.
 */
export type Withdrawal = { ok: true; document: string | null; wider: string[] } | { ok: false; why: string }

/** Which value of a clause goes; `claim` is the bare name, in lower case. */
type Goes = (claim: string, value: string) => boolean

/**
 * Tear-down's door: takes a repository out of a trust document. Values that name it alone go, in either form, by name
 * or by ID; a statement that is left without any goes whole. Every other byte stays.
 */
export function withdrawSubjects(document: string, facts: RepositoryFacts): Withdrawal {
  const withdrawn = withoutValues(document, (claim, value) => namesRepository(claim, value, facts))
  if (!withdrawn.ok) return withdrawn
  return { ...withdrawn, wider: withdrawn.document === null ? [] : widerThan(withdrawn.document, facts) }
}

/** Whether a clause on this claim names this repository and no other by the value. */
export function namesRepository(claim: string, value: string, facts: RepositoryFacts): boolean {
  const name = facts.repository.toLowerCase()
  if (claim === 'repository_id') return value === String(facts.id)
  if (claim === 'repository') return value.toLowerCase() === name
  if (claim !== 'sub') return false
  const parts = subjectParts(value)
  if (parts) return `${parts.owner}/${parts.name}`.toLowerCase() === name
  return (
    hasSegment(value, `repository_id:${facts.id}`) ||
    hasSegment(value.toLowerCase(), `repository:${name}`) ||
    hasSegment(value.toLowerCase(), `repo:${name}`)
  )
}

/** A customised subject is a row of `claim:value`, so that a name ends at a colon. */
function hasSegment(subject: string, segment: string): boolean {
  return `:${subject}:`.includes(`:${segment}:`)
}

/** Cuts values out of the clauses that let GitHub jobs in, and statements whose clause has none left. */
export function withoutValues(document: string, goes: Goes): Withdrawal {
  const parsed = parsePolicy(document)
  const read = readRawPolicy(document)
  if (!parsed.ok) return { ok: false, why: `${parsed.error} Correct the trust policy in IAM first.` }
  if (!read.ok) return { ok: false, why: read.error }
  const admitting = new Set(parsed.policy.statements.filter(admitsGithub).map(({ index }) => index))
  const edited = read.raw.statements.map((raw, index) => (admitting.has(index) ? cut(raw, goes) : raw))
  const left = edited.filter((raw) => raw !== null)
  if (!left.some(({ Effect }) => Effect === 'Allow')) return { ok: true, document: null, wider: [] }
  const lighter = editStatements(
    document,
    read.raw,
    edited.map((raw, index) => raw ?? read.raw.statements[index] ?? {}),
  )
  const again = readRawPolicy(lighter)
  if (!again.ok) return { ok: false, why: again.error }
  return stored(left.length === edited.length ? lighter : editStatements(lighter, again.raw, left))
}

function stored(document: string): Withdrawal {
  const parsed = parsePolicy(document)
  if (!parsed.ok) return { ok: false, why: parsed.error }
  const verdict = acceptedByIam(parsed.policy)
  if (verdict.accepted) return { ok: true, document, wider: [] }
  return {
    ok: false,
    why: `IAM takes no change to this trust policy until it is mended: ${verdict.whyNot}`,
  }
}

/** Null where a clause would be left without a value. */
function cut(raw: RawStatement, goes: Goes): RawStatement | null {
  const condition: NonNullable<RawStatement['Condition']> = {}
  for (const [operator, clauses] of Object.entries(raw.Condition ?? {})) {
    condition[operator] = {}
    for (const [key, value] of Object.entries(clauses)) {
      const kept = asksForString(operator) ? valuesLeft(key, value, goes) : value
      if (kept === null) return null
      condition[operator] = { ...condition[operator], [key]: kept }
    }
  }
  return { ...raw, ...(raw.Condition && { Condition: condition }) }
}

function valuesLeft(key: string, value: unknown, goes: Goes): unknown {
  const claim = key.slice(key.lastIndexOf(':') + 1).toLowerCase()
  const values = Array.isArray(value) ? value : [value]
  const kept = values.filter((one) => !goes(claim, String(one)))
  if (kept.length === values.length) return value
  return kept.length === 0 ? null : kept
}

function widerThan(document: string, facts: RepositoryFacts): string[] {
  const parsed = parsePolicy(document)
  return parsed.ok ? subjectsAdmitting(parsed.policy).filter((value) => covers(value, facts)) : []
}

function subjectsAdmitting({ statements }: PolicyDocument): string[] {
  return statements.filter(admitsGithub).flatMap(subjectsOf)
}

/** The values that a statement admits subjects by. */
export function subjectsOf({ conditions }: Statement): string[] {
  return conditions
    .filter(({ operator, key }) => asksForString(operator) && /:sub$/i.test(key))
    .flatMap(({ values }) => values)
}

function covers(value: string, facts: RepositoryFacts): boolean {
  const forms = [facts.repository, `${facts.owner}@${facts.ownerId}/${facts.name}@${facts.id}`]
  return hasWildcard(value) && forms.some((form) => matchesWildcard(value, `repo:${form}:ref:refs/heads/x`))
}
