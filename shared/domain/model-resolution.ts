import type { AccountId, ModelId, Partition, Region } from './ids'
import type { FoundationModel, InferenceProfile, RegionModels } from './observation'

/** Where a model is looked up. */
export interface ModelPlace {
  region: Region
  account: AccountId
  partition: Partition
}

type Lifecycle = {
  /** Null where the region does not list the foundation model itself. */
  lifecycle: FoundationModel['lifecycle'] | null
  endOfLifeAt: string | null
  legacyAt?: string | null
}

/** A model ID that the region knows: what will be invoked. */
export type UsableModel =
  | ({ kind: 'foundation-model'; model: string; arn: string; onDemand: boolean } & Lifecycle)
  | ({ kind: 'profile'; profile: InferenceProfile; geo: string; model: string } & Lifecycle)

/** What a model ID means in a region, or why it means nothing and what to write instead. */
export type ModelResolution =
  | UsableModel
  | { kind: 'wrong-region'; why: string; suggestion: ModelId | null }
  | { kind: 'unknown'; why: string; suggestion: ModelId | null }

interface ModelReference {
  id: string
  region: string
  account: string | null
  kind: string
}

/** Geographies of system profiles (field-notes §3); the first part of a profile ID. */
const GEOGRAPHIES = new Set([
  'us',
  'us-gov',
  'eu',
  'apac',
  'jp',
  'au',
  'ca',
  'sa',
  'in',
  'me',
  'af',
  'global',
])

const MODEL_ARN =
  /^arn:[a-z-]+:bedrock:([a-z0-9-]*):(\d{12})?:(foundation-model|inference-profile|application-inference-profile)\/(.+)$/

/** Whether an ARN is that of a foundation model or an inference profile. Others, such as provisioned throughput, are not read. */
export function isModelArn(arn: string): boolean {
  return MODEL_ARN.test(arn)
}

/** Finds what a model ID, profile ID or ARN of either means for calls from this region (field-notes §3). */
export function resolveModel(model: ModelId, place: ModelPlace & { models: RegionModels }): ModelResolution {
  const reference = parseReference(model)
  const misplaced = reference && misplacedArn(model, reference, place)
  if (misplaced) return misplaced
  const id = reference?.id ?? model
  if (reference && !isWellFormed(model, reference, place)) return unresolved(model, id, place)
  const profile = place.models.profiles.find((one) => one.arn === model || (!reference && one.id === id))
  const isModel = !reference || reference.kind === 'foundation-model'
  const usable = profile ? usableProfile(profile, place.models) : isModel ? usableModel(id, place) : null
  return usable ?? unresolved(model, id, place)
}

/** A foundation model is nobody's, a profile some account's; Bedrock takes no ARN of another form. */
function isWellFormed(model: string, { kind, account }: ModelReference, { partition }: ModelPlace): boolean {
  return model.startsWith(`arn:${partition}:`) && (kind === 'foundation-model') === (account === null)
}

/** The profile by which a foundation model can be invoked from this region: of its geography, else global. */
export function suggestProfile(model: string, models: RegionModels): ModelId | null {
  const fitting = models.profiles.filter((one) => one.kind === 'SYSTEM_DEFINED' && modelOf(one) === model)
  return (fitting.find((one) => geographyOf(one.id) !== 'global') ?? fitting[0])?.id ?? null
}

/** Whether requests through a profile may be served anywhere: it lists a model without a region. */
export function isGlobal(profile: InferenceProfile): boolean {
  return geographyOf(profile.id) === 'global' || profile.modelArns.some((arn) => arn.split(':')[3] === '')
}

const VERSION_PART = /^v?\d+(?:[.:]\d+)*$/

/**
 * An ID pattern for every version of a model's family: `anthropic.claude-sonnet-4-6` → `anthropic.claude-sonnet-*`.
 * A version right after the first word keeps its `v`, so that `anthropic.claude-v2` does not become all of Claude.
 */
export function familyPattern(modelId: string): string {
  const parts = modelId.split('-')
  const last = parts.findLastIndex((part) => !VERSION_PART.test(part))
  const kept = parts.slice(0, Math.max(last, 0) + 1)
  const version = parts[kept.length]
  if (version === undefined) return modelId
  return `${kept.join('-')}-${kept.length === 1 && version.startsWith('v') ? 'v' : ''}*`
}

function parseReference(model: string): ModelReference | null {
  const [, region = '', account = null, kind = '', id] = MODEL_ARN.exec(model) ?? []
  return id === undefined ? null : { id, region, account, kind }
}

function misplacedArn(
  model: string,
  reference: ModelReference,
  { region, account, models }: ModelPlace & { models: RegionModels },
): ModelResolution | null {
  if (reference.account && reference.account !== account) {
    const why = `${model} belongs to account ${reference.account}, but the role is in ${account}.`
    return { kind: 'unknown', why, suggestion: equivalent(reference.id, models) }
  }
  if (reference.region === region) return null
  const where = reference.region || 'no region'
  const why = `${model} is of ${where}, but the jobs call Bedrock in ${region}.`
  return { kind: 'wrong-region', why, suggestion: equivalent(reference.id, models) }
}

