import { planned } from '../../links/found'
import { type Family, page, type Row, words } from '../row'

const LIFECYCLE = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html'
const PROFILES = 'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html'

/** Rows 21, 22, 25 and 27 of field-notes §7: the model that the job names. */
const MODEL_ID_ROWS: readonly Row[] = [
  {
    row: 21,
    cause: 'needs-profile',
    title: 'The model is called only through an inference profile',
    texts: [
      'Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    ],
    pattern: words('Invocation of model ID (?<model>\\S+) with on-demand throughput'),
    marks: ['Invocation of model ID', 'with on-demand throughput', 'on-demand'],
    says: ({ model }) =>
      `${model} cannot be called by its own ID; name an inference profile that contains it.`,
    settledBy: ['modelAccess.needs-profile'],
    otherwise: () => planned('Name the profile in place of the model.', 'set-variable'),
    toldBy: 'Bedrock’s list of models tells whether this one is served on demand.',
    mend: 'A plan sets the variable to the profile.',
  },
  {
    row: 22,
    cause: 'invalid-model',
    title: 'The region does not know this model ID',
    texts: ['The provided model identifier is invalid.'],
    pattern: words('The provided model identifier is inval'),
    marks: ['provided model identifier', 'identifier is invalid', 'The provided model'],
    says: () =>
      'The prefix of an inference profile (us., eu., apac., …) must suit the region that is called, and the ID must be written exactly.',
    settledBy: ['modelAccess.wrong-region', 'modelAccess.unknown-model', 'variables.model'],
    otherwise: () => page(PROFILES, 'Profiles and their regions'),
    toldBy:
      'The models and profiles of the region that the job calls are read: a prefix of another geography, or no such ID.',
    mend: 'A plan sets the variable to a profile of that region.',
  },
  {
    row: 25,
    cause: 'end-of-life',
    title: 'The model has been retired',
    texts: [
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
      'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days.',
    ],
    pattern: words('This model version has reached the end of its|marked by provider as Leg'),
    marks: ['This model version', 'reached the end of its', 'marked by p', 'provider as Legacy'],
    says: () => 'This version can no longer be called. Move to a current model.',
    settledBy: ['modelAccess.end-of-life', 'modelAccess.legacy'],
    otherwise: () => page(LIFECYCLE, 'Model lifecycle'),
    toldBy: 'Bedrock tells the life cycle of the model.',
    mend: 'A plan moves the variable to a current model.',
  },
]

/** Row 27: Claude Code's own summary, which hides what Bedrock said. After every other row. */
const WRAPPER_ROW: Row = {
  row: 27,
  cause: 'model-unavailable',
  title: 'Claude Code could not reach the model',
  texts: [
    'The model us.anthropic.claude-sonnet-4-6 is not available on your bedrock deployment. Try --model to switch to us.anthropic.claude-sonnet-4-5-20250929-v1:0, or ask your admin to enable this model.',
  ],
  pattern: words('The model (?<model>\\S+) is not available on your bedrock'),
  marks: ['is not available on your', 'bedrock deployment', 'not available on'],
  says: ({ model }) =>
    `The tool reports any refusal of ${model} like this; most often the form or the subscription is missing.`,
  settledBy: ['modelAccess.', 'permissions.'],
  wrapper: true,
  otherwise: () => planned('Submit the form.', 'submit-use-case-form'),
  toldBy:
    'Model access and permissions of this very job are looked at; any other text of the same log goes before.',
  mend: 'What was found wrong is mended; mostly the form.',
}

export const FAMILIES: readonly Family[] = [
  { stage: 'model', rows: MODEL_ID_ROWS },
  { stage: 'summary', rows: [WRAPPER_ROW] },
]
