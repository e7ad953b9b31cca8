import { describe, expect, it } from 'vitest'
import { AccountId, ModelId, Region } from '../../shared/domain/ids'
import { familyPattern, requiredGrants, resolveModel, suggestProfile } from '../../shared/domain/models'
import type { RegionModels } from '../../shared/domain/observation'

const account = AccountId.parse('111122223333')
const region = Region.parse('eu-west-2')
const place = { region, account, partition: 'aws' as const }

const SONNET = 'anthropic.claude-sonnet-4-6'
const OLD_SONNET = 'anthropic.claude-sonnet-4-20250514-v1:0'
const NOVA = 'amazon.nova-lite-v1:0'

const modelArn = (where: string, model: string) => `arn:aws:bedrock:${where}::foundation-model/${model}`
const profileArn = (id: string, kind = 'inference-profile') =>
  `arn:aws:bedrock:eu-west-2:111122223333:${kind}/${id}`

function model(id: string, over: object = {}) {
  return {
    id: ModelId.parse(id),
    name: id,
    provider: 'x',
    lifecycle: 'ACTIVE' as const,
    endOfLifeAt: null,
    onDemand: false,
    inferenceProfile: true,
    ...over,
  }
}

function profile(id: string, modelArns: string[], kind: 'SYSTEM_DEFINED' | 'APPLICATION' = 'SYSTEM_DEFINED') {
  const arn = profileArn(id, kind === 'APPLICATION' ? 'application-inference-profile' : 'inference-profile')
  return { id: ModelId.parse(id), arn, name: id, kind, modelArns }
}

const DESTINATIONS = ['eu-west-1', 'eu-west-2', 'eu-central-1'].map((where) => modelArn(where, SONNET))
const models: RegionModels = {
  region,
  models: [
    model(OLD_SONNET, { lifecycle: 'LEGACY', endOfLifeAt: '2027-01-01T00:00:00Z', onDemand: true }),
    model('anthropic.claude-sonnet-4-5-20250929-v1:0'),
    model(SONNET),
    model(NOVA, { onDemand: true }),
  ],
  profiles: [
    profile(`global.${SONNET}`, [modelArn('eu-west-2', SONNET), modelArn('', SONNET)]),
    profile(`eu.${SONNET}`, DESTINATIONS),
    profile('a1b2c3d4e5f6', DESTINATIONS, 'APPLICATION'),
  ],
  availability: [],
}

const resolve = (id: string) => resolveModel(ModelId.parse(id), { ...place, models })

describe('what a model ID means in a region', () => {
  it('knows a foundation model by ID and by ARN, with its end of life', () => {
    const expected = {
      kind: 'foundation-model',
      model: OLD_SONNET,
      arn: modelArn('eu-west-2', OLD_SONNET),
      onDemand: true,
      lifecycle: 'LEGACY',
      legacyAt: null,
      endOfLifeAt: '2027-01-01T00:00:00Z',
    }
    expect(resolve(OLD_SONNET)).toEqual(expected)
    expect(resolve(modelArn('eu-west-2', OLD_SONNET))).toEqual(expected)
  })

  it.each([
    [`eu.${SONNET}`, 'eu'],
    [`global.${SONNET}`, 'global'],
    [profileArn(`eu.${SONNET}`), 'eu'],
    [profileArn('a1b2c3d4e5f6', 'application-inference-profile'), 'application'],
  ])('knows the profile %s', (id, geo) => {
    expect(resolve(id)).toMatchObject({
      kind: 'profile',
      geo,
      model: SONNET,
      lifecycle: 'ACTIVE',
      endOfLifeAt: null,
    })
  })

  it.each([
    ['a prefix of another geography (field-notes §7 row 22)', `us.${SONNET}`, `eu.${SONNET}`],
    ['an ARN of another region', modelArn('us-east-1', NOVA), NOVA],
    [
      'a profile ARN of another region',
      `arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.${SONNET}`,
      `eu.${SONNET}`,
    ],
    ['an older model of another geography', 'us.anthropic.claude-sonnet-4-20250101-v1:0', `eu.${SONNET}`],
  ])('tells %s and what to write here', (_, id, suggestion) => {
    expect(resolve(id)).toMatchObject({ kind: 'wrong-region', suggestion })
  })

  it.each([
    ['a misspelt version', 'anthropic.claude-sonnet-4-7', `eu.${SONNET}`],
    ['a profile that its geography does not have', `eu.${NOVA}`, NOVA],
    [
      'another account’s profile',
      `arn:aws:bedrock:eu-west-2:444455556666:inference-profile/eu.${SONNET}`,
      `eu.${SONNET}`,
    ],
    ['something else', 'gpt-9', null],
    ['a profile as a foundation model', modelArn('eu-west-2', `eu.${SONNET}`), `eu.${SONNET}`],
    ['a foundation model as a profile', profileArn(NOVA), NOVA],
    [
      'a system profile as an application’s',
      profileArn(`eu.${SONNET}`, 'application-inference-profile'),
      `eu.${SONNET}`,
    ],
    [
      'a foundation model of an account',
      `arn:aws:bedrock:eu-west-2:111122223333:foundation-model/${NOVA}`,
      NOVA,
    ],
    ['an ARN of another partition', `arn:aws-cn:bedrock:eu-west-2::foundation-model/${NOVA}`, NOVA],
  ])('does not know %s', (_, id, suggestion) => {
    expect(resolve(id)).toMatchObject({ kind: 'unknown', suggestion })
  })

  it('suggests the profile of the geography before the global one, and none where there is none', () => {
    expect(suggestProfile(SONNET, models)).toBe(`eu.${SONNET}`)
    expect(suggestProfile(NOVA, models)).toBeNull()
  })
})

