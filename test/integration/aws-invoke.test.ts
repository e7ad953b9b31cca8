import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AwsRole } from '../../electron/sandbox/aws/aws-world'
import {
  ACCOUNT,
  ADMIN_KEY,
  allowing,
  aModel,
  aRole,
  aWorld,
  HAIKU,
  NOVA,
  SONNET,
} from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

const EU_PROFILE = `arn:aws:bedrock:eu-west-2:${ACCOUNT}:inference-profile/eu.${SONNET}`
const modelIn = (region: string, model = SONNET) => `arn:aws:bedrock:${region}::foundation-model/${model}`
const EVERY_DESTINATION = [EU_PROFILE, modelIn('eu-west-2'), modelIn('eu-central-1')]

let served: ServedAws
let role: AwsRole

beforeEach(async () => {
  role = aRole('web-bedrock', {
    inlinePolicies: { bedrock: allowing(['bedrock:InvokeModel'], EVERY_DESTINATION) },
  })
  served = await serveAws(aWorld({ roles: [role] }))
  served.aws.accessKeys.ASIASESSION = {
    account: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web-bedrock/GitHubActions`,
    allowedActions: [],
    sessionOf: { roleName: 'web-bedrock', expiresAt: '2026-11-20T13:00:00.000Z' },
  }
})
afterEach(() => served.close())

function runtime(region = 'eu-west-2', accessKeyId = 'ASIASESSION'): BedrockRuntimeClient {
  const credentials = { accessKeyId, secretAccessKey: 'any', sessionToken: 'any' }
  return new BedrockRuntimeClient({ endpoint: served.url, region, credentials, maxAttempts: 1 })
}

function account() {
  const found = served.aws.accounts[ACCOUNT]
  if (!found) throw new Error('The world has lost its account.')
  return found
}

const BODY = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'who was the last person to walk on the moon' }],
}

async function invoke(modelId: string, options: { region?: string; key?: string; body?: unknown } = {}) {
  const answer = await runtime(options.region, options.key).send(
    new InvokeModelCommand({ modelId, body: JSON.stringify(options.body ?? BODY) }),
  )
  return JSON.parse(answer.body.transformToString())
}

describe('a call that may', () => {
  test('is answered in the shape of the provider, naming the model, the same each time', async () => {
    const first = await invoke(`eu.${SONNET}`)
    expect(first).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: expect.stringContaining(SONNET) }],
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    })
    await expect(invoke(EU_PROFILE)).resolves.toEqual(first)
    expect(role).toMatchObject({ lastUsedAt: '2026-11-20T12:00:00.000Z', lastUsedRegion: 'eu-west-2' })
  })

  test('may converse: Converse needs bedrock:InvokeModel', async () => {
    const messages = [{ role: 'user' as const, content: [{ text: 'hello' }] }]
    const answer = await runtime().send(new ConverseCommand({ modelId: `eu.${SONNET}`, messages }))
    expect(answer.output?.message?.content?.[0]?.text).toContain(SONNET)
    expect(answer.stopReason).toBe('end_turn')
  })

  test('to another provider needs neither form nor agreement of Anthropic', async () => {
    Object.assign(account(), { useCaseForm: null, agreements: [] })
    const answer = await invoke(NOVA, { key: ADMIN_KEY, body: { messages: [] } })
    expect(answer.output.message.content[0].text).toContain(NOVA)
  })
})

describe('streams', () => {
  const messages = [{ role: 'user' as const, content: [{ text: 'hello' }] }]

  test('need an action of their own', async () => {
    await expect(
      runtime().send(new ConverseStreamCommand({ modelId: `eu.${SONNET}`, messages })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('bedrock:InvokeModelWithResponseStream'),
    })
  })

  test('carry the whole answer in pieces', async () => {
    role.inlinePolicies.bedrock = allowing(['bedrock:InvokeModel*'], EVERY_DESTINATION)
    const converse = await runtime().send(new ConverseStreamCommand({ modelId: `eu.${SONNET}`, messages }))
    let said = ''
    let ended: string | undefined
    for await (const event of converse.stream ?? []) {
      said += event.contentBlockDelta?.delta?.text ?? ''
      ended = event.messageStop?.stopReason ?? ended
    }
    expect(said).toContain(SONNET)
    expect(ended).toBe('end_turn')
    const native = await runtime().send(
      new InvokeModelWithResponseStreamCommand({ modelId: `eu.${SONNET}`, body: JSON.stringify(BODY) }),
    )
    const kinds: string[] = []
    for await (const event of native.body ?? []) {
      kinds.push(JSON.parse(new TextDecoder().decode(event.chunk?.bytes)).type)
    }
    expect(kinds).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
  })
})

describe('field-notes §7', () => {
  test('row 19: the form was not submitted', async () => {
    account().useCaseForm = null
    await expect(invoke(`eu.${SONNET}`)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(
        /^Model use case details have not been submitted for this account\..*try again in 15 minutes\.$/,
      ),
    })
  })

  test('row 20: nobody has subscribed, and a CI role may not', async () => {
    account().agreements = []
    await expect(invoke(`eu.${SONNET}`)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /^Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions \(aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe\)/,
      ),
    })
    await invoke(`eu.${SONNET}`, { key: ADMIN_KEY })
    await expect(invoke(`eu.${SONNET}`)).resolves.toHaveProperty('content')
  })

  test('row 21: a model that has no on-demand throughput', async () => {
    await expect(invoke(SONNET)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Invocation of model ID ${SONNET} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    })
  })

  test.each([`us.${SONNET}`, 'anthropic.claude-nonesuch', 'sonnet'])(
    'row 22: %s is no identifier in eu-west-2',
    async (modelId) => {
      await expect(invoke(modelId)).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'The provided model identifier is invalid.',
      })
    },
  )

  test.each([
    ['the profile', EVERY_DESTINATION.slice(1), EU_PROFILE],
    ['a destination', EVERY_DESTINATION.slice(0, 2), modelIn('eu-central-1')],
  ])('row 23: the policy lacks %s', async (_, resources, missing) => {
    role.inlinePolicies.bedrock = allowing(['bedrock:InvokeModel'], resources)
    await expect(invoke(`eu.${SONNET}`)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/web-bedrock/GitHubActions is not authorized to perform: bedrock:InvokeModel on resource: ${missing} because no identity-based policy allows the bedrock:InvokeModel action`,
      $metadata: { httpStatusCode: 403 },
    })
  })

  test('row 24: routing touches a region that the organization denies', async () => {
    account().deniedRegions = ['eu-central-1']
    await expect(invoke(`eu.${SONNET}`)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/eu-central-1.*with an explicit deny in a service control policy$/),
    })
  })

  test('row 25: the model has reached the end of its life', async () => {
    const old = 'anthropic.claude-v2'
    served.aws.regions['eu-west-2']?.models.push(
      aModel(old, { onDemand: true, endOfLifeAt: '2026-01-01T00:00:00.000Z' }),
    )
    await expect(invoke(old, { key: ADMIN_KEY })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(/^This model version has reached the end of its life\./),
    })
  })
})

