import type { Stage } from '../../world'
import { authorize, type RequestContext, refusalOf } from '../authorize'
import { AwsFault } from '../aws-fault'
import type { BedrockModel } from '../aws-world'
import type { Caller } from '../caller'
import { findRole } from '../roles-in-force'
import { agreementOf, findModel, findProfile, formMissing, modelArn, modelOfArn, profileArn } from './catalog'

export type InvokeAction = 'bedrock:InvokeModel' | 'bedrock:InvokeModelWithResponseStream'

interface Target {
  model: BedrockModel
  /** Null when the foundation model itself was asked for. */
  profileArn: string | null
  /** Every resource that the call touches, with the region that `aws:RequestedRegion` shows there. */
  resources: { arn: string; region: string }[]
}

const MARKETPLACE_ACTIONS = ['aws-marketplace:ViewSubscriptions', 'aws-marketplace:Subscribe']

/**
 * Lets an invocation through or refuses it as Bedrock does (field-notes §7 rows 19–25): the identifier in this
 * region, permissions on every resource, life cycle, throughput, form, agreement. Returns the model.
 */
export function admitInvocation(
  stage: Stage,
  caller: Caller,
  identifier: string,
  action: InvokeAction,
): BedrockModel {
  const target = resolveTarget(stage, caller, identifier)
  checkPermissions(stage, caller, action, target)
  checkLifecycle(stage, target.model)
  if (target.profileArn === null && !target.model.onDemand) {
    throw new AwsFault(
      'ValidationException',
      `Invocation of model ID ${identifier} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    )
  }
  checkAccess(stage, caller, target.model)
  rememberUse(stage, caller)
  return target.model
}

/**
 * Lets tokens be counted: by a foundation model of the region, which needs no agreement, and never through a profile
 * (Bedrock API reference, CountTokens).
 */
export function admitCounting(stage: Stage, caller: Caller, identifier: string): BedrockModel {
  const model = findModel(stage, caller, identifier)
  if (!model) throw invalidIdentifier()
  const arn = modelArn(caller.region, model.id)
  authorize(stage, caller, 'bedrock:CountTokens', arn, { 'aws:requestedregion': caller.region })
  checkLifecycle(stage, model)
  return model
}

function resolveTarget(stage: Stage, caller: Caller, identifier: string): Target {
  const profile = findProfile(stage, caller, identifier)
  if (profile) {
    const [first = ''] = profile.modelArns
    const model = modelAnywhere(stage, modelOfArn(first))
    if (!model) throw invalidIdentifier()
    const arn = profileArn(caller, profile)
    return {
      model,
      profileArn: arn,
      resources: [{ arn, region: caller.region }, ...destinations(caller, profile.modelArns)],
    }
  }
  const model = findModel(stage, caller, identifier)
  if (!model) throw invalidIdentifier()
  const arn = modelArn(caller.region, model.id)
  return { model, profileArn: null, resources: [{ arn, region: caller.region }] }
}

/** A global profile adds the model in the calling region; its region-less ARN shows `unspecified` (field-notes §3). */
function destinations(caller: Caller, modelArns: string[]): { arn: string; region: string }[] {
  const listed = modelArns.map((arn) => ({ arn, region: arn.split(':')[3] || 'unspecified' }))
  const regionless = listed.find(({ region }) => region === 'unspecified')
  if (!regionless) return listed
  const home = { arn: modelArn(caller.region, modelOfArn(regionless.arn)), region: caller.region }
  return [home, ...listed.filter(({ arn }) => arn !== home.arn)]
}

function modelAnywhere(stage: Stage, id: string): BedrockModel | undefined {
  return Object.values(stage.world.aws.regions)
    .flatMap((region) => region.models)
    .find((model) => model.id === id)
}

function invalidIdentifier(): AwsFault {
  return new AwsFault('ValidationException', 'The provided model identifier is invalid.')
}

/** Real routing touches one destination a call, so a gap shows now and then; here every destination is judged each time. */
function checkPermissions(stage: Stage, caller: Caller, action: InvokeAction, target: Target): void {
  for (const { arn, region } of target.resources) {
    const context: RequestContext = { 'aws:requestedregion': region }
    if (target.profileArn !== null) context['bedrock:inferenceprofilearn'] = target.profileArn
    authorize(stage, caller, action, arn, context)
  }
}

function checkLifecycle(stage: Stage, model: BedrockModel): void {
  if (model.endOfLifeAt === null || Date.parse(model.endOfLifeAt) > stage.now()) return
  throw new AwsFault(
    'ResourceNotFoundException',
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    404,
  )
}

function checkAccess(stage: Stage, caller: Caller, model: BedrockModel): void {
  if (formMissing(stage, caller.account, model)) {
    throw new AwsFault(
      'ResourceNotFoundException',
      'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
      404,
    )
  }
  const agreement = agreementOf(stage, caller.account, model)
  if (agreement === 'AVAILABLE') return
  if (
    agreement === 'PENDING' ||
    MARKETPLACE_ACTIONS.some((action) => refusalOf(stage, caller, action, '*') !== null)
  ) {
    throw new AwsFault(
      'AccessDenied',
      'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 2 minutes.',
      403,
    )
  }
  caller.account.agreements.push(model.id)
  stage.changed()
}

function rememberUse(stage: Stage, caller: Caller): void {
  const { sessionOf } = caller.principal
  const role = sessionOf && findRole(caller.account, sessionOf.roleName)
  if (!role) return
  role.lastUsedAt = new Date(stage.now()).toISOString()
  role.lastUsedRegion = caller.region
  stage.changed()
}
