import { z } from 'zod'
import { isClaudeAlias } from './claude-code'
import { AccountId, ModelId, Region, RepositoryName } from './ids'
import { accountOf, modelHolder } from './infer-setup'
import { daysLeft } from './life'
import { type ModelResolution, successorOf } from './models'
import type { AccountObservation, RepositoryObservation, ValueScope } from './observation'
import { type OurJob, standingJobs } from './picture'
import { valueOr } from './reading'
import { sameName } from './setting-in-force'
import { modelIn } from './target'

/** One place in a repository that names a model. */
export const ModelUse = z.object({
  repository: RepositoryName,
  account: AccountId.nullable(),
  region: Region.nullable(),
  /** Such as `variable BEDROCK_MODEL_ID (repository)`, or the workflow's path. */
  source: z.string(),
  /** 1-based line of the workflow; null for a variable. */
  line: z.number().int().nullable(),
  /** What takes over there, as the repository would call it; null where nothing newer is offered or known. */
  successor: ModelId.nullable(),
})
export type ModelUse = z.infer<typeof ModelUse>

/** A model that the fleet calls, as it is written, with how long it lives. */
export const ModelInUse = z.object({
  model: z.string(),
  /** The foundation model behind it; null where no region that was read knows it. */
  foundation: z.string().nullable(),
  standing: z.enum(['ended', 'legacy', 'current', 'unresolved']),
  lifecycle: z.enum(['ACTIVE', 'LEGACY']).nullable(),
  legacyAt: z.string().nullable(),
  endOfLifeAt: z.string().nullable(),
  /** 0 or less where it has ended; null where no end is announced. */
  daysLeft: z.number().int().nullable(),
  /** Why nothing can be said of it; null where something can. */
  why: z.string().nullable(),
  uses: z.array(ModelUse).min(1),
})
export type ModelInUse = z.infer<typeof ModelInUse>

interface Named extends Omit<ModelUse, 'successor'> {
  model: string
}

/**
 * Every model that a repository's jobs or variables name, the one that ends first before the others. `now` is in
 * milliseconds since the epoch.
 */
export function modelsInUse(
  observations: readonly RepositoryObservation[],
  accounts: readonly AccountObservation[],
  now: number,
): ModelInUse[] {
  const byModel = new Map<string, Named[]>()
  for (const named of observations.flatMap(namedIn)) {
    byModel.set(named.model, [...(byModel.get(named.model) ?? []), named])
  }
  return [...byModel].map(([model, uses]) => describe(model, uses, accounts, now)).sort(byUrgency)
}

function describe(
  model: string,
  named: Named[],
  accounts: readonly AccountObservation[],
  now: number,
): ModelInUse {
  const read = named.map((use) => ({ use, ...resolutionOf(use, accounts) }))
  const lives = read.flatMap(({ resolution }) => (resolution && 'model' in resolution ? [resolution] : []))
  const [known] = lives
  const endOfLifeAt = earliest(lives.map((life) => life.endOfLifeAt))
  const days = daysLeft(endOfLifeAt, now)
  const isLegacy = lives.some(({ lifecycle }) => lifecycle === 'LEGACY')
  return {
    model,
    foundation: known?.model ?? null,
    standing: !known ? 'unresolved' : days !== null && days <= 0 ? 'ended' : isLegacy ? 'legacy' : 'current',
    lifecycle: isLegacy ? 'LEGACY' : (known?.lifecycle ?? null),
    legacyAt: earliest(lives.map((life) => life.legacyAt ?? null)),
    endOfLifeAt,
    daysLeft: days,
    why: known ? null : (read.find(({ why }) => why !== null)?.why ?? null),
    uses: read.map(({ use: { model: _model, ...use }, successor }) => ({ ...use, successor })),
  }
}

/** What the model means where the repository calls it; any account that read the region tells, the models are the same. */
function resolutionOf(
  { model, account, region }: Named,
  accounts: readonly AccountObservation[],
): { resolution: ModelResolution | null; successor: ModelId | null; why: string | null } {
  const id = ModelId.safeParse(model)
  if (!id.success || region === null) {
    return { resolution: null, successor: null, why: 'In which region it is called is not known.' }
  }
  const own = accounts.find((one) => one.account === account)
  const read = [...(own ? [own] : []), ...accounts].find(({ regions }) =>
    regions.some((one) => one.region === region && one.models.known),
  )
  if (!read) return { resolution: null, successor: null, why: `The models of ${region} were not read.` }
  const resolution = modelIn(read, region, id.data)
  if (!resolution.known) return { resolution: null, successor: null, why: resolution.failure.sentence }
  const { value } = resolution
  if (!('model' in value)) return { resolution: value, successor: value.suggestion, why: value.why }
  const models = read.regions.find((one) => one.region === region)?.models
  return { resolution: value, successor: models?.known ? successorOf(value, models.value) : null, why: null }
}

function namedIn(observation: RepositoryObservation): Named[] {
  const { repository } = observation.facts
  const account = accountOf(observation)
  const jobs = standingJobs(observation)
  const holder = modelHolder(observation)
  const [first] = jobs.flatMap(regionOf)
  const region = first ?? null
  const inJobs = jobs.flatMap((job) => {
    if (job.model.kind !== 'value' || job.model.holder?.kind === 'variable') return []
    if (isClaudeAlias(job.model.value)) return []
    const line = job.acting.calls.length > 0 ? null : job.bedrock.lines.model
    const [called] = regionOf(job)
    return [
      { repository, account, region: called ?? region, model: job.model.value, source: job.scope.path, line },
    ]
  })
  const names = new Set([
    ...jobs.flatMap(({ model }) =>
      'holder' in model && model.holder?.kind === 'variable' ? [model.holder.name] : [],
    ),
    ...(holder?.kind === 'variable' ? [holder.name] : []),
  ])
  const inVariables = valueOr(observation.variables, [])
    .filter(
      ({ name, value }) =>
        value.trim() !== '' && !isClaudeAlias(value) && [...names].some((one) => sameName(one, name)),
    )
    .map(({ name, value, scope }) => {
      const source = `variable ${name} (${scopeName(scope)})`
      return { repository, account, region, model: value.trim(), source, line: null }
    })
  return [...inJobs, ...inVariables].filter(
    (one, index, all) =>
      all.findIndex((other) => other.model === one.model && other.source === one.source) === index,
  )
}

function regionOf({ callRegion, region }: OurJob): Region[] {
  const setting = callRegion ?? region
  const parsed = Region.safeParse(setting.kind === 'value' ? setting.value.trim() : null)
  return parsed.success ? [parsed.data] : []
}

function scopeName(scope: ValueScope): string {
  return scope.kind === 'environment' ? `environment ${scope.environment}` : scope.kind
}

function earliest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null).sort()
  return known[0] ?? null
}

const URGENCY: readonly ModelInUse['standing'][] = ['ended', 'legacy', 'unresolved', 'current']

function byUrgency(one: ModelInUse, other: ModelInUse): number {
  const rank = URGENCY.indexOf(one.standing) - URGENCY.indexOf(other.standing)
  const days = (one.daysLeft ?? Number.MAX_SAFE_INTEGER) - (other.daysLeft ?? Number.MAX_SAFE_INTEGER)
  return rank || days || other.uses.length - one.uses.length || one.model.localeCompare(other.model)
}