describe('permissions', () => {
  const pinned = { StringEquals: { 'bedrock:InferenceProfileArn': EU_PROFILE } }

  test('pinned to a profile do not allow the model itself', async () => {
    served.aws.regions['eu-west-2']?.models.forEach((model) => {
      model.onDemand = true
    })
    role.inlinePolicies = {
      profile: allowing(['bedrock:InvokeModel'], [EU_PROFILE]),
      models: allowing(['bedrock:InvokeModel'], [modelIn('*')], pinned),
    }
    await expect(invoke(`eu.${SONNET}`)).resolves.toHaveProperty('content')
    await expect(invoke(SONNET)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  test('of a global profile: profile, model here, and model without a region', async () => {
    const profile = `arn:aws:bedrock:eu-west-2:${ACCOUNT}:inference-profile/global.${SONNET}`
    role.inlinePolicies.bedrock = allowing(['bedrock:InvokeModel'], [profile, modelIn('eu-west-2')])
    await expect(invoke(`global.${SONNET}`)).rejects.toMatchObject({
      message: expect.stringContaining(`on resource: ${modelIn('')} `),
    })
    role.inlinePolicies.bedrock = allowing(
      ['bedrock:InvokeModel'],
      [profile, modelIn('eu-west-2'), modelIn('')],
    )
    await expect(invoke(`global.${SONNET}`)).resolves.toHaveProperty('content')
  })

  test('by an attached policy count, and end at the boundary', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/bedrock`
    const boundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`
    account().managedPolicies.push(
      { arn, name: 'bedrock', document: allowing(['bedrock:*'], ['*']) },
      { arn: boundary, name: 'boundary', document: allowing(['s3:*'], ['*']) },
    )
    role.inlinePolicies = {}
    role.attachedPolicyArns = [arn]
    await expect(invoke(HAIKU)).resolves.toHaveProperty('content')
    role.boundaryArn = boundary
    await expect(invoke(HAIKU)).rejects.toMatchObject({
      message: expect.stringMatching(/because no permissions boundary allows/),
    })
  })

  test('changed a moment ago do not yet count', async () => {
    served.aws.consistencyDelay = 8
    role.changedAt = new Date(served.clock.now - 2_000).toISOString()
    await expect(invoke(`eu.${SONNET}`)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    served.clock.now += 6_000
    await expect(invoke(`eu.${SONNET}`)).resolves.toHaveProperty('content')
  })
})

test('an expired session is told so', async () => {
  served.clock.now = Date.parse('2026-11-20T13:00:01Z')
  await expect(invoke(`eu.${SONNET}`)).rejects.toMatchObject({
    name: 'ExpiredTokenException',
    $metadata: { httpStatusCode: 403 },
  })
})

test('a body that the model cannot read is malformed', async () => {
  await expect(invoke(`eu.${SONNET}`, { body: { messages: [] } })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^Malformed input request: #: required key \[anthropic_version\]/),
  })
})
