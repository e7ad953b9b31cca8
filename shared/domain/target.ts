import { failure } from './failure'
import { type AccountId, ModelId, parseRoleArn, partitionOf, Region, type RoleName, roleArn } from './ids'
import { isModelArn, type ModelResolution, resolveModel, suggestProfile } from './models'
import type { AccountObservation, RoleObservation } from './observation'
import { isCalledOnly, type OurJob, type Picture } from './picture'
import { known, type Reading, unread } from './reading'
import type { SettingInForce } from './setting-in-force'
import type { Setup } from './setup'
import { gapModel } from './workflow-md'

/** A role by its ARN. */
export interface RoleReference {
  arn: string
  account: AccountId
  name: RoleName
  path: string
}

/** What one job calls Bedrock with. A setting that is not in force is taken from the setup, which a plan puts there. */
export interface Target {
  /** Null: no job of ours stands yet, and the setup itself is measured. */
  job: OurJob | null
  role: RoleReference | null
  region: Region | null
  model: ModelId | null
}

/** What is measured: each Bedrock job, else the setup; empty when nothing is wanted, or others call what stands. */
export function targetsOf(picture: Picture): Target[] {
  const { setup, account, jobs } = picture
  if (isCalledOnly(picture)) return []
  if (jobs.length === 0) {
    return setup
      ? [{ job: null, role: roleOfSetup(setup, account), region: setup.region, model: setup.model }]
      : []
  }
  return jobs.map((job) => ({
    job,
    role: referenceOf(job.role) ?? (setup ? roleOfSetup(setup, account) : null),
    region: parsed(Region, job.callRegion ?? job.region) ?? setup?.region ?? null,
    model: parsed(ModelId, job.model) ?? setup?.model ?? null,
  }))
}

/** What is called: each target, and of a job that takes its models from `WORKFLOW.md` the gap analysis by itself. */
export function calledTargets(picture: Picture): (Target & { use: 'gap-analysis' | null })[] {
  return targetsOf(picture).flatMap((target) => {
    const gap = target.job?.frontMatter && gapModel(target.job.frontMatter)
    const first = { ...target, use: null }
    return gap ? [first, { ...target, model: gap, use: 'gap-analysis' as const }] : [first]
  })
}

/** The role that a setup means: the one of that name where it stands, else where a plan would create it. */
export function roleOfSetup(setup: Setup, account: AccountObservation | null): RoleReference {
  const mine = account?.account === setup.account ? account : null
  const standing = mine ? roleNamed(mine, setup.role) : null
  if (standing) {
    return { arn: standing.arn, account: setup.account, name: standing.name, path: standing.path }
  }
  const partition = mine?.partition ?? partitionOf(setup.region)
  const path = setup.rolePath ?? '/'
  return {
    arn: roleArn(partition, setup.account, setup.role, path),
    account: setup.account,
    name: setup.role,
    path,
  }
}

/** The role that a setting names; null when it names none, or in no valid form. */
export function referenceOf(setting: SettingInForce): RoleReference | null {
  return setting.kind === 'value' ? parseReference(setting.value) : null
}

/** Reads a role ARN; null when it is none. */
export function parseReference(text: string): RoleReference | null {
  const parts = parseRoleArn(text)
  return parts ? { arn: text.trim(), account: parts.account, name: parts.name, path: parts.path } : null
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  setting: SettingInForce,
): T | null {
  if (setting.kind !== 'value') return null
  const result = schema.safeParse(setting.value)
  return result.success ? result.data : null
}

/** A role by name among those that were read; IAM names are unique in an account without regard to case. */
export function roleNamed({ roles }: AccountObservation, name: string): RoleObservation | null {
  if (!roles.known) return null
  return rolesByName(roles.value).get(name.toLowerCase()) ?? null
}

