import { coversAction } from './action-pattern'
import { asksForString, evaluateConditions, parseOperator } from './condition'
import { type Condition, type PolicyDocument, parsePolicy, type Statement } from './policy-document'
import { editStatements, type RawStatement, readRawPolicy } from './policy-json'
import { type SubjectParts, subjectParts } from './subject-parts'
import { acceptedByIam } from './trust-acceptance'
import { claimsBeside, KNOWN_IN_RUN, tokenContext, WEB_IDENTITY_ACTION } from './trust-claims'
import { subjectClause, type TrustTarget, testClauses, trustStatements } from './trust-composition'
import { evaluateTrust, type TokenRequest } from './trust-evaluation'
import { withoutVariables } from './wildcard'

/** An edited trust document, or why Rolecall leaves it alone. */
export type TrustEdit = { ok: true; document: string } | { ok: false; why: string }

type RawCondition = NonNullable<RawStatement['Condition']>

/** No ref holds a `~` (git check-ref-format), so only an expanded wildcard matches it. */
const SAMPLE = '~any~'

/**
 * The smallest edit by which a trust document admits these subjects. A `sub` clause that names only our own
 * repository is renewed: what still admits a job of it stays, what is dead (an older name or form, a `*` under
 * StringEquals) goes. Else a statement is added. Whatever else the document holds keeps its bytes; one that admits the
 * subjects already is returned as it is.
 */
export function admitSubjects(document: string, target: TrustTarget): TrustEdit {
  const parsed = parsePolicy(document)
  const read = readRawPolicy(document)
  if (!parsed.ok) return { ok: false, why: `${parsed.error} Correct the trust policy in IAM first.` }
  if (!read.ok) return { ok: false, why: read.error }
  if (admitsAll(parsed.policy, target)) return { ok: true, document }
  const { statements } = read.raw
  const own = parsed.policy.statements.find((statement) => isOwn(statement, target))
  const edited = own
    ? statements.map((statement, index) => (index === own.index ? renew(statement, own, target) : statement))
    : [...statements, ...trustStatements(target)]
  return verified(editStatements(document, read.raw, edited), target)
}

/**
 * Adds the target's tests to the statements of our repository that lack one of them: by its ID, a trust outlives the
 * name. Only tests that hold for every token of the repository; other bytes stay.
 */
export function pinStatements(document: string, target: TrustTarget): TrustEdit {
  const parsed = parsePolicy(document)
  const read = readRawPolicy(document)
  if (!parsed.ok) return { ok: false, why: parsed.error }
  if (!read.ok) return { ok: false, why: read.error }
  const own = parsed.policy.statements.filter((one) => isOwn(one, target) && !testsAll(one, target))
  if (own.length === 0) return { ok: true, document }
  const loose = new Set(own.map(({ index }) => index))
  const edited = read.raw.statements.map((raw, index) =>
    loose.has(index) ? { ...raw, Condition: withTests(structuredClone(raw.Condition ?? {}), target) } : raw,
  )
  return verified(editStatements(document, read.raw, edited), target)
}

function testsAll({ conditions }: Statement, target: TrustTarget): boolean {
  return Object.keys(target.tests ?? {}).every((claim) =>
    conditions.some((one) => isClaim(one, target, claim) && holdsAlways(one, target)),
  )
}

/** Proves the edit by evaluation, and by the check that IAM will make. */
function verified(document: string, target: TrustTarget): TrustEdit {
  const parsed = parsePolicy(document)
  if (!parsed.ok) return { ok: false, why: parsed.error }
  const verdict = acceptedByIam(parsed.policy)
  if (!verdict.accepted) {
    return {
      ok: false,
      why: `IAM takes no change to this trust policy until it is mended: ${verdict.whyNot}`,
    }
  }
  const denial = parsed.policy.statements.find((statement) => deniesFlatly(statement, parsed.policy, target))
  if (denial) {
    const name = denial.sid ? `"${denial.sid}"` : `number ${denial.index + 1}`
    return {
      ok: false,
      why: `Statement ${name} denies these subjects. Remove the denial by hand if it is not meant.`,
    }
  }
  const withoutDenials = { ...parsed.policy, statements: parsed.policy.statements.filter(allows) }
  if (admitsAll(withoutDenials, target)) return { ok: true, document }
  return {
    ok: false,
    why: 'The trust policy cannot be edited to admit these subjects. Write it anew by hand.',
  }
}

const allows = (statement: Statement) => statement.effect === 'Allow'

/** A Deny that tests anything but `sub` and `aud` cannot be judged from those two claims. */
function deniesFlatly(statement: Statement, policy: PolicyDocument, target: TrustTarget): boolean {
  if (allows(statement) || !statement.conditions.every((c) => isClaim(c, target, 'sub', 'aud'))) return false
  const alone = { ...policy, statements: [statement] }
  return target.subjects.some((subject) => evaluateTrust(alone, request(subject, target)).decidedBy !== null)
}

function admitsAll(policy: PolicyDocument, target: TrustTarget): boolean {
  return target.subjects.every((subject) =>
    combinations(target).every(
      (claims) => evaluateTrust(policy, request(subject, { ...target, claims })).allowed,
    ),
  )
}

/** The claims of every token that passes the target's tests. */
function combinations({ claims = {}, tests = {} }: TrustTarget): Record<string, string>[] {
  return Object.entries(tests).reduce<Record<string, string>[]>(
    (sofar, [claim, values]) =>
      sofar.flatMap((some) => values.map((value) => ({ ...some, [claim]: sample(value) }))),
    [claims],
  )
}

