import type { Stage } from '../../world'
import { AwsFault } from '../aws-fault'
import type { AwsAccount, AwsInferenceProfile, BedrockModel, BedrockRegion } from '../aws-world'
import type { Caller } from '../caller'

/** What Bedrock offers in the caller's region. A region without Bedrock answers as one that is not enabled. */
export function regionOf(stage: Stage, caller: Caller): BedrockRegion {
  const region = stage.world.aws.regions[caller.region]
  if (!region) {
    throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)
  }
  return region
}

export function modelArn(region: string, modelId: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${modelId}`
}

/** The model that a `foundation-model/X` ARN names. */
export function modelOfArn(arn: string): string {
  return arn.slice(arn.indexOf('foundation-model/') + 'foundation-model/'.length)
}

/** ARN of a profile in the caller's region and account. */
export function profileArn(caller: Caller, profile: AwsInferenceProfile): string {
  const resource = profile.kind === 'SYSTEM_DEFINED' ? 'inference-profile' : 'application-inference-profile'
  return `arn:aws:bedrock:${caller.region}:${caller.account.id}:${resource}/${profile.id}`
}

/** System-defined profiles of the region, then the account's own in that region. */
export function profilesOf(stage: Stage, caller: Caller): AwsInferenceProfile[] {
  const own = caller.account.applicationProfiles.filter(({ region }) => region === caller.region)
  return [...regionOf(stage, caller).profiles, ...own]
}

/** A profile by ID or ARN; null where the region has none of that name. */
export function findProfile(stage: Stage, caller: Caller, identifier: string): AwsInferenceProfile | null {
  return (
    profilesOf(stage, caller).find(
      (profile) => profile.id === identifier || profileArn(caller, profile) === identifier,
    ) ?? null
  )
}

/** A model by ID or ARN; null where the region has none of that name. */
export function findModel(stage: Stage, caller: Caller, identifier: string): BedrockModel | null {
  return (
    regionOf(stage, caller).models.find(
      (model) => model.id === identifier || modelArn(caller.region, model.id) === identifier,
    ) ?? null
  )
}

/** Providers whose models are not sold through AWS Marketplace (Bedrock user guide, model access). */
const NO_AGREEMENT = new Set(['Amazon', 'DeepSeek', 'Meta', 'Mistral AI', 'OpenAI', 'Qwen'])

/** Where the account's agreement for a model stands; one that was just accepted is being made for a while. */
export function agreementOf(
  stage: Stage,
  account: AwsAccount,
  model: BedrockModel,
): 'AVAILABLE' | 'PENDING' | 'NOT_AVAILABLE' {
  if (NO_AGREEMENT.has(model.provider)) return 'AVAILABLE'
  if (!account.agreements.includes(model.id)) return 'NOT_AVAILABLE'
  return isFelt(stage, account.pendingAgreements?.[model.id]) ? 'AVAILABLE' : 'PENDING'
}

/** Whether the account still needs an agreement for the model. */
export function agreementMissing(stage: Stage, account: AwsAccount, model: BedrockModel): boolean {
  return agreementOf(stage, account, model) === 'NOT_AVAILABLE'
}

/** Whether Anthropic's first-time-use form still keeps the model closed: not submitted, or not felt yet. */
export function formMissing(stage: Stage, account: AwsAccount, model: BedrockModel): boolean {
  if (model.provider !== 'Anthropic') return false
  return ![account, managerOf(stage, account)].some((each) => each && isFormFelt(stage, each))
}

/** The account that manages the organization: its form holds for every member (field-notes §3). */
function managerOf({ world }: Stage, { id }: AwsAccount): AwsAccount | undefined {
  const organization = world.aws.organizations?.find(({ accounts }) => accounts.includes(id))
  return world.aws.accounts[organization?.managementAccount ?? '']
}

function isFormFelt(stage: Stage, { useCaseForm, formSubmittedAt }: AwsAccount): boolean {
  return useCaseForm !== null && isFelt(stage, formSubmittedAt)
}

/** Whether what was accepted at a moment has reached every part of Bedrock. */
function isFelt({ world, now }: Stage, at: string | null | undefined): boolean {
  return at == null || Date.parse(at) + (world.aws.accessDelay ?? 0) * 1000 <= now()
}
