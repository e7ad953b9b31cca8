import { z } from 'zod'
import { Failure } from './failure'
import { RepositoryName } from './ids'
import { decisiveRun, succeeded } from './links/last-run'
import { hiddenTemplate } from './links/trust-scopes'
import { providerArnOf } from './links/trust-subjects'
import { classicValues, immutableForm, othersIn, trustingBoth, trustingImmutable } from './migration-trust'
import type { RepositoryFacts, RoleObservation, SubjectSettings } from './observation'
import { type ChainContext, type Picture, pictureOf } from './picture'
import { valueOr } from './reading'
import { RunSummary } from './run'
import { presentsImmutable, repositoryClaims } from './subject'
import { accountIn, roleAt, targetsOf } from './target'
import { GITHUB_ISSUER_HOST, issuerHostOf, STS_AUDIENCE, type TrustTarget } from './trust-policy'
import { isOnlyCalled } from './workflow-file'

/** The stages on the way to immutable subjects, in order; each is read from what stands, none is remembered. */
export const MIGRATION_STAGES = ['classic', 'both-trusted', 'opted-in', 'proven', 'immutable'] as const
export const MigrationStage = z.enum(MIGRATION_STAGES)
export type MigrationStage = z.infer<typeof MigrationStage>

/** What leads to the next stage. */
export const MigrationStep = z.enum(['trust-both', 'opt-in', 'test-run', 'drop-classic'])
export type MigrationStep = z.infer<typeof MigrationStep>

/** Where one repository stands. `stage` null: it cannot be moved, or it cannot be told; `why` says so. */
export const MigrationState = z.object({
  repository: RepositoryName,
  stage: MigrationStage.nullable(),
  why: z.string().nullable(),
  next: MigrationStep.nullable(),
  /** ARNs of the roles whose trust is moved. */
  roles: z.array(z.string()),
  /** What is shared with others, and stays. */
  notes: z.array(z.string()),
})
export type MigrationState = z.infer<typeof MigrationState>

/** How far one repository was carried. */
export const MigrationEntry = z.object({
  repository: RepositoryName,
  before: MigrationStage.nullable(),
  after: MigrationStage.nullable(),
  /** Ids of the applications that undo takes, in order. */
  applications: z.array(z.string()),
  /** The run that proved the immutable subject, or failed to. */
  run: RunSummary.nullable(),
  failure: Failure.nullable(),
})
export type MigrationEntry = z.infer<typeof MigrationEntry>

/** A context, and since when tokens carry the IDs: in milliseconds, null where nobody here knows. */
export interface MigrationContext extends ChainContext {
  optedInAt: number | null
}

/** The repository's roles with the tokens that each must admit in the immutable form. */
export interface MovingRole {
  role: RoleObservation
  target: TrustTarget
}

/** What is moved, or why it cannot be. */
export type Moving = { ok: true; roles: MovingRole[]; settings: SubjectSettings } | { ok: false; why: string }

/** The stage of a repository and what leads to the next one. */
export function migrationState(context: MigrationContext): MigrationState {
  const { facts } = context.observation
  const moving = movingOf(context)
  const none = { repository: facts.repository, stage: null, next: null, roles: [], notes: [] }
  if (!moving.ok) return { ...none, why: moving.why }
  const { stage, next, why } = staged(context, moving.roles, moving.settings)
  const notes = next === null ? [] : moving.roles.flatMap(({ role }) => sharedNotes(role, facts))
  return {
    repository: facts.repository,
    stage,
    next: why === null ? next : null,
    why,
    roles: moving.roles.map(({ role }) => role.arn),
    notes,
  }
}

/** Whether `stage` has got as far as `wanted`. */
export function hasReached(stage: MigrationStage | null, wanted: MigrationStage): boolean {
  return stage !== null && MIGRATION_STAGES.indexOf(stage) >= MIGRATION_STAGES.indexOf(wanted)
}

interface Staged {
  stage: MigrationStage
  next: MigrationStep | null
  why: string | null
}

