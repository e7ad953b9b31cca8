import { asksForString, parseOperator } from './condition'
import type { LintLevel } from './finding'
import type { PolicyDocument, Statement } from './policy-document'
import { type SubjectParts, subjectParts } from './subject-parts'
import { admitsGithub, GITHUB_ISSUER_HOST, githubProvidersOf, issuerHostOf } from './trust-claims'
import { hasWildcard } from './wildcard'

export type TrustRule =
  | 'no-sub'
  | 'sub-all'
  | 'owner-without-slash'
  | 'org-wide'
  | 'for-all-values'
  | 'classic-only'
  | 'id-wildcard'
  | 'any-ref'
  | 'pull-request-shared'
  | 'no-aud'
  | 'wildcard-under-equals'

/** A weakness of a trust policy that works. `says` names the statement's value where there is one. */
export interface TrustLint {
  level: LintLevel
  rule: TrustRule
  says: string
}

/** The weaknesses that field-notes §9 lists, for every statement that lets GitHub jobs in; each rule once. */
export function lintTrust(policy: PolicyDocument): TrustLint[] {
  const admitting = policy.statements.filter(admitsGithub)
  const found = admitting.flatMap((statement) => [
    ...lintKeys(statement),
    ...admittedSubjects(statement).flatMap((subject) => lintSubject(subject, statement)),
  ])
  const lints = [...found, ...lintSharing(admitting)]
  return lints.filter((lint, index) => lints.findIndex((other) => other.rule === lint.rule) === index)
}

function lintKeys(statement: Statement): TrustLint[] {
  const lints: TrustLint[] = []
  if (!binds(statement, 'sub') && !pins(statement, 'repository', 'repository_id'))
    lints.push(lintWithoutSubject(statement))
  const vacuous = statement.conditions.find(
    (condition) => parseOperator(condition.operator).qualifier === 'all',
  )
  if (vacuous) {
    const says = `${vacuous.operator} on ${vacuous.key} also holds for a token without that claim.`
    lints.push({ level: 'high', rule: 'for-all-values', says })
  }
  if (!binds(statement, 'aud')) {
    lints.push({ level: 'medium', rule: 'no-aud', says: 'No clause tests the audience of the token.' })
  }
  return [...lints, ...lintLiterals(statement)]
}

function lintWithoutSubject(statement: Statement): TrustLint {
  const isOwned = pins(statement, 'repository_owner_id')
  const who = isOwned ? 'every repository of the owner' : `any repository ${whereFrom(statement)}`
  const says = `No clause tests the subject: ${who} may assume this role.`
  return isOwned ? { level: 'high', rule: 'org-wide', says } : { level: 'critical', rule: 'no-sub', says }
}

/** `StringEquals` knows no wildcards (IAM, condition operators), and no claim of GitHub's has such a character. */
function lintLiterals({ conditions }: Statement): TrustLint[] {
  const literal = conditions.find(
    ({ operator, key, values }) =>
      asksForString(operator) &&
      parseOperator(operator).base !== 'stringlike' &&
      !isClaim(key, ['aud']) &&
      values.some(hasWildcard),
  )
  if (!literal) return []
  const { operator, key, values } = literal
  const says = `Under ${operator}, "${values.find(hasWildcard)}" of ${key} is compared letter by letter and admits nobody. Write StringLike, or the exact value.`
  return [{ level: 'low', rule: 'wildcard-under-equals', says }]
}

/** Whose jobs the providers of a statement vouch for. */
function whereFrom(statement: Statement): string {
  const issuers = githubProvidersOf(statement).flatMap((arn) => issuerHostOf(arn) ?? [])
  if (issuers.length === 0 || issuers.includes(GITHUB_ISSUER_HOST)) return 'on GitHub'
  return `whose tokens https://${issuers[0]} signs`
}

/**
 * A clause that asks for a value of one of these claims. `ForAllValues` is its own lint; `IfExists` binds, since every
 * GitHub token has these claims.
 */
function binds(statement: Statement, ...claims: string[]): boolean {
  return statement.conditions.some(
    (condition) => asksForString(condition.operator) && isClaim(condition.key, claims),
  )
}

/** As `binds`, with values that are written out. */
function pins({ conditions }: Statement, ...claims: string[]): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      asksForString(operator) && isClaim(key, claims) && !values.some((value) => hasWildcard(value)),
  )
}

