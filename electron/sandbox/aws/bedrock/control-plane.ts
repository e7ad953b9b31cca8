import type { Context, Hono } from 'hono'
import type { Stage } from '../../world'
import { authorize } from '../authorize'
import { AwsFault } from '../aws-fault'
import type { AwsInferenceProfile, BedrockModel } from '../aws-world'
import { type Caller, callerOf } from '../caller'
import { findModel, findProfile, modelArn, modelOfArn, profileArn, profilesOf, regionOf } from './catalog'

const LARGEST_PAGE = 1000

function routedTo(stage: Stage, caller: Caller, model: BedrockModel): boolean {
  return regionOf(stage, caller).profiles.some((profile) =>
    profile.modelArns.some((arn) => modelOfArn(arn) === model.id),
  )
}

function modelDetails(stage: Stage, caller: Caller, model: BedrockModel) {
  return {
    modelArn: modelArn(caller.region, model.id),
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    inferenceTypesSupported: [
      ...(model.onDemand ? ['ON_DEMAND'] : []),
      ...(routedTo(stage, caller, model) ? ['INFERENCE_PROFILE'] : []),
    ],
    modelLifecycle: {
      status: model.lifecycle,
      ...(model.legacyAt === null ? {} : { legacyTime: model.legacyAt }),
      ...(model.endOfLifeAt === null ? {} : { endOfLifeTime: model.endOfLifeAt }),
    },
  }
}

function profileSummary(caller: Caller, profile: AwsInferenceProfile) {
  return {
    inferenceProfileName: profile.name,
    inferenceProfileArn: profileArn(caller, profile),
    inferenceProfileId: profile.id,
    models: profile.modelArns.map((arn) => ({ modelArn: arn })),
    status: 'ACTIVE',
    type: profile.kind,
  }
}

function listModels(stage: Stage, caller: Caller, context: Context): Response {
  authorize(stage, caller, 'bedrock:ListFoundationModels', '*')
  const provider = context.req.query('byProvider')?.toLowerCase()
  const inference = context.req.query('byInferenceType')
  const modelSummaries = regionOf(stage, caller)
    .models.filter((model) => provider === undefined || model.provider.toLowerCase() === provider)
    .map((model) => modelDetails(stage, caller, model))
    .filter((details) => inference === undefined || details.inferenceTypesSupported.includes(inference))
  return context.json({ modelSummaries })
}

function listProfiles(stage: Stage, caller: Caller, context: Context): Response {
  authorize(stage, caller, 'bedrock:ListInferenceProfiles', '*')
  const size = Number(context.req.query('maxResults') ?? LARGEST_PAGE)
  const start = Number(context.req.query('nextToken') ?? 0)
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE || !Number.isInteger(start)) {
    throw new AwsFault('ValidationException', 'The maxResults or nextToken value is not valid.')
  }
  const kind = context.req.query('type')
  const found = profilesOf(stage, caller).filter((profile) => kind === undefined || profile.kind === kind)
  const end = start + size
  return context.json({
    inferenceProfileSummaries: found.slice(start, end).map((profile) => profileSummary(caller, profile)),
    ...(end < found.length ? { nextToken: String(end) } : {}),
  })
}

/** What Bedrock's control plane tells of models and profiles. */
export function addCatalogRoutes(routes: Hono, stage: Stage): void {
  const caller = (context: Context) => callerOf(stage, (name) => context.req.header(name))
  routes.get('/foundation-models', (context) => listModels(stage, caller(context), context))
  routes.get('/foundation-models/:id', (context) => {
    const by = caller(context)
    const model = findModel(stage, by, context.req.param('id'))
    if (!model) throw new AwsFault('ValidationException', 'The provided model identifier is invalid.')
    authorize(stage, by, 'bedrock:GetFoundationModel', modelArn(by.region, model.id))
    return context.json({ modelDetails: modelDetails(stage, by, model) })
  })
  routes.get('/inference-profiles', (context) => listProfiles(stage, caller(context), context))
  routes.get('/inference-profiles/:id', (context) => {
    const by = caller(context)
    const profile = findProfile(stage, by, context.req.param('id'))
    if (!profile) {
      throw new AwsFault('ResourceNotFoundException', 'Unable to find the requested resource.', 404)
    }
    authorize(stage, by, 'bedrock:GetInferenceProfile', profileArn(by, profile))
    return context.json(profileSummary(by, profile))
  })
}