/** The role that a reference means, among those that were read. */
export function roleAt(account: AccountObservation, reference: RoleReference): RoleObservation | null {
  const namesake = roleNamed(account, reference.name)
  return namesake?.arn === reference.arn ? namesake : null
}

/** Observations are never changed, and a fleet looks into the same account for each of its repositories. */
const BY_NAME = new WeakMap<readonly RoleObservation[], ReadonlyMap<string, RoleObservation>>()

function rolesByName(roles: readonly RoleObservation[]): ReadonlyMap<string, RoleObservation> {
  const index = BY_NAME.get(roles) ?? new Map(roles.map((role) => [role.name.toLowerCase(), role]))
  BY_NAME.set(roles, index)
  return index
}

/** The account of a role as it was observed, or why nothing can be said of it. */
export function accountIn(
  { account, accountFailure }: Picture,
  wanted: AccountId,
): Reading<AccountObservation> {
  if (account?.account === wanted) return known(account)
  if (account === null && accountFailure) return unread(accountFailure)
  return unread(
    failure(
      'not-connected',
      `The AWS account ${wanted} is not connected. Connect a profile that reaches it.`,
      {
        kind: 'connect-aws',
        profile: null,
      },
    ),
  )
}

/** What a model ID means where it is called. */
export function modelIn(
  account: AccountObservation,
  region: Region,
  model: ModelId,
): Reading<ModelResolution> {
  const read = account.regions.find((candidate) => candidate.region === region)
  if (!read)
    return unread(failure('upstream', `The models of ${region} in ${account.account} were not read.`))
  if (!read.models.known) return read.models
  if (model.startsWith('arn:') && !isModelArn(model)) {
    return unread(
      failure(
        'invalid',
        `${model} is neither a foundation model nor an inference profile: what it needs is not known here.`,
        { kind: 'correct-input', field: 'model' },
      ),
    )
  }
  const { partition } = account
  return known(
    resolveModel(model, { region, account: account.account, partition, models: read.models.value }),
  )
}

/**
 * The model that permissions are measured by: where the ID cannot be called as it is (another region's prefix, a
 * model behind a profile), the one that a repair would write in its place.
 */
export function callableModel(
  account: AccountObservation,
  region: Region,
  model: ModelId,
): Reading<{ model: ModelId; resolution: ModelResolution }> {
  const read = modelIn(account, region, model)
  if (!read.known) return read
  const resolution = read.value
  const unfit = unfitness(resolution, account, region)
  if (!unfit) return known({ model, resolution })
  const instead = unfit.suggestion === null ? null : modelIn(account, region, unfit.suggestion)
  if (unfit.suggestion !== null && instead?.known) {
    return known({ model: unfit.suggestion, resolution: instead.value })
  }
  return unread(
    failure('invalid', `${unfit.why} Choose another model first.`, { kind: 'correct-input', field: 'model' }),
  )
}

/** Why a model cannot be called as it is written; null where it can, or where that could not be read. */
export function whyNotCallable(account: AccountObservation, region: Region, model: ModelId): string | null {
  const read = modelIn(account, region, model)
  if (read.known) return unfitness(read.value, account, region)?.why ?? null
  return read.failure.reason === 'invalid' ? read.failure.sentence : null
}

function unfitness(
  resolution: ModelResolution,
  account: AccountObservation,
  region: Region,
): { why: string; suggestion: ModelId | null } | null {
  if (resolution.kind === 'wrong-region' || resolution.kind === 'unknown') return resolution
  if (resolution.kind === 'profile' || resolution.onDemand) return null
  const why = `${resolution.model} is called only through an inference profile.`
  return { why, suggestion: profileFor(resolution.model, account, region) }
}

/** The profile through which a foundation model is called in this region; null when none was read. */
export function profileFor(foundation: string, account: AccountObservation, region: Region): ModelId | null {
  const read = account.regions.find((candidate) => candidate.region === region)?.models
  return read?.known ? suggestProfile(foundation, read.value) : null
}
