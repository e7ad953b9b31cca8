import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { AwsRole } from '../../electron/sandbox/aws/aws-world'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { AccountId, ModelId, PolicyArn, Region } from '../../shared/domain/ids'
import type { ModelBreadth, Setup } from '../../shared/domain/setup'
import { openHouse } from '../support/sandbox-house'
import { applyPlan, planFor, undo } from '../support/service-steps'
import { type MutatedFleet, openMutatedFleet } from '../support/verdict/mutated-fleet'
import { both, type Change, edited, type Mutation, variables, works } from '../support/verdict/mutation'

/*
 * What a role is given: each breadth through each kind of profile, a boundary, tags, longer sessions, an agreement.
 * Applied by the service to repositories of the sandbox, proven by a run, and taken back.
 */

const SONNET = 'anthropic.claude-sonnet-4-6'
const OPUS_BEFORE = 'anthropic.claude-opus-4-6-v1'
const SONNET_OLD = 'us.anthropic.claude-sonnet-4-20250514-v1:0'
const ACCOUNT = '111122223333'
const BOUNDARY = PolicyArn.parse(`arn:aws:iam::${ACCOUNT}:policy/ci/boundary`)

const withoutPolicies: Change = ({ role }) => {
  role.inlinePolicies = {}
}

const ownProfile: Change = (place) => {
  const { account, role, world } = place
  const { modelArns = [] } =
    world.aws.regions['us-east-1']?.profiles.find(({ id }) => id === `us.${SONNET}`) ?? {}
  const id = `own-of-${role.name}`
  account.applicationProfiles.push({ id, name: id, kind: 'APPLICATION', modelArns, region: 'us-east-1' })
  const arn = `arn:aws:bedrock:us-east-1:${account.id}:application-inference-profile/${id}`
  variables(() => ({ BEDROCK_MODEL_ID: arn }))(place)
}

const BREADTHS: ModelBreadth[] = ['model', 'family', 'anthropic', 'any']
const KINDS: [kind: string, mutation: (is: string) => Mutation][] = [
  ['a geo profile', (is) => works(is, withoutPolicies, { model: `us.${SONNET}` })],
  ['a global profile', (is) => works(is, withoutPolicies, { model: `global.${SONNET}` })],
  ['an application profile', (is) => works(is, both(ownProfile, withoutPolicies))],
  ['a model on demand', (is) => works(is, withoutPolicies, { model: 'amazon.nova-lite-v1:0' })],
]
const COMBINATIONS = BREADTHS.flatMap((breadth) =>
  KINDS.map(([kind, of]) => ({ breadth, kind, mutation: of(`${breadth} through ${kind}`) })),
)

const longSession = edited((text) =>
  text.replace('role-to-assume:', 'role-duration-seconds: 7200\n          role-to-assume:'),
)
const bounded: Change = ({ account }) => {
  const Statement = [{ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }]
  account.managedPolicies.push({
    arn: BOUNDARY,
    name: 'boundary',
    document: JSON.stringify({ Version: '2012-10-17', Statement }),
  })
}
const withoutAgreement: Change = ({ account }) => {
  account.agreements = account.agreements.filter((id) => id !== OPUS_BEFORE)
}

const SETTINGS = works('settings of a role', both(longSession, bounded))
const COUNTING = works('counting tokens')
const WIDENED = works('a foreign policy, widened')
const AGREEMENT = works('an agreement', withoutAgreement, { model: `us.${OPUS_BEFORE}` })
const LEGACY = works('a legacy model', undefined, { model: SONNET_OLD })
const NEW_ROLE = works('no role', ({ account, role }) => {
  account.roles = account.roles.filter((one) => one !== role)
})

let fleet: MutatedFleet
beforeAll(async () => {
  fleet = await openMutatedFleet([
    ...COMBINATIONS.map(({ mutation }) => mutation),
    SETTINGS,
    COUNTING,
    WIDENED,
    AGREEMENT,
    LEGACY,
    NEW_ROLE,
  ])
  await fleet.client.fleet.observe({ repositories: null })
}, 120_000)
afterAll(() => fleet.close())

async function setupWith(mutation: Mutation, part: Partial<Setup>): Promise<Setup> {
  const { current } = await fleet.client.setup.options({ repository: fleet.repositoryOf(mutation) })
  if (!current) throw new Error('There is no setup.')
  return { ...current, ...part }
}

async function planWith(mutation: Mutation, part: Partial<Setup> = {}) {
  const setup = await setupWith(mutation, part)
  return planFor(fleet.client, fleet.repositoryOf(mutation), { setup })
}