function usableProfile(profile: InferenceProfile, models: RegionModels): UsableModel | null {
  const model = modelOf(profile)
  if (model === null) return null
  const geo = profile.kind === 'APPLICATION' ? 'application' : (profile.id.split('.')[0] ?? '')
  return {
    kind: 'profile',
    profile,
    geo,
    model,
    ...lifecycleOf(models.models.find((one) => one.id === model)),
  }
}

function usableModel(
  id: string,
  { region, partition, models }: ModelPlace & { models: RegionModels },
): UsableModel | null {
  const model = models.models.find((one) => one.id === id)
  if (!model) return null
  const arn = foundationModelArn(partition, region, id)
  return { kind: 'foundation-model', model: id, arn, onDemand: model.onDemand, ...lifecycleOf(model) }
}

/** The ARN of a foundation model; an empty region is the region-less form that global profiles need. */
export function foundationModelArn(partition: Partition, region: Region | '', model: string): string {
  return `arn:${partition}:bedrock:${region}::foundation-model/${model}`
}

function lifecycleOf(model: FoundationModel | undefined): Lifecycle {
  return {
    lifecycle: model?.lifecycle ?? null,
    endOfLifeAt: model?.endOfLifeAt ?? null,
    legacyAt: model?.legacyAt ?? null,
  }
}

function unresolved(
  model: string,
  id: string,
  { region, models }: ModelPlace & { models: RegionModels },
): ModelResolution {
  const suggestion = equivalent(id, models)
  const geo = geographyOf(id)
  const served = models.profiles.map((one) => geographyOf(one.id))
  if (geo && !served.includes(geo)) {
    return { kind: 'wrong-region', why: `A "${geo}." profile cannot be called from ${region}.`, suggestion }
  }
  return { kind: 'unknown', why: `Bedrock in ${region} has no model or profile ${model}.`, suggestion }
}

/** The same model as it is called in this region, else the current one of its family; null when there is none. */
function equivalent(id: string, models: RegionModels): ModelId | null {
  const model = geographyOf(id) ? id.slice(id.indexOf('.') + 1) : id
  const relatives = models.models
    .filter((one) => one.lifecycle === 'ACTIVE' && familyPattern(one.id) === familyPattern(model))
    .map((one) => one.id as string)
    .sort((a, b) => compareVersions(b, a))
  const names = [model, ...relatives]
  for (const name of names) {
    const found =
      suggestProfile(name, models) ?? models.models.find((one) => one.id === name && one.onDemand)?.id
    if (found) return found
  }
  return null
}

/**
 * What takes over from a model in this region: the newest active one of its maker's tier (`sonnet`, `haiku`, …), else of
 * its family, called through the same geography where it is offered. Null where none is, or it is the newest itself.
 */
export function successorOf(usable: UsableModel, models: RegionModels): ModelId | null {
  const maker = usable.model.split('.')[0] ?? ''
  const tier = TIERS.find((one) => usable.model.includes(one))
  const related = (id: string) =>
    tier ? id.startsWith(`${maker}.`) && id.includes(tier) : familyPattern(id) === familyPattern(usable.model)
  const [newest] = models.models
    .filter(({ id, lifecycle }) => lifecycle === 'ACTIVE' && id !== usable.model && related(id))
    .map(({ id }) => id)
    .sort((a, b) => compareVersions(b, a))
  if (newest === undefined || compareVersions(newest, usable.model) <= 0) return null
  const same =
    usable.kind === 'profile' ? models.profiles.find(({ id }) => id === `${usable.geo}.${newest}`) : null
  return same?.id ?? suggestProfile(newest, models) ?? newest
}

const TIERS = ['opus', 'sonnet', 'haiku', 'nova-micro', 'nova-lite', 'nova-pro', 'nova-premier']

/** By version numbers, then by date: `…-4-6` is newer than `…-4-5-20250929-v1:0`. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [versionOf(a), versionOf(b)]
  const at = left.findIndex((part, index) => part !== right[index])
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

/** Major, minor, date as `YYYYMMDD`; 0 where the ID has none. */
function versionOf(id: string): [number, number, number] {
  const numbers = id
    .split('-')
    .filter((part) => /^\d+$/.test(part))
    .map(Number)
  const [major = 0, minor = 0] = numbers.filter((part) => part < 1_000_000)
  return [major, minor, numbers.find((part) => part >= 1_000_000) ?? 0]
}

function modelOf(profile: InferenceProfile): string | null {
  return profile.modelArns[0]?.split(':foundation-model/')[1] ?? null
}

function geographyOf(id: string): string | null {
  const first = id.split('.')[0] ?? ''
  return GEOGRAPHIES.has(first) ? first : null
}
