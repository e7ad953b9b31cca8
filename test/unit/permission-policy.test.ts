import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExpectedFailure } from '../../shared/domain/failure'
import { AccountId, ModelId, Region } from '../../shared/domain/ids'
import { type ModelResolution, requiredGrants } from '../../shared/domain/models'
import {
  composePermissions,
  evaluatePermission,
  mergePermissions,
} from '../../shared/domain/permission-policy'
import { parsePolicy } from '../../shared/domain/policy-document'

const MODEL = 'arn:aws:bedrock:eu-west-2::foundation-model/anthropic.claude-sonnet-4-6'
const PROFILE = 'arn:aws:bedrock:eu-west-2:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-6'
const INVOKE = 'bedrock:InvokeModel'

function policy(text: string) {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.policy
}
const doc = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (over: object = {}) => ({ Effect: 'Allow', Action: INVOKE, Resource: MODEL, ...over })

function decide(statements: object[], context: Record<string, string> = {}, resource = MODEL) {
  const lookup = (key: string) => (key in context ? [context[key] ?? ''] : undefined)
  return evaluatePermission([policy(doc(...statements))], { action: INVOKE, resource, context: lookup })
    .decision
}

describe('whether a role may do something', () => {
  it.each([
    ['the action and the resource', {}, 'allowed'],
    [
      'the seed’s policy: any region, all of Claude',
      { Resource: 'arn:aws:bedrock:*::foundation-model/anthropic.claude-*' },
      'allowed',
    ],
    ['everything', { Action: '*', Resource: '*' }, 'allowed'],
    ['the action in another case', { Action: 'BEDROCK:invoke*' }, 'allowed'],
    ['a family of actions', { Action: 'bedrock:Invoke?odel' }, 'allowed'],
    ['only streaming', { Action: 'bedrock:InvokeModelWithResponseStream' }, 'denied'],
    ['another region', { Resource: MODEL.replace('eu-west-2', 'us-east-1') }, 'denied'],
    ['the model in another case', { Resource: MODEL.replace('claude', 'Claude') }, 'denied'],
    [
      'a star that would have to reach over a colon',
      { Resource: 'arn:aws:bedrock:*:foundation-model/*' },
      'denied',
    ],
    ['an ARN cut short, which IAM completes', { Resource: 'arn:aws:bedrock:eu-*' }, 'allowed'],
    ['no ARN', { Resource: 'anthropic.claude-sonnet-4-6' }, 'denied'],
    ['no resource', { Resource: undefined }, 'denied'],
    ['all resources but this', { Resource: undefined, NotResource: MODEL }, 'denied'],
    ['all resources but another', { Resource: undefined, NotResource: PROFILE }, 'allowed'],
    ['all actions but this', { Action: undefined, NotAction: INVOKE }, 'denied'],
    ['all actions but another', { Action: undefined, NotAction: 'iam:*' }, 'allowed'],
    ['a principal, which no identity policy has', { Principal: '*' }, 'denied'],
    [
      'a condition that is met',
      { Condition: { StringEquals: { 'AWS:RequestedRegion': 'eu-west-2' } } },
      'allowed',
    ],
    [
      'a condition that is not met',
      { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } },
      'denied',
    ],
    [
      'a condition on what the request lacks',
      { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      'denied',
    ],
    ['a condition that cannot be evaluated', { Condition: { NumericLessThan: { 'x:y': '1' } } }, 'denied'],
    [
      'a resource with a variable that the request lacks',
      { Resource: `arn:aws:bedrock:\u0024{x:region}::foundation-model/*` },
      'denied',
    ],
  ])('decides for a statement that allows %s', (_, over, expected) => {
    expect(decide([allow(over)], { 'aws:requestedregion': 'eu-west-2' })).toBe(expected)
  })

  it('fills a variable in a resource from the request', () => {
    const Resource = 'arn:aws:bedrock:\u0024{aws:RequestedRegion}::foundation-model/*'
    expect(decide([allow({ Resource })], { 'aws:requestedregion': 'eu-west-2' })).toBe('allowed')
    expect(decide([allow({ Resource })], { 'aws:requestedregion': 'eu-west-1' })).toBe('denied')
  })

  it('lets the wildcard region cover the model of no region', () => {
    const Resource = 'arn:aws:bedrock:*::foundation-model/anthropic.claude-*'
    expect(decide([allow({ Resource })], {}, MODEL.replace('eu-west-2', ''))).toBe('allowed')
    expect(decide([allow()], {}, MODEL.replace('eu-west-2', ''))).toBe('denied')
  })

  it.each([
    ['flatly', {}],
    ['through NotAction', { Action: undefined, NotAction: 's3:*' }],
    ['outside a region', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } }],
    [
      'by a condition that cannot be evaluated',
      { Condition: { DateMatches: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } },
    ],
    [
      'by a resource with a variable that the request lacks',
      { Resource: 'arn:aws:bedrock:\u0024{x:region}::foundation-model/*' },
    ],
  ])('lets a Deny win %s, whatever else is allowed', (_, over) => {
    const deny = { Effect: 'Deny', Action: INVOKE, Resource: '*', ...over }
    expect(decide([allow(), deny, allow({ Action: '*', Resource: '*' })])).toBe('explicitly-denied')
  })

  it('names the policy and the statement that decide, over several policies', () => {
    const request = { action: INVOKE, resource: MODEL, context: () => undefined }
    const policies = [
      policy(doc(allow({ Action: 's3:*' }))),
      policy(doc(allow({ Resource: PROFILE }), allow())),
    ]
    expect(evaluatePermission(policies, request)).toEqual({
      decision: 'allowed',
      certain: true,
      by: { policy: 1, statement: 1 },
    })
    expect(evaluatePermission([], request)).toEqual({ decision: 'denied', certain: true, by: null })
    const denying = [...policies, policy(doc(allow({ Effect: 'Deny' })))]
    expect(evaluatePermission(denying, request)).toEqual({
      decision: 'explicitly-denied',
      certain: true,
      by: { policy: 2, statement: 0 },
    })
  })

  const fromOffice = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
  const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-acme' } }
  it.each([
    ['an Allow under a condition', [allow({ Condition: inOrganization })], false],
    ['an Allow by an operator that is not evaluated', [allow({ Condition: fromOffice })], false],
    ['a Deny under a condition', [allow(), allow({ Effect: 'Deny', Condition: inOrganization })], false],
    ['a Deny without anything that allows', [allow({ Effect: 'Deny', Condition: inOrganization })], true],
    ['a Deny without a condition', [allow({ Condition: inOrganization }), allow({ Effect: 'Deny' })], true],
    [
      'a condition beside one that fails',
      [allow({ Condition: { ...inOrganization, Null: { 'aws:secure': 'true' } } })],
      true,
    ],
  ])('a denial by what only the call brings is not certain: %s', (_, statements, certain) => {
    const context = (key: string) => (key === 'aws:secure' ? ['true'] : null)
    const decided = evaluatePermission([policy(doc(...statements))], {
      action: INVOKE,
      resource: MODEL,
      context,
    })
    expect(decided).toMatchObject({ certain })
    expect(decided.decision).not.toBe('allowed')
  })
})

