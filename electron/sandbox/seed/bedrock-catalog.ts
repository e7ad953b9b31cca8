import type { AwsInferenceProfile, BedrockModel, BedrockRegion } from '../aws/aws-world'

const SONNET = 'anthropic.claude-sonnet-4-6'
const OPUS = 'anthropic.claude-opus-4-8'
const OPUS_BEFORE = 'anthropic.claude-opus-4-6-v1'
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0'
const SONNET_BEFORE = 'anthropic.claude-sonnet-4-20250514-v1:0'
const HAIKU_OLD = 'anthropic.claude-3-haiku-20240307-v1:0'
const NOVA = 'amazon.nova-lite-v1:0'

const MODELS: BedrockModel[] = [
  current(OPUS, 'Claude Opus 4.8'),
  current(OPUS_BEFORE, 'Claude Opus 4.6'),
  current(SONNET, 'Claude Sonnet 4.6'),
  current(HAIKU, 'Claude Haiku 4.5'),
  {
    ...current(SONNET_BEFORE, 'Claude Sonnet 4'),
    lifecycle: 'LEGACY',
    legacyAt: '2026-05-14T00:00:00Z',
    endOfLifeAt: '2027-05-14T00:00:00Z',
  },
  {
    ...current(HAIKU_OLD, 'Claude 3 Haiku'),
    onDemand: true,
    lifecycle: 'LEGACY',
    legacyAt: '2026-03-10T00:00:00Z',
    endOfLifeAt: '2027-03-10T00:00:00Z',
  },
  { ...current(NOVA, 'Nova Lite'), provider: 'Amazon', onDemand: true },
]

function current(id: string, name: string): BedrockModel {
  return {
    id,
    name,
    provider: 'Anthropic',
    lifecycle: 'ACTIVE',
    legacyAt: null,
    endOfLifeAt: null,
    onDemand: false,
  }
}

const US = ['us-east-1', 'us-east-2', 'us-west-2']
const EU = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3']
const JP = ['ap-northeast-1', 'ap-northeast-3']
const APAC = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
]

/** Which geographic profiles a region can call: prefix, destinations, models (Bedrock user guide, supported profiles). */
const GEOGRAPHIES: Record<string, { prefix: string; destinations: string[]; models: string[] }[]> = {
  us: [{ prefix: 'us', destinations: US, models: [OPUS, OPUS_BEFORE, SONNET, HAIKU, SONNET_BEFORE, NOVA] }],
  eu: [{ prefix: 'eu', destinations: EU, models: [OPUS, OPUS_BEFORE, SONNET, HAIKU, SONNET_BEFORE, NOVA] }],
  jp: [
    { prefix: 'jp', destinations: JP, models: [SONNET, HAIKU] },
    { prefix: 'apac', destinations: APAC, models: [SONNET_BEFORE, NOVA] },
  ],
}

const GLOBAL_MODELS = [OPUS, OPUS_BEFORE, SONNET, HAIKU]

/** The regions of the sandbox, each with the geography that its profiles belong to. */
const REGIONS = {
  'us-east-1': 'us',
  'us-west-2': 'us',
  'eu-west-2': 'eu',
  'eu-central-1': 'eu',
  'ap-northeast-1': 'jp',
} as const

/** A region of the sandbox's Bedrock. */
export type SeedRegion = keyof typeof REGIONS

/** What Bedrock offers in each region of the sandbox. */
export function bedrockCatalog(): Record<string, BedrockRegion> {
  const regions = (Object.keys(REGIONS) as SeedRegion[]).map((region) => {
    return [region, { models: structuredClone(MODELS), profiles: profilesOf(region) }]
  })
  return Object.fromEntries(regions)
}

function profilesOf(region: SeedRegion): AwsInferenceProfile[] {
  const geographic = (GEOGRAPHIES[REGIONS[region]] ?? []).flatMap(({ prefix, destinations, models }) =>
    models.map((model) =>
      profile(
        prefix,
        model,
        destinations.map((each) => modelArn(each, model)),
      ),
    ),
  )
  const global = GLOBAL_MODELS.map((model) =>
    profile('global', model, [modelArn(region, model), modelArn('', model)]),
  )
  return [...geographic, ...global]
}

/** The model for which one account has made no agreement yet. */
export const UNSUBSCRIBED_MODEL = OPUS_BEFORE

/** IDs of the models that are sold through AWS Marketplace: those that an account must have agreed to. */
export function marketplaceModels(): string[] {
  return MODELS.filter(({ provider }) => provider === 'Anthropic').map(({ id }) => id)
}

/** Model ARNs in the destinations of a profile, or of the region itself for a plain model. */
export function destinationsOf(region: SeedRegion, profileId: string): string[] {
  const found = profilesOf(region).find(({ id }) => id === profileId)
  return found?.modelArns ?? [modelArn(region, profileId)]
}

function modelArn(region: string, model: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${model}`
}

function profile(prefix: string, model: string, modelArns: string[]): AwsInferenceProfile {
  const name = MODELS.find(({ id }) => id === model)?.name ?? model
  const maker = model.startsWith('anthropic.') ? 'Anthropic ' : ''
  return {
    id: `${prefix}.${model}`,
    name: `${prefix === 'global' ? 'Global' : prefix.toUpperCase()} ${maker}${name}`,
    kind: 'SYSTEM_DEFINED',
    modelArns,
    region: null,
  }
}
