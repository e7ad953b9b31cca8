import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import type { LinkName } from '../../shared/domain/finding'
import type { RoleObservation } from '../../shared/domain/observation'
import { planSetup } from '../../shared/domain/plan-setup'
import { known } from '../../shared/domain/reading'
import type { ModelBreadth } from '../../shared/domain/setup'
import {
  ACCOUNT,
  account,
  CLASSIC,
  context,
  DESTINATIONS,
  FOUNDATION,
  MODEL,
  permissionsFor,
  REGION,
  ROLE_ARN,
  repository,
  role,
  setup,
  trustOf,
  workflow,
  workflowText,
} from '../support/observations'

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']
const PROFILE = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${MODEL}`

function policy(...statements: object[]): RoleObservation['inlinePolicies'][number] {
  const Statement = statements.map((one) => ({ Effect: 'Allow', Action: INVOKE, ...one }))
  return { name: 'theirs', arn: null, document: JSON.stringify({ Version: '2012-10-17', Statement }) }
}

const enough = { name: 'enough', arn: null, document: permissionsFor(DESTINATIONS) }

function findings(
  link: LinkName,
  over: Partial<RoleObservation>,
  breadth: ModelBreadth = 'model',
  quotas?: object,
) {
  const seen = account({ roles: known([role(over)]), ...quotas })
  return observeChain(context({ account: seen, setup: setup({ breadth }) })).links[link].findings
}

const lintsOf = (inlinePolicies: RoleObservation['inlinePolicies'], breadth?: ModelBreadth) =>
  findings('permissions', { inlinePolicies }, breadth)
    .filter(({ lint }) => lint !== null)
    .map(({ check, lint }) => `${lint} ${check.replace(/^permissions\.lint-|@.*$/g, '')}`)

/* The actions and resource types are those of Bedrock's page in the Service Authorization Reference. */
describe('a role that may do more than its setup asks for (AWS: grant least privilege; field-notes §9)', () => {
  it.each([
    ['the profile and its destinations', [enough], []],
    [
      'every action of every service',
      [policy({ Action: '*', Resource: '*' })],
      ['high beyond-bedrock', 'medium any-action', 'medium marketplace-subscribe', 'medium any-model'],
    ],
    [
      'every action of Bedrock',
      [policy({ Action: 'bedrock:*', Resource: '*' })],
      ['medium any-action', 'medium any-model'],
    ],
    ['any model', [policy({ Resource: '*' })], ['medium any-model']],
    [
      'any of Anthropic’s',
      [enough, policy({ Resource: 'arn:aws:bedrock:*::foundation-model/anthropic.*' })],
      ['low any-of-maker'],
    ],
    [
      'the family',
      [enough, policy({ Resource: `arn:aws:bedrock:${REGION}::foundation-model/anthropic.claude-sonnet-*` })],
      ['low any-version'],
    ],
    [
      'the model in every region',
      [policy({ Resource: [PROFILE, `arn:aws:bedrock:*::foundation-model/${FOUNDATION}`] })],
      ['low any-region'],
    ],
    // AWS's own example: with this condition the models are reached through the profile alone.
    [
      'any model, but through the profile only',
      [
        policy(
          { Resource: PROFILE },
          {
            Resource: 'arn:aws:bedrock:*::foundation-model/*',
            Condition: { StringLike: { 'bedrock:InferenceProfileArn': PROFILE } },
          },
        ),
      ],
      [],
    ],
    [
      'subscribing',
      [
        enough,
        policy({ Action: ['aws-marketplace:Subscribe', 'aws-marketplace:ViewSubscriptions'], Resource: '*' }),
      ],
      ['medium marketplace-subscribe'],
    ],
    [
      'any model, denied again',
      [
        policy(
          { Resource: '*' },
          { Effect: 'Deny', NotResource: [PROFILE, `arn:aws:bedrock:*::foundation-model/${FOUNDATION}`] },
        ),
      ],
      ['low any-region'],
    ],
  ])('%s', (_, policies, expected) => {
    expect(lintsOf(policies)).toEqual(expected)
  })

  it.each([
    ['model', ['medium any-model']],
    ['family', ['medium any-model']],
    ['anthropic', ['medium any-model']],
    ['any', ['low any-region']],
  ] as const)('breadth is a choice: with %s', (breadth, expected) => {
    expect(lintsOf([policy({ Resource: '*' })], breadth)).toEqual(expected)
  })

  it('what a boundary keeps out is no width', () => {
    const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/ci`
    const boundaryDocument = permissionsFor(DESTINATIONS)
    const inlinePolicies = [policy({ Action: '*', Resource: '*' })]
    expect(
      findings('permissions', { inlinePolicies, boundaryArn, boundaryDocument }).filter(({ lint }) => lint),
    ).toEqual([])
  })

  it('never stands in the way, and shows the policy that would be enough', () => {
    const wide = findings('permissions', { inlinePolicies: [policy({ Resource: '*' })] })
    expect(wide.map(({ status, breaks }) => [status, breaks])).toEqual([
      ['ok', false],
      ['ok', false],
    ])
    const shown = wide[1]?.evidence.find(({ label }) => label === 'a policy that is enough')?.wanted
    const narrowed = lintsOf([{ name: 'narrow', arn: null, document: String(shown) }])
    expect([narrowed, wide[1]?.repair]).toEqual([
      [],
      {
        kind: 'open-page',
        label: expect.any(String),
        url: expect.stringMatching(/roles\/details\/web-bedrock\?section=permissions$/),
      },
    ])
  })

  it('a policy of Rolecall’s own is narrowed by a plan', () => {
    const made = planSetup(
      context({
        account: account({ roles: known([role({ inlinePolicies: [] })]) }),
        setup: setup({ breadth: 'any' }),
      }),
      { id: 'plan-1', form: null },
    )
    const document = String(made.steps.find(({ kind }) => kind === 'put-role-policy')?.after)
    const inlinePolicies = [{ name: 'rolecall-bedrock', arn: null, document }]
    const found = findings('permissions', { inlinePolicies })
    expect(found.find(({ lint }) => lint)).toMatchObject({
      check: `permissions.lint-any-model@${ROLE_ARN}`,
      repair: { kind: 'plan', steps: ['put-role-policy'] },
    })
    const narrowing = planSetup(context({ account: account({ roles: known([role({ inlinePolicies })]) }) }), {
      id: 'plan-2',
      form: null,
    })
    expect(narrowing.steps.map(({ kind }) => kind)).toEqual(['put-role-policy'])
    const [step] = narrowing.steps
    expect(lintsOf([{ name: 'rolecall-bedrock', arn: null, document: String(step?.after) }])).toEqual([])
  })
})

