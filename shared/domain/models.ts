/** The door to all that is known of Bedrock models: what an ID means in a region, and what invoking it takes. */
export {
  type CallForms,
  COUNTING_ACTION,
  type Grant,
  INVOKE_ACTIONS,
  requiredGrants,
  STREAMING_ACTION,
} from './model-grants'
export {
  familyPattern,
  isModelArn,
  type ModelPlace,
  type ModelResolution,
  resolveModel,
  successorOf,
  suggestProfile,
  type UsableModel,
} from './model-resolution'
