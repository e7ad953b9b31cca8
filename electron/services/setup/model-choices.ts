import type { ModelChoice } from '../../../shared/contract/setup'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { type ModelId, partitionOf, type Region } from '../../../shared/domain/ids'
import { resolveModel, type UsableModel } from '../../../shared/domain/models'
import type {
  AccountObservation,
  FoundationModel,
  InferenceProfile,
  RegionModels,
} from '../../../shared/domain/observation'

/** The Anthropic models and profiles of a region: usable ones first, newest first; a refused one says why. */
export function modelChoices(account: AccountObservation, region: Region): ModelChoice[] {
  const entry = account.regions.find((candidate) => candidate.region === region)
  if (!entry) return []
  if (!entry.models.known) throw new ExpectedFailure(entry.models.failure)
  const models = entry.models.value
  const ids = [
    ...models.profiles.map(({ id }) => id),
    ...models.models.filter(isAnthropic).map(({ id }) => id),
  ]
  return ids
    .map((id) => choiceOf(id, models, account, region))
    .sort((a, b) => Number(b.usable) - Number(a.usable) || b.id.localeCompare(a.id))
}

function choiceOf(
  id: ModelId,
  models: RegionModels,
  account: AccountObservation,
  region: Region,
): ModelChoice {
  const resolution = resolveModel(id, {
    region,
    account: account.account,
    partition: partitionOf(region),
    models,
  })
  const profile = models.profiles.find((candidate) => candidate.id === id)
  const model = models.models.find((candidate) => candidate.id === id)
  const base = {
    id,
    name: profile?.name ?? model?.name ?? id,
    lifecycle: 'ACTIVE' as const,
    endOfLifeAt: null,
  }
  switch (resolution.kind) {
    case 'profile':
      return {
        ...base,
        ...lifecycleOf(resolution),
        kind: kindOf(profile, resolution.geo),
        usable: true,
        why: null,
      }
    case 'foundation-model':
      return {
        ...base,
        ...lifecycleOf(resolution),
        kind: 'foundation-model',
        usable: resolution.onDemand,
        why: resolution.onDemand ? null : 'Bedrock offers this model only through an inference profile.',
      }
    case 'wrong-region':
    case 'unknown':
      return { ...base, kind: kindOf(profile, ''), usable: false, why: resolution.why }
  }
}

/* A profile may route to a model that the region itself does not list; nothing then says that it is on its way out. */
function lifecycleOf({ lifecycle, endOfLifeAt }: Pick<UsableModel, 'lifecycle' | 'endOfLifeAt'>) {
  return { lifecycle: lifecycle ?? ('ACTIVE' as const), endOfLifeAt }
}

function kindOf(profile: InferenceProfile | undefined, geo: string): ModelChoice['kind'] {
  if (!profile) return 'foundation-model'
  if (profile.kind === 'APPLICATION') return 'application-profile'
  return geo === 'global' ? 'global-profile' : 'geo-profile'
}

function isAnthropic(model: FoundationModel): boolean {
  return model.id.startsWith('anthropic.')
}
