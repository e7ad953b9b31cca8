import {
  BedrockClient,
  CreateFoundationModelAgreementCommand,
  GetFoundationModelAvailabilityCommand,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  GetUseCaseForModelAccessCommand,
  ListFoundationModelAgreementOffersCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  PutUseCaseForModelAccessCommand,
} from '@aws-sdk/client-bedrock'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNT, ADMIN_KEY, aWorld, HAIKU, READER_KEY, SONNET } from '../support/aws/aws-worlds'
import { type ServedAws, serveAws } from '../support/aws/served-aws'

let served: ServedAws
let bedrock: BedrockClient

beforeEach(async () => {
  served = await serveAws(aWorld())
  bedrock = signed(ADMIN_KEY)
})
afterEach(() => served.close())

function signed(accessKeyId: string, region = 'eu-west-2'): BedrockClient {
  const credentials = { accessKeyId, secretAccessKey: 'any' }
  return new BedrockClient({ endpoint: served.url, region, credentials, maxAttempts: 1 })
}

const FORM = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example.com',
  intendedUsers: '0',
  industryOption: 'Software',
  otherIndustryOption: '',
  useCases: 'Code review in CI',
}

function submit(form: object) {
  const formData = new TextEncoder().encode(JSON.stringify(form))
  return bedrock.send(new PutUseCaseForModelAccessCommand({ formData }))
}

test('models tell how they can be invoked and how long they live', async () => {
  const haiku = served.aws.regions['eu-west-2']?.models.find(({ id }) => id === HAIKU)
  Object.assign(haiku ?? {}, { lifecycle: 'LEGACY', endOfLifeAt: '2027-03-01T00:00:00.000Z' })
  const { modelSummaries } = await bedrock.send(new ListFoundationModelsCommand({ byProvider: 'anthropic' }))
  expect(modelSummaries).toMatchObject([
    {
      modelArn: `arn:aws:bedrock:eu-west-2::foundation-model/${SONNET}`,
      modelId: SONNET,
      inferenceTypesSupported: ['INFERENCE_PROFILE'],
      modelLifecycle: { status: 'ACTIVE' },
    },
    {
      modelId: HAIKU,
      inferenceTypesSupported: ['ON_DEMAND'],
      modelLifecycle: { status: 'LEGACY', endOfLifeTime: new Date('2027-03-01') },
    },
  ])
  const { modelDetails } = await bedrock.send(new GetFoundationModelCommand({ modelIdentifier: SONNET }))
  expect(modelDetails).toMatchObject({ modelId: SONNET, providerName: 'Anthropic' })
})

test('profiles are paged, told apart by type, and found by ID and by ARN', async () => {
  served.aws.accounts[ACCOUNT]?.applicationProfiles.push({
    id: 'a1b2c3',
    name: 'team-web',
    kind: 'APPLICATION',
    modelArns: [`arn:aws:bedrock:eu-west-2::foundation-model/${SONNET}`],
    region: 'eu-west-2',
  })
  const first = await bedrock.send(new ListInferenceProfilesCommand({ maxResults: 2 }))
  expect(first.inferenceProfileSummaries).toHaveLength(2)
  const rest = await bedrock.send(new ListInferenceProfilesCommand({ nextToken: first.nextToken }))
  const arn = `arn:aws:bedrock:eu-west-2:${ACCOUNT}:application-inference-profile/a1b2c3`
  expect(rest.inferenceProfileSummaries).toMatchObject([{ inferenceProfileArn: arn, type: 'APPLICATION' }])
  const system = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }))
  expect(system.inferenceProfileSummaries?.map(({ inferenceProfileId }) => inferenceProfileId)).toEqual([
    `eu.${SONNET}`,
    `global.${SONNET}`,
  ])
  for (const inferenceProfileIdentifier of ['a1b2c3', arn]) {
    await expect(
      bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier })),
    ).resolves.toMatchObject({ inferenceProfileName: 'team-web', status: 'ACTIVE' })
  }
  await expect(
    bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: `us.${SONNET}` })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } })
})

test('the form is missing, is submitted once, and is then known', async () => {
  const account = served.aws.accounts[ACCOUNT]
  if (account) account.useCaseForm = null
  await expect(bedrock.send(new GetUseCaseForModelAccessCommand({}))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await expect(submit({ companyName: 'Acme' })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(submit({ ...FORM, useCases: 'x'.repeat(17_000) })).rejects.toMatchObject({
    name: 'ValidationException',
  })
  await submit(FORM)
  const { formData } = await bedrock.send(new GetUseCaseForModelAccessCommand({}))
  expect(JSON.parse(new TextDecoder().decode(formData))).toEqual(FORM)
  await expect(submit(FORM)).rejects.toMatchObject({ name: 'ValidationException' })
})

test('an agreement makes a model available', async () => {
  const account = served.aws.accounts[ACCOUNT]
  if (account) account.agreements = []
  const availability = () => bedrock.send(new GetFoundationModelAvailabilityCommand({ modelId: SONNET }))
  await expect(availability()).resolves.toMatchObject({
    modelId: SONNET,
    agreementAvailability: { status: 'NOT_AVAILABLE' },
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: 'AVAILABLE',
  })
  const { offers } = await bedrock.send(new ListFoundationModelAgreementOffersCommand({ modelId: SONNET }))
  const agree = (offerToken = offers?.[0]?.offerToken) =>
    bedrock.send(new CreateFoundationModelAgreementCommand({ modelId: SONNET, offerToken }))
  await expect(agree('other')).rejects.toMatchObject({ name: 'ValidationException' })
  await agree()
  await expect(availability()).resolves.toMatchObject({ agreementAvailability: { status: 'AVAILABLE' } })
  await expect(agree()).rejects.toMatchObject({ name: 'ConflictException' })
})

test('who may not list is told so', async () => {
  await expect(signed(READER_KEY).send(new ListFoundationModelsCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('is not authorized to perform: bedrock:ListFoundationModels'),
  })
})

test('an unknown key and a region without Bedrock are one refusal', async () => {
  const refused = { name: 'UnrecognizedClientException', $metadata: { httpStatusCode: 403 } }
  await expect(signed('AKIASTRANGER').send(new ListFoundationModelsCommand({}))).rejects.toMatchObject(
    refused,
  )
  await expect(
    signed(ADMIN_KEY, 'af-south-1').send(new ListFoundationModelsCommand({})),
  ).rejects.toMatchObject(refused)
})
