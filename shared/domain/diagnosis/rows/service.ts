import { AUTHOR, type Family, page, type Row, someoneElse, TEST_AGAIN, words } from '../row'

const QUOTAS = 'https://docs.aws.amazon.com/bedrock/latest/userguide/quotas.html'

/** Row 26 of field-notes §7, and what else Bedrock answers to a call that it would take at another time or size. */
const SERVICE_ROWS: readonly Row[] = [
  {
    row: 26,
    cause: 'quota',
    title: 'The account’s quota for this model is used up',
    texts: [
      'Too many tokens, please wait before trying again.',
      'Too many tokens per day, please wait before trying again.',
      'Too many requests, please wait before trying again.',
    ],
    pattern: words('Too many tokens(?: per day|, please)|Too many requests, please wait'),
    marks: ['Too many tokens', 'Too many requests', 'please wait before', 'before trying again'],
    says: () =>
      'Bedrock throttles tokens and requests for each account, region and model. Wait, or raise it.',
    settledBy: [],
    otherwise: () => page(QUOTAS, 'Bedrock quotas'),
    toldBy: 'The text alone; an attempt that a later one made good does not count.',
    mend: 'The page of the quotas.',
  },
  {
    row: null,
    cause: 'service-trouble',
    title: 'Bedrock could not answer at that moment',
    texts: [
      'An error occurred (ServiceUnavailableException) when calling the Converse operation: Bedrock is unable to process your request.',
      'API Error: 503 Bedrock is unable to process your request.',
    ],
    pattern: words(
      '\\((?:ServiceUnavailable|InternalServer|ModelNotReady|ModelTimeout)(?:Exception)?\\)|Bedrock is unable to process your request|API Error: 5\\d\\d\\b',
    ),
    marks: [
      'ServiceUnavailable',
      'InternalServer',
      'ModelNotReady',
      'ModelTimeout',
      'unable to process your',
      'Bedrock is unable',
      'API Error: 5',
    ],
    says: () => 'The trouble is on AWS’s side and mostly passes.',
    settledBy: [],
    otherwise: () => TEST_AGAIN,
    toldBy: 'The text alone.',
    mend: 'Another test run.',
  },
  {
    row: null,
    cause: 'input-too-long',
    title: 'The prompt is longer than the model takes',
    texts: ['Input is too long for requested model.', 'Prompt is too long'],
    pattern: words('Input is too long for requested model|\\bPrompt is too long'),
    marks: ['Input is too long', 'too long for requested', 'Prompt is too', 'is too long'],
    says: () => 'Access is in order: the model was reached, and refused the length of what it was given.',
    settledBy: [],
    otherwise: () => someoneElse(AUTHOR, 'Give the model less, such as a smaller difference or fewer files.'),
    toldBy: 'The text alone.',
    mend: 'The author gives the model less.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'service', rows: SERVICE_ROWS }]