const place = {
  region: Region.parse('eu-west-2'),
  account: AccountId.parse('111122223333'),
  partition: 'aws' as const,
}
const living = { lifecycle: 'ACTIVE' as const, endOfLifeAt: null }

function profileTarget(
  geo: string,
  regions: string[],
  model = 'anthropic.claude-sonnet-4-6',
): ModelResolution {
  const id = ModelId.parse(`${geo}.${model}`)
  const modelArns = regions.map((where) => `arn:aws:bedrock:${where}::foundation-model/${model}`)
  const arn = `arn:aws:bedrock:eu-west-2:111122223333:inference-profile/${id}`
  return {
    kind: 'profile',
    geo,
    model,
    profile: { id, arn, name: id, kind: 'SYSTEM_DEFINED', modelArns },
    ...living,
  }
}

const onDemand: ModelResolution = {
  kind: 'foundation-model',
  model: 'amazon.nova-lite-v1:0',
  arn: 'arn:aws:bedrock:eu-west-2::foundation-model/amazon.nova-lite-v1:0',
  onDemand: true,
  ...living,
}

const compose = (target: ModelResolution, breadth: 'model' | 'family' = 'model') =>
  composePermissions({ target, breadth, ...place })

function grants(text: string, target: ModelResolution): boolean {
  return requiredGrants(target, place).every(
    (grant) => evaluatePermission([policy(text)], grant).decision === 'allowed',
  )
}