/* IAM user guide, IAM and AWS STS quotas: a trust policy 2,048 characters, adjustable; inline policies of a role 10,240 together, not. */
describe('a quota of IAM’s that is near', () => {
  const padded = (characters: number) => {
    const trust = JSON.parse(trustOf(CLASSIC))
    trust.Statement[0].Sid = ''
    trust.Statement[0].Sid = 'x'.repeat(characters - JSON.stringify(trust).length)
    return JSON.stringify(trust, null, 2)
  }
  const told = (link: LinkName, over: Partial<RoleObservation>, quotas?: object) =>
    findings(link, over, 'model', quotas).filter(({ check }) => check.includes('quota'))

  it.each([
    [1843, undefined, []],
    [1844, undefined, ['low']],
    [2048, undefined, ['low']],
    [2048, { quotas: known({ trust: 4096, inline: 10_240 }) }, []],
    [3700, { quotas: known({ trust: 4096, inline: 10_240 }) }, ['low']],
  ])('a trust policy of %i characters, white space not counted', (characters, quotas, expected) => {
    const found = told('trust', { trust: padded(characters) }, quotas)
    expect(found.map(({ lint }) => lint)).toEqual(expected)
    for (const { says, status } of found)
      expect([status, says]).toEqual([
        'ok',
        expect.stringMatching(/role of its own.*one environment.*quota.*ID with a wildcard/is),
      ])
  })

  it('that the repair would pass is told before IAM refuses, as the plan does', () => {
    const text = workflowText({ environment: 'production' })
    const world = (characters: number) =>
      context({
        observation: repository({ workflows: known([workflow(text)]) }),
        account: account({ roles: known([role({ trust: padded(characters) })]) }),
        setup: setup({ scope: [{ kind: 'environment', name: 'production' }] }),
      })
    const { trust } = observeChain(world(2_030)).links
    expect(trust.findings.find(({ status }) => status === 'blocked')).toMatchObject({
      check: `trust.quota@${ROLE_ARN}`,
      breaks: false,
      says: expect.stringMatching(/does not fit.*of 2,048 characters/s),
    })
    expect(trust.breaks).toBe(true)
    const { conflicts } = planSetup(world(2_030), { id: 'plan-1', form: null })
    expect(conflicts.map(({ says }) => says)).toEqual([expect.stringMatching(/^Blocked:/)])
    expect(observeChain(world(800)).links.trust.findings.map(({ status }) => status)).not.toContain('blocked')
  })

  it.each([
    [9_215, []],
    [9_216, ['ok low']],
    [10_240, ['ok low']],
  ])('inline policies of %i characters together', (characters, expected) => {
    const other = (length: number) => {
      const Statement = [{ Sid: '', Effect: 'Deny', Action: 's3:*', Resource: '*' }]
      const bare = JSON.stringify({ Version: '2012-10-17', Statement }).length
      return policyText('x'.repeat(length - bare))
    }
    const policyText = (Sid: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid, Effect: 'Deny', Action: 's3:*', Resource: '*' }],
      })
    const inlinePolicies = [
      enough,
      { name: 'other', arn: null, document: other(characters - enough.document.length) },
    ]
    expect(told('permissions', { inlinePolicies }).map(({ status, lint }) => `${status} ${lint}`)).toEqual(
      expected,
    )
  })

  it('a policy for the model that no longer fits beside the others is told', () => {
    const Statement = [{ Sid: 'x'.repeat(9_700), Effect: 'Deny', Action: 's3:*', Resource: '*' }]
    const full = { name: 'other', arn: null, document: JSON.stringify({ Version: '2012-10-17', Statement }) }
    const found = told('permissions', { inlinePolicies: [full] })
    expect(found).toMatchObject([
      { status: 'blocked', breaks: false, says: expect.stringContaining('of 10,240') },
    ])
  })
})