describe('what invoking a model takes (field-notes §3)', () => {
  const grants = (id: string) =>
    requiredGrants(resolve(id), place).map(({ action, resource, context }) => ({
      action: action.replace('bedrock:', ''),
      resource,
      region: context('aws:requestedregion')?.[0],
      through: context('bedrock:inferenceprofilearn')?.[0],
    }))
  const first = (id: string) => grants(id).filter((grant) => grant.action === 'InvokeModel')

  it('asks for a foundation model in the region', () => {
    expect(first(NOVA)).toEqual([
      {
        action: 'InvokeModel',
        resource: modelArn('eu-west-2', NOVA),
        region: 'eu-west-2',
        through: undefined,
      },
    ])
  })

  it('asks for a geo profile and the model in every destination, through that profile', () => {
    const through = profileArn(`eu.${SONNET}`)
    expect(first(`eu.${SONNET}`)).toEqual([
      { action: 'InvokeModel', resource: through, region: 'eu-west-2', through: undefined },
      ...['eu-west-1', 'eu-west-2', 'eu-central-1'].map((where) => ({
        action: 'InvokeModel',
        resource: modelArn(where, SONNET),
        region: where,
        through,
      })),
    ])
  })

  it('asks for a global profile, the model here, and the model of no region', () => {
    const through = profileArn(`global.${SONNET}`)
    expect(first(`global.${SONNET}`)).toEqual([
      { action: 'InvokeModel', resource: through, region: 'eu-west-2', through: undefined },
      { action: 'InvokeModel', resource: modelArn('eu-west-2', SONNET), region: 'eu-west-2', through },
      { action: 'InvokeModel', resource: modelArn('', SONNET), region: 'unspecified', through },
    ])
  })

  it('asks for streaming too', () => {
    expect(grants(NOVA).map((grant) => grant.action)).toEqual([
      'InvokeModel',
      'InvokeModelWithResponseStream',
    ])
  })

  it('asks for nothing where nothing can be invoked', () => {
    expect(grants('gpt-9')).toEqual([])
  })
})

describe('the pattern for a family', () => {
  it.each([
    ['anthropic.claude-sonnet-4-6', 'anthropic.claude-sonnet-*'],
    ['anthropic.claude-opus-4-1-20250805-v1:0', 'anthropic.claude-opus-*'],
    ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'eu.anthropic.claude-sonnet-*'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic.claude-3-5-sonnet-*'],
    ['anthropic.claude-v2:1', 'anthropic.claude-v*'],
    ['amazon.nova-lite-v1:0', 'amazon.nova-lite-*'],
    ['meta.llama3-1-8b-instruct-v1:0', 'meta.llama3-1-8b-instruct-*'],
    ['x.unversioned', 'x.unversioned'],
  ])('%s → %s', (id, pattern) => {
    expect(familyPattern(id)).toBe(pattern)
  })
})