describe('writing a permission policy (field-notes §3)', () => {
  it('names the profile and every destination, and lets the models be invoked through the profile only', () => {
    const target = profileTarget('eu', ['eu-west-1', 'eu-west-2'])
    expect(JSON.parse(compose(target)).Statement).toEqual([
      {
        Sid: 'RolecallInvokeProfile',
        Effect: 'Allow',
        Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        Resource: PROFILE,
      },
      {
        Sid: 'RolecallInvokeModelThroughProfile',
        Effect: 'Allow',
        Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        Resource: [
          'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6',
          'arn:aws:bedrock:eu-west-2::foundation-model/anthropic.claude-sonnet-4-6',
        ],
        Condition: { ArnLike: { 'bedrock:InferenceProfileArn': PROFILE } },
      },
    ])
  })

  it.each([
    ['a model on demand', onDemand],
    ['a geo profile', profileTarget('eu', ['eu-west-1', 'eu-west-2', 'eu-central-1'])],
    ['a global profile', profileTarget('global', ['eu-west-2', ''])],
  ])(
    'allows all that %s takes, in either breadth, and IAM’s limit of 10,240 characters holds',
    (_, target) => {
      for (const breadth of ['model', 'family'] as const) {
        const text = compose(target, breadth)
        expect(grants(text, target)).toBe(true)
        expect(text.replaceAll(/\s/g, '').length).toBeLessThan(10_240)
      }
    },
  )

  it('leaves out what was not asked for', () => {
    const text = compose(profileTarget('eu', ['eu-west-1', 'eu-west-2']))
    const decision = (action: string, resource: string) =>
      evaluatePermission([policy(text)], { action, resource, context: () => undefined }).decision
    expect(decision(INVOKE, MODEL)).toBe('denied')
    expect(decision(INVOKE, PROFILE.replace('4-6', '4-5'))).toBe('denied')
    expect(decision('bedrock:CreateInferenceProfile', PROFILE)).toBe('denied')
    expect(grants(text, profileTarget('eu', ['eu-west-1', 'eu-south-1']))).toBe(false)
    expect(grants(text, profileTarget('global', ['eu-west-2', '']))).toBe(false)
  })

  it('covers the next version of the family only when asked to', () => {
    const now = profileTarget('eu', ['eu-west-1'])
    const next = profileTarget('eu', ['eu-west-1'], 'anthropic.claude-sonnet-5')
    expect(grants(compose(now), next)).toBe(false)
    expect(grants(compose(now, 'family'), next)).toBe(true)
    expect(
      grants(compose(now, 'family'), profileTarget('eu', ['eu-west-1'], 'anthropic.claude-opus-5')),
    ).toBe(false)
  })

  it('refuses a model that the region does not have, and says why', () => {
    const target: ModelResolution = { kind: 'unknown', why: 'No such model.', suggestion: null }
    expect(() => compose(target)).toThrow(ExpectedFailure)
    expect(() => compose(target)).toThrow('No such model.')
  })
})

describe('merging with a policy that is there', () => {
  const wanted = compose(onDemand)
  const [ours] = JSON.parse(wanted).Statement
  const logs = { Sid: 'Logs', Effect: 'Allow', Action: 'logs:*', Resource: '*' }
  const bucket = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' }

  it('writes ours where there is none', () => {
    expect(mergePermissions(null, wanted)).toEqual({ document: wanted, kept: [] })
  })

  it('keeps every foreign statement, in order, and names it', () => {
    const merged = mergePermissions(encodeURIComponent(doc(logs, bucket)), wanted)
    expect(JSON.parse(merged.document).Statement).toEqual([logs, bucket, ours])
    expect(merged.kept).toEqual(['Logs', '#1'])
  })

  it('replaces what Rolecall wrote before, where it stands', () => {
    const before = JSON.parse(compose(profileTarget('eu', ['eu-west-1']))).Statement
    const merged = mergePermissions(doc(logs, ...before, bucket), wanted)
    expect(JSON.parse(merged.document).Statement).toEqual([logs, ours, bucket])
    expect(merged.kept).toEqual(['Logs', '#3'])
  })

  it('returns a document that needs no change as it is', () => {
    const existing = doc(ours, logs)
    expect(mergePermissions(existing, wanted)).toEqual({ document: existing, kept: ['Logs'] })
  })

  it('touches nothing that it cannot read', () => {
    expect(() => mergePermissions('{"Statement": [', wanted)).toThrow(ExpectedFailure)
  })

  it('loses no foreign statement and settles at once, whatever is there', () => {
    const statements = fc.array(fc.constantFrom(logs, bucket, { ...ours, Resource: 'arn:aws:x' }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(statements, (existing) => {
        const { document } = mergePermissions(doc(...existing), wanted)
        const after: object[] = JSON.parse(document).Statement
        const foreign = (list: object[]) => list.filter((one) => !('Sid' in one) || one.Sid === 'Logs')
        expect(foreign(after)).toEqual(foreign(existing))
        expect(mergePermissions(document, wanted).document).toBe(document)
        expect(grants(document, onDemand)).toBe(true)
      }),
    )
  })
})
