import {
  type BedrockClient,
  type FoundationModelSummary,
  GetFoundationModelAvailabilityCommand,
  type InferenceProfileSummary,
  type InferenceProfileType,
  ListFoundationModelsCommand,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock'
import PQueue from 'p-queue'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { ModelId, type Region } from '../../../shared/domain/ids'
import type {
  FoundationModel,
  InferenceProfile,
  ModelAvailability,
  RegionModels,
} from '../../../shared/domain/observation'
import { calling } from './errors'
import type { AwsSession } from './session'

/** Availability is asked model by model, and Bedrock's control plane throttles early. */
const AT_ONCE = 5

interface Asking {
  client: BedrockClient
  profile: string
  options: { abortSignal?: AbortSignal }
}

/**
 * What AWS answers in a region that is not enabled, and what the resolver says of one that does not exist. The
 * identity was read with the same credentials before, so these are not the fault of them.
 */
const NO_SUCH_REGION = new Set(['ENOTFOUND', 'InvalidClientTokenId', 'UnrecognizedClient'])

/** Models, profiles, and the availability of the wanted models in one region. */
export function readRegion(
  session: AwsSession,
  region: Region,
  wanted: ModelId[],
  signal?: AbortSignal,
): Promise<RegionModels> {
  const asked = ({ profiles }: Offered) => wanted.map((model) => foundationModelOf(model, profiles))
  return readOffered(session, region, asked, signal)
}

/** Models, profiles, and the availability of every model that `asked` picks. */
export function readRegionOffer(
  session: AwsSession,
  region: Region,
  asked: (model: FoundationModel) => boolean,
  signal?: AbortSignal,
): Promise<RegionModels> {
  const ids = ({ models }: Offered) => models.filter(asked).map(({ id }) => id)
  return readOffered(session, region, ids, signal)
}

type Offered = Pick<RegionModels, 'models' | 'profiles'>

async function readOffered(
  session: AwsSession,
  region: Region,
  asked: (offered: Offered) => ModelId[],
  signal?: AbortSignal,
): Promise<RegionModels> {
  try {
    return await readBedrock(session, region, asked, signal)
  } catch (error) {
    if (!(error instanceof ExpectedFailure) || !NO_SUCH_REGION.has(error.failure.code ?? '')) throw error
    const says = `Bedrock cannot be reached in ${region}: the region does not exist, has no Bedrock, or is not enabled in this account. Choose another region.`
    const recovery = { kind: 'correct-input' as const, field: 'region' }
    throw new ExpectedFailure(failure('invalid', says, recovery, error.failure.code), { cause: error })
  }
}

async function readBedrock(
  session: AwsSession,
  region: Region,
  wanted: (offered: Offered) => ModelId[],
  signal?: AbortSignal,
): Promise<RegionModels> {
  const asking: Asking = {
    client: session.bedrock(region),
    profile: session.profile,
    options: signal ? { abortSignal: signal } : {},
  }
  const [models, own, applications] = await Promise.all([
    listModels(asking),
    listProfiles(asking, 'SYSTEM_DEFINED'),
    listProfiles(asking, 'APPLICATION'),
  ])
  const profiles = [...own, ...applications]
  const asked = [...new Set(wanted({ models, profiles }))]
  const few = new PQueue({ concurrency: AT_ONCE })
  const availability = await few.addAll(asked.map((model) => () => availabilityOf(asking, model)))
  return { region, models, profiles, availability: availability.filter((each) => each !== null) }
}

/** The foundation model behind a profile or an ARN; an agreement is made for the model, never for a profile. */
function foundationModelOf(model: ModelId, profiles: InferenceProfile[]): ModelId {
  const profile = profiles.find(({ id, arn }) => id === model || arn === model)
  const named = profile?.modelArns[0] ?? model
  const marker = 'foundation-model/'
  const start = named.indexOf(marker)
  return ModelId.parse(start === -1 ? named : named.slice(start + marker.length))
}

function listModels({ client, profile, options }: Asking): Promise<FoundationModel[]> {
  return calling({ action: 'bedrock:ListFoundationModels', profile }, async () => {
    const answer = await client.send(new ListFoundationModelsCommand({}), options)
    return (answer.modelSummaries ?? []).map(observedModel)
  })
}

function observedModel(summary: FoundationModelSummary): FoundationModel {
  const kinds: readonly string[] = summary.inferenceTypesSupported ?? []
  return {
    id: ModelId.parse(summary.modelId),
    name: summary.modelName ?? summary.modelId ?? '',
    provider: summary.providerName ?? '',
    lifecycle: summary.modelLifecycle?.status === 'LEGACY' ? 'LEGACY' : 'ACTIVE',
    endOfLifeAt: summary.modelLifecycle?.endOfLifeTime?.toISOString() ?? null,
    legacyAt: summary.modelLifecycle?.legacyTime?.toISOString() ?? null,
    onDemand: kinds.includes('ON_DEMAND'),
    inferenceProfile: kinds.includes('INFERENCE_PROFILE'),
  }
}

function listProfiles(
  { client, profile, options }: Asking,
  typeEquals: InferenceProfileType,
): Promise<InferenceProfile[]> {
  return calling({ action: 'bedrock:ListInferenceProfiles', profile }, async () => {
    const found: InferenceProfileSummary[] = []
    for await (const page of paginateListInferenceProfiles({ client }, { typeEquals }, options)) {
      found.push(...(page.inferenceProfileSummaries ?? []))
    }
    return found.map((summary) => ({
      id: ModelId.parse(summary.inferenceProfileId),
      arn: summary.inferenceProfileArn ?? '',
      name: summary.inferenceProfileName ?? '',
      kind: typeEquals,
      modelArns: (summary.models ?? []).flatMap(({ modelArn }) => (modelArn === undefined ? [] : [modelArn])),
    }))
  })
}

/** Null where the region does not know the model, or where the profile may not ask: the rest still stands. */
async function availabilityOf(
  { client, profile, options }: Asking,
  model: ModelId,
): Promise<ModelAvailability | null> {
  const call = { action: 'bedrock:GetFoundationModelAvailability', profile }
  try {
    return await calling(call, async () => {
      const answer = await client.send(new GetFoundationModelAvailabilityCommand({ modelId: model }), options)
      return {
        model,
        agreement: answer.agreementAvailability?.status ?? 'ERROR',
        authorized: answer.authorizationStatus === 'AUTHORIZED',
        entitled: answer.entitlementAvailability === 'AVAILABLE',
        inRegion: answer.regionAvailability === 'AVAILABLE',
      }
    })
  } catch (error) {
    const silent = ['invalid', 'not-found', 'forbidden']
    if (error instanceof ExpectedFailure && silent.includes(error.failure.reason)) return null
    throw error
  }
}
