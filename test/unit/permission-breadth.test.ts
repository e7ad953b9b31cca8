import { describe, expect, it } from 'vitest'
import { AccountId, ModelId, parseRoleArn, partitionOf, Region } from '../../shared/domain/ids'
import { type ModelResolution, requiredGrants, resolveModel } from '../../shared/domain/models'
import type { RegionModels } from '../../shared/domain/observation'
import { composePermissions, evaluatePermission } from '../../shared/domain/permission-policy'
import { shapeOf } from '../../shared/domain/permission-shape'
import { parsePolicy } from '../../shared/domain/policy-document'
import type { Allowance, ModelBreadth } from '../../shared/domain/setup'

/*
 * What each breadth allows and leaves out, by AWS's own rules (Bedrock user guide: prerequisites for inference profiles,
 * global cross-region inference; Bedrock API reference: CountTokens; field-notes §3).
 */

const REGION = Region.parse('eu-west-2')
const place = { region: REGION, account: AccountId.parse('111122223333'), partition: 'aws' as const }
const SONNET = 'anthropic.claude-sonnet-4-6'
const OPUS = 'anthropic.claude-opus-4-8'
const NOVA = 'amazon.nova-lite-v1:0'
const OWN = 'arn:aws:bedrock:eu-west-2:111122223333:application-inference-profile/a1b2c3'

const model = (id: string, onDemand = false) => ({
  id: ModelId.parse(id),
  name: id,
  provider: id.startsWith('anthropic.') ? 'Anthropic' : 'Amazon',
  lifecycle: 'ACTIVE' as const,
  endOfLifeAt: null,
  onDemand,
  inferenceProfile: true,
})
const profile = (id: string, of: string, regions: string[], arn?: string) => ({
  id: ModelId.parse(id),
  arn: arn ?? `arn:aws:bedrock:eu-west-2:111122223333:inference-profile/${id}`,
  name: id,
  kind: arn ? ('APPLICATION' as const) : ('SYSTEM_DEFINED' as const),
  modelArns: regions.map((region) => `arn:aws:bedrock:${region}::foundation-model/${of}`),
})
/** Opus runs in one region more than Sonnet does. */
const models: RegionModels = {
  region: REGION,
  models: [model(SONNET), model(OPUS), model(NOVA, true)],
  profiles: [
    profile(`eu.${SONNET}`, SONNET, ['eu-west-1', 'eu-west-2']),
    profile(`eu.${OPUS}`, OPUS, ['eu-west-1', 'eu-west-2', 'eu-north-1']),
    profile(`global.${SONNET}`, SONNET, ['eu-west-2', '']),
    profile(`eu.${NOVA}`, NOVA, ['eu-west-1', 'eu-west-2']),
    profile('a1b2c3', SONNET, ['eu-west-1', 'eu-west-2'], OWN),
  ],
  availability: [],
}
const resolve = (id: string): ModelResolution => resolveModel(ModelId.parse(id), { ...place, models })

const USUAL: Allowance = { streaming: true, countTokens: false, pinned: true }
const compose = (id: string, breadth: ModelBreadth, allowance = USUAL) =>
  composePermissions({ ...place, target: resolve(id), breadth, allowance, profiles: models.profiles })

function allows(text: string, id: string, forms = { streaming: true, countTokens: false }): boolean {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return requiredGrants(resolve(id), place, forms).every(
    (grant) => evaluatePermission([parsed.policy], grant).decision === 'allowed',
  )
}

const CALLED = [`eu.${SONNET}`, `global.${SONNET}`, OWN, NOVA]
const ALLOWANCES: Allowance[] = [true, false].flatMap((streaming) =>
  [true, false].flatMap((countTokens) => [true, false].map((pinned) => ({ streaming, countTokens, pinned }))),
)

describe('a policy of each breadth', () => {
  it.each(
    CALLED.flatMap((id) =>
      (['model', 'family', 'anthropic', 'any'] as const).map((breadth) => [breadth, id] as const),
    ),
  )('%s for %s allows exactly the forms that were chosen, within IAM’s size', (breadth, id) => {
    for (const allowance of ALLOWANCES) {
      const text = compose(id, breadth, allowance)
      expect(allows(text, id, allowance)).toBe(true)
      expect(allows(text, id, { streaming: true, countTokens: false })).toBe(allowance.streaming)
      expect(allows(text, id, { streaming: false, countTokens: true })).toBe(allowance.countTokens)
      expect(text.includes('bedrock:InferenceProfileArn')).toBe(
        allowance.pinned && text.includes('ThroughProfile'),
      )
      expect(shapeOf(text)).toMatchObject({ breadth, streaming: allowance.streaming })
      expect(text.replaceAll(/\s/g, '').length).toBeLessThan(10_240)
    }
  })

  it.each<[ModelBreadth, string, boolean]>([
    ['model', `eu.${OPUS}`, false],
    ['family', `eu.${OPUS}`, false],
    ['family', `global.${SONNET}`, false],
    ['anthropic', `eu.${OPUS}`, true],
    ['anthropic', `global.${SONNET}`, true],
    ['anthropic', `eu.${NOVA}`, false],
    ['anthropic', NOVA, false],
    ['any', `eu.${OPUS}`, true],
    ['any', `eu.${NOVA}`, true],
    ['any', NOVA, true],
    ['any', OWN, true],
  ])('%s, written for a profile of Sonnet, allows %s: %s', (breadth, id, allowed) => {
    expect(allows(compose(`eu.${SONNET}`, breadth), id)).toBe(allowed)
  })

  it('lets a profile’s model be called past the profile only where nothing pins it', () => {
    const [past] = requiredGrants(
      {
        ...resolveModel(ModelId.parse(NOVA), { ...place, models }),
        arn: `arn:aws:bedrock:eu-west-2::foundation-model/${SONNET}`,
      } as ModelResolution,
      place,
    )
    if (!past) throw new Error('A model takes a grant.')
    const decide = (text: string) => {
      const parsed = parsePolicy(text)
      return parsed.ok ? evaluatePermission([parsed.policy], past).decision : parsed.error
    }
    expect(decide(compose(`eu.${SONNET}`, 'model'))).toBe('denied')
    expect(decide(compose(`eu.${SONNET}`, 'model', { ...USUAL, pinned: false }))).toBe('allowed')
  })
})

describe('partitions (AWS General Reference, ARNs)', () => {
  it.each([
    ['eu-west-2', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('%s lies in %s, and a role there is one', (region, partition) => {
    expect(partitionOf(Region.parse(region))).toBe(partition)
    expect(parseRoleArn(`arn:${partition}:iam::111122223333:role/ci/rolecall`)).toMatchObject({
      partition,
      path: '/ci/',
    })
    const there = { ...place, region: Region.parse(region), partition: partitionOf(Region.parse(region)) }
    const target = resolveModel(ModelId.parse(NOVA), { ...there, models })
    const text = composePermissions({ ...there, target, breadth: 'any' })
    expect(text.match(/arn:[a-z-]+:/g)?.every((arn) => arn === `arn:${partition}:`)).toBe(true)
  })
})