function roleOf(mutation: Mutation): AwsRole {
  const name = `github-bedrock-${fleet.repositoryOf(mutation).split('/')[1]?.toLowerCase()}`
  const role = fleet.world.aws.accounts[ACCOUNT]?.roles.find((one) => one.name === name)
  if (!role) throw new Error(`There is no role ${name}.`)
  return role
}

describe('each breadth through each kind of profile', () => {
  beforeAll(async () => {
    for (const { mutation, breadth } of COMBINATIONS) {
      const ended = await applyPlan(fleet.client, await planWith(mutation, { breadth }))
      expect(ended).toMatchObject({ failure: null })
    }
  }, 120_000)

  test('lets the job call its model', async () => {
    const ends = await fleet.dispatch(COMBINATIONS.map(({ mutation }) => mutation))
    expect(Object.fromEntries(COMBINATIONS.map(({ mutation: { is } }, index) => [is, ends[index]]))).toEqual(
      Object.fromEntries(COMBINATIONS.map(({ mutation: { is } }) => [is, 'success'])),
    )
  })

  // One of each breadth, each through another kind of profile.
  test.each(COMBINATIONS.filter((_, index) => index % (KINDS.length + 1) === 0))(
    '$breadth, $kind: nothing is left to do, and the breadth is recognised',
    async ({ mutation, breadth, kind }) => {
      expect((await planFor(fleet.client, fleet.repositoryOf(mutation))).steps).toEqual([])
      const { chain } = await fleet.client.fleet.repository({
        repository: fleet.repositoryOf(mutation),
        fresh: false,
      })
      expect(chain.links.permissions.status, kind).toBe('ok')
      expect((await setupWith(mutation, {})).breadth).toBe(breadth)
    },
  )

  test('a policy of ours is narrowed again when that is chosen', async () => {
    const [widest] = COMBINATIONS.filter(({ breadth }) => breadth === 'any')
    if (!widest) throw new Error('There is no widest.')
    const { steps } = await planWith(widest.mutation, { breadth: 'model' })
    expect(steps.map(({ kind }) => kind)).toEqual(['put-role-policy'])
    expect(steps[0]?.after).not.toContain('foundation-model/*')
  })
})

describe('what a role has beside its policies', () => {
  test('boundary, tags and longer sessions are set, proven, and taken back', async () => {
    const before = structuredClone(roleOf(SETTINGS))
    const plan = await planWith(SETTINGS, { boundary: BOUNDARY, tags: { team: 'ai' } })
    expect(plan.steps.map(({ kind, reversible }) => [kind, reversible])).toEqual([
      ['set-boundary', true],
      ['set-role-tags', true],
      ['set-session-duration', true],
    ])
    const ended = await applyPlan(fleet.client, plan)
    expect(ended.failure).toBeNull()
    expect(roleOf(SETTINGS)).toMatchObject({
      boundaryArn: BOUNDARY,
      maxSessionDuration: 7200,
      tags: { ...before.tags, team: 'ai' },
    })
    expect(await fleet.dispatch([SETTINGS])).toEqual(['success'])
    expect((await undo(fleet.client, ended)).failure).toBeNull()
    const { boundaryArn, maxSessionDuration, tags } = before
    expect(roleOf(SETTINGS)).toMatchObject({ boundaryArn, maxSessionDuration })
    expect(roleOf(SETTINGS).tags).toEqual(tags)
  })

  test('a new role is created under its path, with its boundary and its tags', async () => {
    const part = { rolePath: '/ci/', boundary: BOUNDARY, tags: { team: 'ai' } } as const
    const plan = await planWith(NEW_ROLE, part)
    expect((await applyPlan(fleet.client, plan)).failure).toBeNull()
    expect(roleOf(NEW_ROLE)).toMatchObject({ path: '/ci/', boundaryArn: BOUNDARY, tags: { team: 'ai' } })
  })

  test('the right to count tokens is planned where it is chosen', async () => {
    const allowance = { streaming: false, countTokens: true, pinned: false }
    const plan = await planWith(COUNTING, { allowance })
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['put-role-policy'])
    const { Statement } = JSON.parse(plan.steps[0]?.after ?? '{}')
    expect(Statement).toContainEqual({
      Sid: 'RolecallCountTokens',
      Effect: 'Allow',
      Action: ['bedrock:CountTokens'],
      Resource: `arn:aws:bedrock:us-east-1::foundation-model/${SONNET}`,
    })
    expect(plan.steps[0]?.after).not.toMatch(/ResponseStream|Condition/)
  })

  test('a role whose policy is somebody else’s is widened by one of ours', async () => {
    const plan = await planWith(WIDENED, { breadth: 'any' })
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['put-role-policy'])
    expect((await applyPlan(fleet.client, plan)).failure).toBeNull()
    expect(Object.keys(roleOf(WIDENED).inlinePolicies).sort()).toEqual(['bedrock', 'rolecall-bedrock'])
  })
})

