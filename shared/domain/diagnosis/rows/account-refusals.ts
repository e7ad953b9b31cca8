import { AUTHOR, type Family, page, type Row, someoneElse, TEST_AGAIN, words } from '../row'

const RETENTION = 'https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html'
const COUNTRIES = 'https://www.anthropic.com/supported-countries'

/** AWS could not check the token; not among the rows of field-notes §7. */
const KEY_ROW: Row = {
  row: null,
  cause: 'issuer-unreachable',
  title: 'AWS could not fetch the keys of the token’s issuer',
  texts: [
    "Could not assume role with OIDC: Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
  ],
  pattern: words("Couldn't retrieve verification key from your identity provider"),
  marks: ["Couldn't retrieve", 'retrieve verification', 'verification key', 'your identity provider'],
  says: () =>
    'AWS reads the public keys of the issuer over the internet. For github.com that passes by itself; a server of your own must let AWS reach its OpenID configuration and its keys.',
  settledBy: [],
  otherwise: () => TEST_AGAIN,
  toldBy: 'The text alone.',
  mend: 'Another test run; for a server of your own, whoever administers it.',
}

/** The configure step used other credentials than the token of the job; not among the rows of field-notes §7. */
const CHAIN_ROW: Row = {
  row: null,
  cause: 'role-by-other-credentials',
  title: 'The role was asked for with other credentials than the job’s token',
  texts: [
    'Could not assume role with user credentials: User: arn:aws:sts::111122223333:assumed-role/runner/i-0abc is not authorized to perform: sts:TagSession on resource: arn:aws:iam::111122223333:role/web-bedrock',
  ],
  pattern: words('is not authorized to perform: sts:(?:TagSession|AssumeRole on)'),
  marks: ['is not authorized to', 'perform: sts:', 'sts:TagSession', 'sts:AssumeRole on'],
  says: () =>
    'The configure step found credentials of an earlier step, of a stored key or of the runner’s own machine, and took the role with those. Without `id-token: write` it always does.',
  settledBy: ['workflow.id-token'],
  otherwise: () =>
    someoneElse(
      AUTHOR,
      'Give the job id-token: write and no other credentials. Where one role is meant to take another, set role-skip-session-tagging: true, or allow sts:TagSession.',
    ),
  toldBy: 'The permissions of the job are read from the committed file.',
  mend: 'A plan proposes the permission; where roles are chained on purpose, the author.',
}

/** Refusals of an account as a whole; not among the rows of field-notes §7. */
const ACCOUNT_ROWS: readonly Row[] = [
  {
    row: null,
    cause: 'payment-instrument',
    title: 'The AWS account has no valid means of payment',
    texts: [
      'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 15 minutes.',
    ],
    pattern: words('INVALID_PAYMENT_INSTRUMENT|valid payment instrument must be provided'),
    marks: ['INVALID_PAYMENT', 'PAYMENT_INSTRUMENT', 'payment instrument must', 'Model access is denied'],
    says: () => 'A model is subscribed to through AWS Marketplace, which wants a means of payment first.',
    settledBy: [],
    otherwise: () =>
      someoneElse('whoever pays for the AWS account', 'Add a means of payment, and wait fifteen minutes.'),
    toldBy: 'The text alone.',
    mend: 'Whoever pays for the AWS account.',
  },
  {
    row: null,
    cause: 'unsupported-country',
    title: 'Anthropic does not offer its models where the call comes from',
    texts: [
      'API Error: 400 Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
    ],
    pattern: words('Access to Anthropic models is not allowed from unsupported'),
    marks: ['Access to Anthropic', 'Anthropic models is', 'not allowed from', 'from unsupported'],
    says: () => 'What counts is the country of the AWS account and of the machine that calls.',
    settledBy: [],
    otherwise: () => page(COUNTRIES, 'Supported countries'),
    toldBy: 'The text alone.',
    mend: 'The page of the countries; a runner elsewhere.',
  },
  {
    row: null,
    cause: 'account-restricted',
    title: 'AWS has not opened Bedrock to this account',
    texts: [
      'An error occurred (ValidationException) when calling the Converse operation: Operation not allowed',
      'Your account is not authorized to invoke this API operation.',
    ],
    pattern: words(
      '(?:when calling the (?:Converse|InvokeModel)\\w* operation|ValidationException|API Error): (?:400 )?Operation not allowed|account is not authorized to invoke this API',
    ),
    marks: [
      'Operation not allowed',
      'ValidationException',
      'API Error: 400',
      'account is not authorized',
      'invoke this API',
    ],
    says: () =>
      'AWS refuses every model to the account, whatever its policies say: it is new, or is being looked into.',
    settledBy: [],
    otherwise: () =>
      someoneElse('an administrator of the AWS account', 'Open a case with AWS Support: account, Bedrock.'),
    toldBy: 'The text alone.',
    mend: 'AWS Support.',
  },
  {
    row: null,
    cause: 'data-retention',
    title: 'The account’s data retention does not suit the model',
    texts: ["data retention mode 'default' is not available for this model"],
    pattern: words("data retention mode '?(?<mode>\\w+)'? is not available for this"),
    marks: ['data retention mode', 'retention mode', 'is not available for', 'available for this model'],
    says: ({ mode }) => `The model is not offered with the mode “${mode}”; the account must choose another.`,
    settledBy: [],
    otherwise: () => page(RETENTION, 'Data retention in Bedrock'),
    toldBy: 'The text names the mode.',
    mend: 'The page of AWS; an administrator chooses the mode.',
  },
]

export const FAMILIES: readonly Family[] = [
  { stage: 'provider', rows: [KEY_ROW] },
  { stage: 'role', rows: [CHAIN_ROW] },
  { stage: 'access', rows: ACCOUNT_ROWS },
]
