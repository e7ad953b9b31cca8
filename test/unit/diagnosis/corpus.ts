/**
 * What the field shows for each row, as the notes, the sources of the actions and AWS's answers word it. Not taken from
 * the rules: a rule that does not know one of these is wrong.
 */
export interface Specimen {
  row: number | null
  cause: string
  /** The whole line, without markers. */
  text: string
  /** What is left where a viewer cut it; the words that decide must still be there. */
  cut: string
}

/** One line as the field shows it, for a rule. */
export const specimen = (row: number | null, cause: string, text: string, cut: string): Specimen => ({
  row,
  cause,
  text,
  cut,
})

const ROLE = 'arn:aws:sts::111122223333:assumed-role/github-bedrock-web/GitHubActions'
const denied = (region: string, why: string) =>
  `User: ${ROLE} is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:${region}::foundation-model/anthropic.claude-sonnet-4-6 ${why}`

const OF_THE_NOTES: readonly Specimen[] = [
  specimen(
    null,
    'not-authorized',
    'Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    'Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebI…',
  ),
  specimen(
    6,
    'no-provider',
    'Could not assume role with OIDC: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
    'Could not assume role with OIDC: No OpenIDConnect provider found in your account for https://tok…',
  ),
  specimen(
    6,
    'other-issuer',
    'Could not assume role with OIDC: No OpenIDConnect provider found in your account for https://github.globex.example/_services/token',
    'No OpenIDConnect provider found in your account for https://github.globex.example/_ser…',
  ),
  specimen(
    7,
    'provider-audience',
    'Could not assume role with OIDC: Incorrect token audience',
    'with OIDC: Incorrect token audience',
  ),
  specimen(
    8,
    'thumbprint',
    "Could not assume role with OIDC: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    "provider's HTTPS certificate doesn't match configured thumbprint",
  ),
  specimen(
    9,
    'no-id-token',
    'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission? If you are not trying to authenticate with OIDC and the action is working successfully, you can ignore this message.',
    'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission? If you are n…',
  ),
  specimen(
    9,
    'no-id-token',
    'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
    'Credentials could not be loaded, please check your action inputs: Could not lo…',
  ),
  specimen(
    11,
    'caller-grants-no-token',
    "The workflow is not valid. .github/workflows/call.yml (Line: 8, Col: 3): Error calling workflow 'acme/shared/.github/workflows/ask.yml@v1'. The nested job 'ask' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
    "The nested job 'ask' is requesting 'id-token: write', but is only allowed 'id-…",
  ),
  specimen(
    12,
    'no-id-token',
    'Action failed with error: Could not fetch an OIDC token. Did you remember to add `id-token: write` to your workflow permissions?',
    'Action failed with error: Could not fetch an OIDC token. Did you rem…',
  ),
  specimen(
    12,
    'no-id-token',
    'getIDToken call failed: Error message: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable',
    'Error message: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable',
  ),
  specimen(
    13,
    'no-region',
    'Input required and not supplied: aws-region',
    'Input required and not supplied: aws-region',
  ),
  specimen(
    13,
    'no-region',
    'Environment variable validation failed: AWS_REGION is required when using AWS Bedrock.',
    'validation failed: AWS_REGION is required when using AWS Bedrock',
  ),
  specimen(
    15,
    'workflow-not-on-default-branch',
    "App token exchange failed: 401 Unauthorized - Workflow validation failed. The workflow file must exist and have identical content to the version on the repository's default branch. If you're seeing this on a PR when you first add a code review workflow file to your repository, this is normal and you should ignore this error.",
    'App token exchange failed: 401 Unauthorized - Workflow validation failed. The workflow file must exist a…',
  ),
  specimen(
    16,
    'session-too-long',
    'Could not assume role with OIDC: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    'The requested DurationSeconds exceeds the MaxSessionDuration set f…',
  ),
  specimen(
    17,
    'session-expired',
    'botocore.exceptions.ClientError: An error occurred (ExpiredTokenException) when calling the Converse operation: The security token included in the request is expired',
    'botocore.exceptions.ClientError: An error occurred (ExpiredTokenException) when call…',
  ),
  specimen(
    18,
    'role-too-young',
    'An error occurred (UnrecognizedClientException) when calling the Converse operation: The security token included in the request is invalid.',
    'calling the Converse operation: The security token included in the request is invalid',
  ),
  specimen(
    19,
    'use-case-form',
    'API Error: 404 Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
    'API Error: 404 Model use case details have not been submitted for this account. Fill out the Anth…',
  ),
  specimen(
    19,
    'use-case-form',
    "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to the model with the specified model ID.",
    "You don't have access to the model with the specified model I…",
  ),
  specimen(
    20,
    'marketplace-subscription',
    'API Error: 403 Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details.',
    'API Error: 403 Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-mark…',
  ),
  specimen(
    21,
    'needs-profile',
    'botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the Converse operation: Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    'Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported. Retry yo…',
  ),
  specimen(
    22,
    'invalid-model',
    'botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the Converse operation: The provided model identifier is invalid.',
    'when calling the Converse operation: The provided model identifier is invalid',
  ),
  specimen(
    23,
    'permission-missing',
    `API Error: 403 ${denied('us-west-2', 'because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action')}`,
    `API Error: 403 User: ${ROLE} is not authorized to perform: bedrock:InvokeModelWithResponseSt…`,
  ),
  specimen(
    24,
    'service-control-policy',
    `API Error: 403 ${denied('eu-north-1', 'with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-def')}`,
    `${denied('eu-north-1', 'with an explicit deny in a service control pol…')}`,
  ),
  specimen(
    25,
    'end-of-life',
    'API Error: 404 This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    'API Error: 404 This model version has reached the end of its life. Plea…',
  ),
  specimen(
    25,
    'end-of-life',
    'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 15 days.',
    'Access denied. This Model is marked by provider as Legacy and you have n…',
  ),
  specimen(
    26,
    'quota',
    'An error occurred (ThrottlingException) when calling the Converse operation (reached max retries: 4): Too many tokens, please wait before trying again.',
    'reached max retries: 4): Too many tokens, please wait befo…',
  ),
  specimen(
    26,
    'quota',
    'API Error: 429 Too many tokens per day, please wait before trying again.',
    'API Error: 429 Too many tokens per day, please wait be…',
  ),
  specimen(
    27,
    'model-unavailable',
    'The model us.anthropic.claude-opus-4-6-v1 is not available on your bedrock deployment. Try --model to switch to us.anthropic.claude-opus-4-1-20250805-v1:0, or ask your admin to enable this model.',
    'The model us.anthropic.claude-opus-4-6-v1 is not available on your bedrock deployment. Try --m…',
  ),
  specimen(
    28,
    'unpinned-action',
    'The action actions/checkout@v4 is not allowed in acme/web because all actions must be pinned to a full-length commit SHA.',
    'actions/checkout@v4 is not allowed in acme/web because all actions must be pinned to a full-length commit SHA',
  ),
  specimen(
    29,
    'no-dispatch',
    "could not create workflow dispatch event: HTTP 422: Workflow does not have 'workflow_dispatch' trigger (https://api.github.com/repos/acme/web/actions/workflows/1/dispatches)",
    "HTTP 422: Workflow does not have 'workflow_dispatch' trigger (https://api.gi…",
  ),
  specimen(
    30,
    'disabled-by-inactivity',
    "This scheduled workflow is disabled because there hasn't been activity in this repository for at least 60 days.",
    "This scheduled workflow is disabled because there hasn't been activity in this repo…",
  ),
  specimen(
    null,
    'permissions-boundary',
    denied(
      'us-east-1',
      'because no permissions boundary allows the bedrock:InvokeModelWithResponseStream action',
    ),
    denied('us-east-1', 'because no permissions boundary allows the bedrock:Inv…'),
  ),
  specimen(
    null,
    'explicit-deny',
    denied('us-east-1', 'with an explicit deny in an identity-based policy'),
    denied('us-east-1', 'with an explicit deny in an identity-based pol…'),
  ),
  specimen(
    null,
    'resource-control-policy',
    denied('us-east-1', 'with an explicit deny in a resource control policy'),
    denied('us-east-1', 'with an explicit deny in a resource control poli…'),
  ),
  specimen(
    null,
    'malformed-role',
    'Source Account ID is needed if the Role Name is provided and not the Role Arn.',
    'Source Account ID is needed if the Role Name is provided and not the R…',
  ),
  specimen(
    null,
    'no-credentials',
    'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
    'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
  ),
  specimen(
    null,
    'actor-not-allowed',
    "Prepare step failed with error: Workflow initiated by non-human actor: renovate (type: Bot). Add bot to allowed_bots list or use '*' to allow all bots.",
    'Prepare step failed with error: Workflow initiated by non-human actor: renovate (ty…',
  ),
  specimen(
    null,
    'not-on-bedrock',
    'Invalid API key · Please run /login',
    'Invalid API key · Please run /login',
  ),
  specimen(
    null,
    'service-trouble',
    'API Error: 503 Bedrock is unable to process your request.',
    'API Error: 503 Bedrock is unable to process your req…',
  ),
  specimen(
    null,
    'runner-lost',
    'The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process, starves it for CPU/Memory, or blocks its network access can cause this error.',
    'The hosted runner lost communication with the server. Anything in your wor…',
  ),
]

/* A rule that joins later brings its own, in a file of its own. */
const JOINED = import.meta.glob<readonly Specimen[]>('./specimens/*.ts', { eager: true, import: 'SPECIMENS' })

export const SPECIMENS: readonly Specimen[] = [...OF_THE_NOTES, ...Object.values(JOINED).flat()]