function staged(context: MigrationContext, roles: readonly MovingRole[], settings: SubjectSettings): Staged {
  const { facts } = context.observation
  const edits = roles.map(({ role, target }) => ({ role, edit: trustingBoth(role.trust, facts, target) }))
  const left = edits.find(({ edit }) => !edit.ok)?.edit
  if (left && !left.ok) return { stage: 'classic', next: 'trust-both', why: left.why }
  const both = edits.every(({ role, edit }) => edit.ok && edit.document === role.trust)
  const immutable = presentsImmutable(settings)
  if (!both) return { stage: 'classic', next: 'trust-both', why: null }
  if (!immutable) return { stage: 'both-trusted', next: 'opt-in', why: lackingRight(facts) }
  if (roles.every(({ role }) => classicValues(role.trust, facts).length === 0))
    return { stage: 'immutable', next: null, why: null }
  if (!isProven(pictureOf(context), context.optedInAt))
    return { stage: 'opted-in', next: 'test-run', why: null }
  const drops = roles.map(({ role }) => trustingImmutable(role.trust, facts))
  const stuck = drops.find((drop) => !drop.ok || drop.document === null)
  const why = stuck ? (stuck.ok ? 'Nothing would be left of the trust policy.' : stuck.why) : null
  return { stage: 'proven', next: 'drop-classic', why }
}

/** What must be known before a repository can be moved, in the order in which it is asked. */
export function movingOf(context: ChainContext): Moving {
  const { facts, subject } = context.observation
  if (facts.archived) return refused('The repository is archived: no job of it runs.')
  if (!subject.known) return refused(subject.failure.sentence)
  const hidden = hiddenTemplate(subject.value)
  if (hidden) return refused(hidden.sentence)
  const settings = subject.value
  if (settings.prefix === null && !settings.immutable)
    return refused('This GitHub has no immutable subjects, as GitHub Enterprise Server has none.')
  if (!settings.useDefault && !settings.claimKeys.includes('repo'))
    return refused('The template of the subject has no `repo`, so that the IDs would not show in it.')
  return rolesOf(pictureOf(context), settings)
}

function rolesOf(picture: Picture, settings: SubjectSettings): Moving {
  const targets = targetsOf(picture)
  if (targets.length === 0 || !picture.setup)
    return refused('No workflow here takes a role: there is nothing to move.')
  const roles = new Map<string, MovingRole>()
  for (const { role: reference, job } of targets) {
    if (!reference) return refused('The role of a job is not known: its ARN cannot be read.')
    const account = accountIn(picture, reference.account)
    if (!account.known) return refused(account.failure.sentence)
    if (!account.value.roles.known) return refused(account.value.roles.failure.sentence)
    const role = roleAt(account.value, reference)
    if (!role) return refused(`${reference.arn} does not stand. Set the repository up first.`)
    const before = roles.get(role.arn)?.target.subjects ?? []
    const subjects = [...new Set([...before, ...immutableSubjects(job, picture.observation.facts)])]
    const target = targetOf(providerArnOf(account.value), subjects, picture.observation.facts)
    roles.set(role.arn, { role, target })
  }
  return { ok: true, roles: [...roles.values()], settings }
}

function immutableSubjects(
  job: ReturnType<typeof targetsOf>[number]['job'],
  facts: RepositoryFacts,
): string[] {
  return valueOr(job?.subjects ?? { known: true, value: [] }, [])
    .filter(({ exact }) => exact)
    .map(({ subject }) => immutableForm(subject, facts) ?? subject)
}

function targetOf(providerArn: string, subjects: string[], facts: RepositoryFacts): TrustTarget {
  const claims = repositoryClaims(facts)
  const issuerHost = issuerHostOf(providerArn) ?? GITHUB_ISSUER_HOST
  return { providerArn, issuerHost, audience: STS_AUDIENCE, subjects, claims }
}

/** A success since the opt-in, and no workflow of ours that has failed since. */
function isProven({ observation, workflows }: Picture, optedInAt: number | null): boolean {
  if (optedInAt === null) return false
  const since = Math.floor(optedInAt / 1000) * 1000
  const runs = valueOr(observation.runs, []).filter(({ createdAt }) => Date.parse(createdAt) >= since)
  const decisive = workflows
    .filter(({ file }) => !isOnlyCalled(file.triggers))
    .flatMap(({ observed }) => decisiveRun(observed.path, runs) ?? [])
  return decisive.length > 0 && decisive.every(succeeded)
}

/** Setting the subject's form takes more than reading. */
function lackingRight({ permission, repository }: RepositoryFacts): string | null {
  if (permission !== 'read' && permission !== 'triage') return null
  return `The GitHub identity may only ${permission} ${repository}. Someone who administers it must opt in.`
}

function sharedNotes({ name, trust }: RoleObservation, facts: RepositoryFacts): string[] {
  const others = othersIn(trust, facts)
  if (others.length === 0) return []
  return [`The role ${name} is shared with ${others.join(', ')}: what it says of them stays.`]
}

function refused(why: string): Moving {
  return { ok: false, why }
}