function request(subject: string, { providerArn, audience, claims }: TrustTarget): TokenRequest {
  const certain = { ...claims, ...claimsIn(subject), sub: sample(subject), aud: audience }
  return { providerArn, claims: certain, open: claimsBeside(certain), context: KNOWN_IN_RUN }
}

/** The claims that a subject of the default form repeats. */
function claimsIn(subject: string): Record<string, string> {
  const { environment, ref } =
    /:(?:environment:(?<environment>[^:*?]+)|ref:(?<ref>[^:*?]+))$/.exec(subject)?.groups ?? {}
  return { ...(environment && { environment: environment.replaceAll('%3A', ':') }), ...(ref && { ref }) }
}

function sample(subject: string): string {
  return subject.replaceAll(/[*?]/g, SAMPLE)
}

function isClaim({ key }: Condition, { issuerHost }: TrustTarget, ...claims: string[]): boolean {
  return claims.some((claim) => key.toLowerCase() === `${issuerHost}:${claim}`.toLowerCase())
}

/**
 * Ours to renew: trusts this provider alone, and tests nothing but `aud`, a `sub` of our repository, and what holds for
 * every token of it, such as its ID. What is wanted only of some tokens, such as a called workflow, gets a statement of
 * its own.
 */
function isOwn(statement: Statement, target: TrustTarget): boolean {
  const { principals } = statement
  const onlyProvider =
    principals?.negated === false &&
    principals.entries.length === 1 &&
    principals.entries[0]?.kind === 'Federated' &&
    principals.entries[0].value === target.providerArn
  const subjects = statement.conditions.filter((condition) => isClaim(condition, target, 'sub'))
  return (
    allows(statement) &&
    onlyProvider &&
    !statement.resources &&
    coversAction(statement.actions, WEB_IDENTITY_ACTION) &&
    statement.conditions.every((one) => isClaim(one, target, 'sub', 'aud') || holdsAlways(one, target)) &&
    Object.keys(target.tests ?? {}).every((claim) => claim in (target.claims ?? {})) &&
    subjects.length > 0 &&
    subjects.every(({ operator, values }) => isExact(operator) && namesOnly(values, target))
  )
}

/** What holds whatever the case would lose by being written exactly: such a clause is left as it is. */
function isExact(operator: string): boolean {
  return asksForString(operator) && parseOperator(operator).base !== 'stringequalsignorecase'
}

function holdsAlways(condition: Condition, { providerArn, claims = {} }: TrustTarget): boolean {
  const context = tokenContext(providerArn, { claims, open: claimsBeside(claims) }, KNOWN_IN_RUN)
  return evaluateConditions([condition], context).every(({ holds }) => holds)
}

function namesOnly(values: string[], target: TrustTarget): boolean {
  return values.every((value) => target.subjects.some((subject) => sameRepository(value, subject)))
}

function sameRepository(value: string, subject: string): boolean {
  const [theirs, ours] = [subjectParts(value), subjectParts(subject)]
  const name = (parts: SubjectParts) => `${parts.owner}/${parts.name}`.toLowerCase()
  return theirs !== null && ours !== null && name(theirs) === name(ours)
}

function renew(raw: RawStatement, own: Statement, target: TrustTarget): RawStatement {
  const condition = structuredClone(raw.Condition ?? {})
  const subjects = own.conditions.filter((clause) => isClaim(clause, target, 'sub'))
  const kept = subjects.flatMap((clause) => clause.values).filter((value) => isLive(value, subjects, target))
  const { operator, value } = subjectClause([...kept, ...target.subjects.map(withoutVariables)])
  replaceKey(condition, `${target.issuerHost}:sub`, operator, value)
  const audiences = own.conditions.filter((clause) => isClaim(clause, target, 'aud'))
  if (!evaluateConditions(audiences, () => [target.audience]).every((verdict) => verdict.holds)) {
    replaceKey(condition, `${target.issuerHost}:aud`, 'StringEquals', target.audience)
  }
  return { ...raw, Condition: testsAll(own, target) ? condition : withTests(condition, target) }
}

function withTests(condition: RawCondition, target: TrustTarget): RawCondition {
  for (const [operator, clauses] of Object.entries(testClauses(target)))
    for (const [key, value] of Object.entries(clauses)) replaceKey(condition, key, operator, value)
  return condition
}

/** Still admits a job of our repository: spelled as now, not the classic form of an immutable name, and it matches. */
function isLive(value: string, clauses: Condition[], { subjects }: TrustTarget): boolean {
  const theirs = subjectParts(value)
  const spelledAlike = subjects.some((subject) => {
    const ours = subjectParts(subject)
    return (
      ours?.owner === theirs?.owner &&
      ours?.name === theirs?.name &&
      (!ours?.repositoryId || theirs?.repositoryId)
    )
  })
  return spelledAlike && evaluateConditions(clauses, () => [sample(value)]).every((verdict) => verdict.holds)
}

function replaceKey(condition: RawCondition, key: string, operator: string, value: string | string[]): void {
  for (const [name, keys] of Object.entries(condition)) {
    for (const present of Object.keys(keys)) {
      if (present.toLowerCase() === key.toLowerCase()) delete keys[present]
    }
    if (Object.keys(keys).length === 0 && name !== operator) delete condition[name]
  }
  condition[operator] = { ...condition[operator], [key]: value }
}
