import { InvalidArgumentError } from 'commander'
import { MOST_TESTS_AT_ONCE } from '../../shared/contract/test-runs'
import { AI_IMPLEMENT, AWS_VARIABLES } from '../../shared/domain/convention'
import { OwnerLogin, TeamName, Topic } from '../../shared/domain/fleet-choice'
import { readHost } from '../../shared/domain/github-host'
import {
  AccountId,
  ModelId,
  PolicyArn,
  Region,
  RepositoryName,
  RoleName,
  RolePath,
} from '../../shared/domain/ids'
import { MIGRATION_STAGES, MigrationStage } from '../../shared/domain/migration'
import { ValueRequest } from '../../shared/domain/plan'
import { RunOutcome } from '../../shared/domain/run-filter'
import {
  type Convention,
  Holder,
  ModelBreadth,
  RoleTags,
  SubjectScope,
  Template,
} from '../../shared/domain/setup'
import { EnterpriseSlug } from '../../shared/domain/token-issuer'

/* What is typed is checked before anything is opened; a mistake is told by the flag that it stands at. */

type Check<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } }

function checked<T>(schema: { safeParse(text: string): Check<T> }, says?: string): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text)
    if (parsed.success) return parsed.data
    throw new InvalidArgumentError(says ?? parsed.error.issues[0]?.message ?? '')
  }
}

export const repositoryName = checked(RepositoryName, 'Write it as owner/name.')
export const accountId = checked(AccountId)
export const regionCode = checked(Region)
export const modelId = checked(
  ModelId,
  'Write a model ID or an inference profile ID, such as eu.anthropic.claude-sonnet-4-6.',
)
export const roleName = checked(RoleName)
export const templateName = checked(Template, `Write one of ${Template.options.join(', ')}.`)

export const breadthName = checked(ModelBreadth, `Write one of ${ModelBreadth.options.join(', ')}.`)
export const rolePath = checked(RolePath)

const policyArn = checked(PolicyArn, 'Write the ARN of a managed policy, or none.')

/** The ARN of a boundary; `none` takes one away. */
export function boundaryArn(text: string): PolicyArn | 'none' {
  return text === 'none' ? text : policyArn(text)
}

/** One `key=value` of IAM, added to those before it. */
export function roleTag(text: string, sofar: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=')
  const tags = RoleTags.safeParse({ ...sofar, [text.slice(0, equals)]: text.slice(equals + 1) })
  if (equals < 1 || !tags.success) throw new InvalidArgumentError('Write it as key=value, as IAM takes tags.')
  return tags.data
}

export const migrationStage = checked(MigrationStage, `Write one of ${MIGRATION_STAGES.join(', ')}.`)

const SCOPES =
  'Write any, branch:NAME, tag:NAME, environment:NAME, pull-request, organization, or workflow:owner/repo/.github/workflows/file.yml@ref.'

/** One scope, added to those before it: a kind, and after a colon its name. */
export function subjectScope(text: string, sofar: SubjectScope[]): SubjectScope[] {
  const [, kind = '', rest] = /^([a-z-]+)(?::(.+))?$/s.exec(text) ?? []
  const value = kind === 'workflow' ? { reference: rest } : rest === undefined ? {} : { name: rest }
  const scope = SubjectScope.safeParse({ kind, ...value })
  const isNamed = ['branch', 'tag', 'environment', 'workflow'].includes(kind)
  if (!scope.success || isNamed !== (rest !== undefined)) throw new InvalidArgumentError(SCOPES)
  return [...sofar, scope.data]
}

const oneRepository = checked(RepositoryName)

/** A flag that takes several repositories. */
export function repositoryNames(text: string, sofar: RepositoryName[]): RepositoryName[] {
  return [...sofar, oneRepository(text)]
}

export const ownerLogin = checked(OwnerLogin, 'Write the login of an organization or a user.')
export const enterpriseSlug = checked(EnterpriseSlug)

/** Flags that take several of what a fleet may be chosen by. */
export const ownerNames = eachOf(checked(OwnerLogin))
export const topicNames = eachOf(checked(Topic))
export const teamNames = eachOf(checked(TeamName))

