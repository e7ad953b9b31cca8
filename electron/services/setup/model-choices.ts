import type { ModelChoice } from '../../../shared/contract/setup'
import { type AccountId, type ModelId, partitionOf, type Region } from '../../../shared/domain/ids'
import { daysLeft } from '../../../shared/domain/life'
import {
  type ModelResolution,
  resolveModel,
  successorOf,
  suggestProfile,
} from '../../../shared/domain/models'
import type { FoundationModel, InferenceProfile, RegionModels } from '../../../shared/domain/observation'
import type { Reading } from '../../../shared/domain/reading'

/** Where and when models are chosen. */
export interface ChoicePremises {
  account: AccountId
  region: Region
  form: Reading<'submitted' | 'missing'>
  /** Milliseconds since the epoch. */
  now: number
}

/** The Anthropic models and all profiles of a region: usable ones first, newest first; a refused one says why. */
export function modelChoices(models: RegionModels, premises: ChoicePremises): ModelChoice[] {
  const ids = [
    ...models.profiles.map(({ id }) => id),
    ...models.models.filter(({ id, onDemand }) => onDemand || isAnthropic(id)).map(({ id }) => id),
  ]
  return ids
    .map((id) => choiceOf(id, models, premises))
    .sort((a, b) => Number(b.usable) - Number(a.usable) || b.id.localeCompare(a.id))
}

function choiceOf(id: ModelId, models: RegionModels, premises: ChoicePremises): ModelChoice {
  const { account, region, form, now } = premises
  const resolution = resolveModel(id, { region, account, partition: partitionOf(region), models })
  const profile = models.profiles.find((candidate) => candidate.id === id)
  const foundation = 'model' in resolution ? resolution.model : null
  const model = models.models.find((candidate) => candidate.id === (foundation ?? id))
  const days = daysLeft(model?.endOfLifeAt ?? null, now)
  const why = refusalOf(resolution, days)
  return {
    id,
    name: profile?.name ?? model?.name ?? id,
    kind: kindOf(profile, resolution.kind === 'profile' ? resolution.geo : ''),
    usable: why === null,
    why,
    ...lifeOf(model),
    daysLeft: days,
    foundation,
    provider: model?.provider ?? null,
    destinations: destinationsOf(profile, region),
    availability: models.availability.find((one) => one.model === foundation) ?? null,
    formMissing: isAnthropic(foundation ?? id) && form.known && form.value === 'missing',
    instead: insteadOf(resolution, models),
  }
}

/** Why a choice would fail whatever the account is allowed; a form or an agreement that is missing can be mended. */
function refusalOf(resolution: ModelResolution, days: number | null): string | null {
  if (resolution.kind === 'unknown' || resolution.kind === 'wrong-region') return resolution.why
  if (days !== null && days <= 0) return 'It has reached the end of its life.'
  const needsProfile = resolution.kind === 'foundation-model' && !resolution.onDemand
  return needsProfile ? 'Bedrock offers this model only through an inference profile.' : null
}

/* A profile may route to a model that the region itself does not list; nothing then says that it is on its way out. */
function lifeOf(model: FoundationModel | undefined) {
  return {
    lifecycle: model?.lifecycle ?? ('ACTIVE' as const),
    legacyAt: model?.legacyAt ?? null,
    endOfLifeAt: model?.endOfLifeAt ?? null,
  }
}

function insteadOf(resolution: ModelResolution, models: RegionModels): ModelId | null {
  if (resolution.kind === 'unknown' || resolution.kind === 'wrong-region') return resolution.suggestion
  if (resolution.lifecycle === 'LEGACY') return successorOf(resolution, models)
  const needsProfile = resolution.kind === 'foundation-model' && !resolution.onDemand
  return needsProfile ? suggestProfile(resolution.model, models) : null
}

/** The regions of a profile's models; a region-less ARN stands for all commercial ones. */
function destinationsOf(profile: InferenceProfile | undefined, region: Region): string[] {
  const found = profile ? profile.modelArns.map((arn) => arn.split(':')[3] || 'global') : [region]
  return [...new Set(found)].sort()
}

function kindOf(profile: InferenceProfile | undefined, geo: string): ModelChoice['kind'] {
  if (!profile) return 'foundation-model'
  if (profile.kind === 'APPLICATION') return 'application-profile'
  return geo === 'global' ? 'global-profile' : 'geo-profile'
}

function isAnthropic(id: string): boolean {
  return id.startsWith('anthropic.')
}
