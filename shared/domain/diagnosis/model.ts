import { planned } from '../links/found'
import { page, type Row, someoneElse } from './row'

const QUOTAS = 'https://docs.aws.amazon.com/bedrock/latest/userguide/quotas.html'
const LIFECYCLE = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html'
const PROFILES = 'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html'

/** Rows 19–22 and 25–27 of field-notes §7: what Bedrock says of the model. */
export const MODEL_ROWS: readonly Row[] = [
  {
    row: 19,
    cause: 'use-case-form',
    pattern:
      /Model use case details have not been submitted for this account|You don't have access to the model with the specified model ID/,
    title: 'Anthropic’s first-time-use form was not submitted',
    says: () =>
      'Anthropic’s models open once for an account after a short form. Access can take fifteen minutes to spread.',
    settledBy: ['modelAccess.use-case-form'],
    otherwise: () => planned('Submit the form.', 'submit-use-case-form'),
  },
  {
    row: 20,
    cause: 'marketplace-subscription',
    pattern: /AWS Marketplace actions|aws-marketplace:(?:ViewSubscriptions|Subscribe)/,
    title: 'The account is not yet subscribed to the model',
    says: () =>
      'The first call of a model subscribes the account with the caller’s rights. Do it once as an administrator; a CI role should not hold aws-marketplace:Subscribe.',
    settledBy: ['modelAccess.agreement'],
    otherwise: () =>
      someoneElse(
        'an administrator of the AWS account',
        'Call the model once, which subscribes the account.',
      ),
  },
  {
    row: 21,
    cause: 'needs-profile',
    pattern: /Invocation of model ID (?<model>\S+) with on-demand throughput isn't supported/,
    title: 'The model is called only through an inference profile',
    says: ({ model }) =>
      `${model} cannot be called by its own ID; name an inference profile that contains it.`,
    settledBy: ['modelAccess.needs-profile'],
    otherwise: () => planned('Name the profile in place of the model.', 'set-variable'),
  },
  {
    row: 22,
    cause: 'invalid-model',
    pattern: /The provided model identifier is invalid/,
    title: 'The region does not know this model ID',
    says: () =>
      'The prefix of an inference profile (us., eu., apac., …) must suit the region that is called, and the ID must be written exactly.',
    settledBy: ['modelAccess.wrong-region', 'modelAccess.unknown-model', 'variables.model'],
    otherwise: () => page(PROFILES, 'Profiles and their regions'),
  },
  {
    row: 25,
    cause: 'end-of-life',
    pattern: /This model version has reached the end of its life|marked by provider as Legacy/,
    title: 'The model has been retired',
    says: () => 'This version can no longer be called. Move to a current model.',
    settledBy: ['modelAccess.end-of-life', 'modelAccess.legacy'],
    otherwise: () => page(LIFECYCLE, 'Model lifecycle'),
  },
  {
    row: 26,
    cause: 'quota',
    pattern: /Too many tokens(?: per day)?, please wait|Too many requests, please wait/,
    title: 'The account’s quota for this model is used up',
    says: () =>
      'Bedrock throttles tokens and requests for each account, region and model. Wait, or raise it.',
    settledBy: [],
    otherwise: () => page(QUOTAS, 'Bedrock quotas'),
  },
  {
    row: 27,
    cause: 'model-unavailable',
    pattern: /The model (?<model>\S+) is not available on your bedrock deployment/i,
    title: 'Claude Code could not reach the model',
    says: ({ model }) =>
      `The tool reports any refusal of ${model} like this; most often the form or the subscription is missing.`,
    settledBy: ['modelAccess.', 'permissions.'],
    wrapper: true,
    otherwise: () => planned('Submit the form.', 'submit-use-case-form'),
  },
]