function eachOf<T>(read: (text: string) => T): (text: string, sofar?: T[]) => T[] {
  return (text, sofar = []) => [...sofar, read(text)]
}

/** The number of a run: GitHub's have eleven digits by now. */
export function runNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}

/** How many test runs go at once. */
export function runsAtOnce(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || count > MOST_TESTS_AT_ONCE)
    throw new InvalidArgumentError(`Write a whole number from 1 to ${MOST_TESTS_AT_ONCE}.`)
  return count
}

/** One `name=value`, added to those before it. */
export function workflowInput(text: string, sofar: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Write it as name=value.')
  return { ...sofar, [text.slice(0, equals)]: text.slice(equals + 1) }
}

/** A text that may not be empty, as the value of an unset variable is. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}

/** `NAME=VALUE` of a variable, or the name alone of what standard input holds. */
export interface Assignment {
  name: string
  /** Null: not on the command line, where other processes could read it. */
  value: string | null
}

/** Reads `NAME=VALUE`, or `NAME`. */
export function assignment(text: string): Assignment {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const value = equals < 0 ? null : text.slice(equals + 1)
  const parsed = ValueRequest.safeParse({ name, value: value ?? 'x', environment: null })
  if (parsed.success) return { name, value }
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'Write it as NAME=VALUE.')
}

const HOLDERS =
  'Write it as variable:NAME or secret:NAME, with @organization or @environment:NAME after it where it is not the repository’s.'

/** Where one setting is kept: `variable:AWS_REGION`, `secret:ROLE@environment:prod`, `variable:MODEL@organization`. */
export function holder(text: string): Holder {
  const [, kind, name, level, environment] =
    /^(variable|secret):(\w+)(?:@(repository|organization|environment)(?::(.+))?)?$/s.exec(text) ?? []
  const parsed = Holder.safeParse({
    kind,
    name,
    ...(level && level !== 'repository' && { level: { kind: level, ...(environment && { environment }) } }),
  })
  const isNamed = environment !== undefined
  if (!parsed.success || isNamed !== (level === 'environment')) throw new InvalidArgumentError(HOLDERS)
  return parsed.data
}

/** The same; `none` where the workflow names the model itself. */
export function holderOrNone(text: string): Holder | 'none' {
  return text === 'none' ? text : holder(text)
}

/** A convention by its name. */
export function conventionName(text: string): Convention {
  const found = [AWS_VARIABLES, AI_IMPLEMENT].find(({ id }) => id === text)
  if (found) return found
  throw new InvalidArgumentError(
    'Write aws-variables or ai-implement; other names are given by --role-in, --region-in and --model-in.',
  )
}

const DAY_MS = 86_400_000
const SPANS: Readonly<Record<string, number>> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS }

/** An instant: some hours, days or weeks ago (`12h`, `7d`, `2w`), or a day such as `2026-11-01`. */
export function pastInstant(text: string): string {
  const [, n, unit] = /^([1-9]\d{0,3})([hdw])$/.exec(text) ?? []
  const ago = SPANS[unit ?? '']
  if (n !== undefined && ago !== undefined) return new Date(Date.now() - Number(n) * ago).toISOString()
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (isDay) return new Date(text).toISOString()
  throw new InvalidArgumentError('Write 12h, 7d, 2w, or a day such as 2026-11-01.')
}

const oneOutcome = checked(RunOutcome, `Write one of ${RunOutcome.options.join(', ')}.`)

/** A flag that takes several states of runs. */
export function runOutcomes(text: string, sofar: RunOutcome[]): RunOutcome[] {
  return [...sofar, oneOutcome(text)]
}

/** A flag that takes several names. */
export function someTexts(text: string, sofar: string[]): string[] {
  return [...sofar, someText(text)]
}

/** The name of a GitHub’s host, of what a person writes for it. */
export function githubHost(text: string): string {
  const read = readHost(text)
  if (read.ok) return read.host.host
  throw new InvalidArgumentError(read.says)
}