function isClaim(key: string, claims: string[]): boolean {
  return claims.includes(key.toLowerCase().slice(key.lastIndexOf(':') + 1))
}

/** Of a value under StringEquals a `*` admits nobody, so that it is a mistake but no weakness. */
function admittedSubjects({ conditions }: Statement): string[] {
  return conditions
    .filter(({ operator, key }) => asksForString(operator) && isClaim(key, ['sub']))
    .flatMap(({ operator, values }) =>
      parseOperator(operator).base === 'stringlike' ? values : values.filter((value) => !hasWildcard(value)),
    )
}

interface BroadSubject extends TrustLint {
  pattern: RegExp
}

const ORG_WIDE: BroadSubject = {
  pattern: /^repo:[^/]+\/[^@:]*[*?]|^repo:[^/]+@[^/]*[*?][^/]*$/,
  level: 'high',
  rule: 'org-wide',
  says: 'lets in more than one repository of the owner.',
}

/** A wildcard in the owner without an ID behind it, then one in the name of the repository. */
const BROAD_SUBJECTS: BroadSubject[] = [
  {
    pattern: /^[^:]*[*?]|^repo:[*?]+(?:$|[:/])/,
    level: 'critical',
    rule: 'sub-all',
    says: 'lets in repositories of anybody.',
  },
  {
    pattern: /^repo:[^/@:]*[*?][^/@:]*(?:$|[/:])/,
    level: 'critical',
    rule: 'owner-without-slash',
    says: 'also lets in owners whose names look alike. Write the owner out, up to its slash.',
  },
  ORG_WIDE,
]

function lintSubject(subject: string, statement: Statement): TrustLint[] {
  const admitted = filledIn(subject)
  const broad = BROAD_SUBJECTS.find(({ pattern }) => pattern.test(admitted))
  if (broad && pins(statement, 'repository', 'repository_id')) return []
  if (broad) {
    // The owner's ID keeps everybody else out.
    const { level, rule, says } = pins(statement, 'repository_owner_id') ? ORG_WIDE : broad
    return [{ level, rule, says: `"${subject}" ${says}` }]
  }
  const parts = subjectParts(admitted)
  return parts ? lintRepository(subject, parts, statement) : []
}

/** A policy variable stands for whatever the token says of itself, so that it keeps nobody out. */
function filledIn(subject: string): string {
  return subject.replaceAll(/\$\{[^}*?$][^}]*\}/g, '*')
}

/** GitHub Enterprise Server has no immutable subjects (field-notes §1). */
function onlyClassic(statement: Statement): boolean {
  const providers = githubProvidersOf(statement)
  return providers.length > 0 && providers.every((provider) => provider.endsWith('/_services/token'))
}

/**
 * High where the namespace can be recycled, which GitHub alone knows; that a rename breaks it is certain: hence medium
 * (field-notes §9).
 */
function lintRepository(subject: string, parts: SubjectParts, statement: Statement): TrustLint[] {
  const lints: TrustLint[] = []
  if (
    parts.ownerId === null &&
    !onlyClassic(statement) &&
    !pins(statement, 'repository_id', 'repository_owner_id')
  ) {
    const says = `"${subject}" names the repository without its IDs: the next rename breaks it, and where GitHub gives a name that was left to somebody else, they are let in.`
    lints.push({ level: 'medium', rule: 'classic-only', says })
  }
  if (/[*?]/.test(`${parts.ownerId}${parts.repositoryId}`)) {
    lints.push({
      level: 'medium',
      rule: 'id-wildcard',
      says: `"${subject}" leaves the IDs open, which they are there to fix.`,
    })
  }
  if (/^[*?]+$/.test(parts.context)) {
    const says = `"${subject}" admits every branch, tag, environment and pull request.`
    lints.push({ level: 'medium', rule: 'any-ref', says })
  }
  return lints
}

/** A role is shared when its subjects name more than one repository. */
function lintSharing(statements: Statement[]): TrustLint[] {
  const subjects = statements.flatMap(admittedSubjects)
  const repositories = new Set(
    subjects.map((subject) =>
      subject
        .split(':')[1]
        ?.replaceAll(/@[^/]*/g, '')
        .toLowerCase(),
    ),
  )
  const pullRequest = subjects.find((subject) => subject.endsWith(':pull_request'))
  if (!pullRequest || repositories.size < 2) return []
  const says = `"${pullRequest}" admits pull requests to a role that other repositories use too.`
  return [{ level: 'medium', rule: 'pull-request-shared', says }]
}
