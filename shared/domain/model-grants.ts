import type { ConditionContext } from './condition'
import {
  foundationModelArn,
  isGlobal,
  type ModelPlace,
  type ModelResolution,
  type UsableModel,
} from './model-resolution'

/** What the streaming forms of Converse and InvokeModel need (field-notes §3). */
export const STREAMING_ACTION = 'bedrock:InvokeModelWithResponseStream'

/** What counting tokens needs, beside the right to invoke (Bedrock user guide, counting tokens). */
export const COUNTING_ACTION = 'bedrock:CountTokens'

/** Converse and InvokeModel need the first, their streaming forms the second (field-notes §3). */
export const INVOKE_ACTIONS = ['bedrock:InvokeModel', STREAMING_ACTION] as const

/** How a model is called beside the plain call. */
export interface CallForms {
  streaming: boolean
  countTokens: boolean
}

const USUAL_FORMS: CallForms = { streaming: true, countTokens: false }

/** The actions of calls of these forms, without counting. */
export function invokeActions({ streaming }: Pick<CallForms, 'streaming'>): string[] {
  return streaming ? [...INVOKE_ACTIONS] : [INVOKE_ACTIONS[0]]
}

/** One authorization that Bedrock asks IAM for during a call. */
export interface Grant {
  action: string
  resource: string
  context: ConditionContext
}

/** The ARNs behind a usable model: the profile, and every foundation model that it may route to. */
export interface ModelResources {
  profile: string | null
  models: string[]
}

/** What a role must be allowed in order to call the model so. Empty for a model that cannot be invoked. */
export function requiredGrants(
  resolution: ModelResolution,
  place: ModelPlace,
  forms: CallForms = USUAL_FORMS,
): Grant[] {
  if (resolution.kind === 'wrong-region' || resolution.kind === 'unknown') return []
  const { profile, models } = modelResources(resolution, place)
  const calls = models.map((resource) => ({ resource, context: grantContext(resource, profile) }))
  if (profile) calls.unshift({ resource: profile, context: grantContext(profile, null) })
  const invoking = invokeActions(forms).flatMap((action) => calls.map((call) => ({ action, ...call })))
  return forms.countTokens ? [...invoking, countingGrant(resolution, place)] : invoking
}

/** Tokens are counted by a foundation model in the calling region, never through a profile (API reference, CountTokens). */
function countingGrant({ model }: UsableModel, { region, partition }: ModelPlace): Grant {
  const resource = foundationModelArn(partition, region, model)
  return { action: COUNTING_ACTION, resource, context: grantContext(resource, null) }
}

/**
 * A geo profile needs every destination. A global one needs the model in the calling region and the region-less
 * model ARN (field-notes §3).
 */
export function modelResources(usable: UsableModel, { region, partition }: ModelPlace): ModelResources {
  if (usable.kind === 'foundation-model') return { profile: null, models: [usable.arn] }
  const { profile, model } = usable
  const models = isGlobal(profile)
    ? [foundationModelArn(partition, region, model), foundationModelArn(partition, '', model)]
    : [...new Set(profile.modelArns)]
  return { profile: profile.arn, models }
}

/**
 * Region-less models are asked for with the region `unspecified`. What is not known here (an address, a guardrail, the
 * organization) only the call brings. Of `bedrock:InferenceProfileArn` no document says whether a request for the
 * profile itself has it.
 */
function grantContext(resource: string, profile: string | null): ConditionContext {
  const known = new Map<string, string[] | undefined>([
    ['aws:requestedregion', [resource.split(':')[3] || 'unspecified']],
    ['aws:securetransport', ['true']],
  ])
  if (resource.includes(':foundation-model/')) {
    known.set('bedrock:inferenceprofilearn', profile === null ? undefined : [profile])
  }
  return (key) => (known.has(key) ? known.get(key) : null)
}
