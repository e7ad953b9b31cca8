import type { Specimen } from '../corpus'

/* Beyond the rows of the notes: what AWS answers to an account, or to credentials that nobody meant. */
export const SPECIMENS: readonly Specimen[] = [
  {
    row: null,
    cause: 'issuer-unreachable',
    text: "Could not assume role with OIDC: Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    cut: "Could not assume role with OIDC: Couldn't retrieve verification key from your identity provider, please ref…",
  },
  {
    row: null,
    cause: 'role-by-other-credentials',
    text: 'Could not assume role with user credentials: User: arn:aws:sts::111122223333:assumed-role/runner/i-0abc is not authorized to perform: sts:TagSession on resource: arn:aws:iam::111122223333:role/github-bedrock-web',
    cut: 'i-0abc is not authorized to perform: sts:TagSession on resource: arn:aws:iam::1111…',
  },
  {
    row: null,
    cause: 'payment-instrument',
    text: 'API Error: 403 Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided. Your AWS Marketplace subscription for this model cannot be completed at this time.',
    cut: 'API Error: 403 Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid pay…',
  },
  {
    row: null,
    cause: 'unsupported-country',
    text: 'API Error: 400 Access to Anthropic models is not allowed from unsupported countries, regions, or territories. Please refer to https://www.anthropic.com/supported-countries for more information on the countries and regions Anthropic currently supports.',
    cut: 'API Error: 400 Access to Anthropic models is not allowed from unsupported countries, reg…',
  },
  {
    row: null,
    cause: 'account-restricted',
    text: 'botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the Converse operation: Operation not allowed',
    cut: 'when calling the Converse operation: Operation not allowed',
  },
  {
    row: null,
    cause: 'account-restricted',
    text: 'An error occurred (ValidationException) when calling the InvokeModel operation: Your account is not authorized to invoke this API operation.',
    cut: 'Your account is not authorized to invoke this API oper…',
  },
  {
    row: null,
    cause: 'data-retention',
    text: "An error occurred (ValidationException) when calling the Converse operation: data retention mode 'default' is not available for this model",
    cut: "data retention mode 'default' is not available for this mo…",
  },
]