describe('an agreement', () => {
  test('is accepted, awaited across a restart, and felt', async () => {
    fleet.world.aws.accessDelay = 900
    const repository = fleet.repositoryOf(AGREEMENT)
    const plan = await planFor(fleet.client, repository)
    expect(plan.steps.map(({ kind, reversible }) => [kind, reversible])).toEqual([
      ['accept-agreement', false],
    ])
    expect((await applyPlan(fleet.client, plan)).failure).toBeNull()
    expect(await fleet.dispatch([AGREEMENT])).toEqual(['failure'])

    const [wait] = await fleet.client.setup.waits({ repository })
    expect(wait).toMatchObject({ what: 'agreement', account: ACCOUNT, model: OPUS_BEFORE, overdue: false })
    expect(Date.parse(wait?.until ?? '') - Date.parse(wait?.since ?? '')).toBe(15 * 60_000)
    const { chain } = await fleet.client.fleet.repository({ repository, fresh: false })
    expect(chain.links.modelAccess).toMatchObject({ status: 'blocked', breaks: true })

    const other = await openHouse(fleet.home)
    onTestFinished(() => other.close())
    expect(await createRouterClient(other.router).setup.waits({ repository: null })).toEqual([wait])

    fleet.world.aws.accessDelay = 0
    expect(await fleet.client.setup.waits({ repository })).toEqual([])
    expect(await fleet.dispatch([AGREEMENT])).toEqual(['success'])
  })

  test('has offers, with their terms', async () => {
    const request = {
      account: AccountId.parse(ACCOUNT),
      region: Region.parse('us-east-1'),
      model: ModelId.parse(SONNET),
    }
    const [offer] = await fleet.client.setup.offers(request)
    expect(offer).toMatchObject({
      legalUrl: expect.stringMatching(/^https:/),
      prices: [{ unit: '1K tokens' }, {}],
    })
  })
})

describe('models', () => {
  test('to choose from say what stands in the way and what to choose in their place', async () => {
    const account = AccountId.parse(ACCOUNT)
    const models = await fleet.client.setup.models({ account, region: Region.parse('us-east-1') })
    const of = (id: string) => models.find((one) => one.id === id)
    expect(of(`us.${SONNET}`)).toMatchObject({
      usable: true,
      foundation: SONNET,
      destinations: ['us-east-1', 'us-east-2', 'us-west-2'],
      availability: { agreement: 'AVAILABLE' },
      instead: null,
    })
    expect(of(SONNET)).toMatchObject({ usable: false, instead: `us.${SONNET}` })
    expect(of(SONNET_OLD)).toMatchObject({
      usable: true,
      lifecycle: 'LEGACY',
      legacyAt: '2026-05-14T00:00:00.000Z',
      endOfLifeAt: '2027-05-14T00:00:00.000Z',
      instead: `us.${SONNET}`,
    })
    expect(of(`global.${SONNET}`)).toMatchObject({ kind: 'global-profile' })
  })

  test('in use are told with how long they live, the one that ends first before the others', async () => {
    const [first, ...others] = await fleet.client.setup.modelsInUse()
    expect(first).toMatchObject({
      model: SONNET_OLD,
      standing: 'legacy',
      endOfLifeAt: '2027-05-14T00:00:00.000Z',
    })
    expect(first?.uses.map(({ repository }) => repository).sort()).toEqual(
      [caseOf('legacy-model').repository, fleet.repositoryOf(LEGACY)].sort(),
    )
    for (const use of first?.uses ?? [])
      expect(use).toMatchObject({
        region: 'us-east-1',
        source: 'variable BEDROCK_MODEL_ID (repository)',
        successor: `us.${SONNET}`,
      })
    expect(others.map(({ standing }) => standing)).not.toContain('legacy')
    const most = others.find(({ model }) => model === `us.${SONNET}`)
    expect(most).toMatchObject({ standing: 'current', daysLeft: null })
    expect(most?.uses.length).toBeGreaterThan(5)
  })

  test('move to their successor by a plan', async () => {
    const plan = await planWith(LEGACY, { model: ModelId.parse(`us.${SONNET}`) })
    expect(plan.steps.map(({ kind }) => kind).sort()).toEqual(['put-role-policy', 'set-variable'])
    expect((await applyPlan(fleet.client, plan)).failure).toBeNull()
    expect(await fleet.dispatch([LEGACY])).toEqual(['success'])
  })
})
