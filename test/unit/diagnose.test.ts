import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import { diagnose } from '../../shared/domain/diagnosis/diagnose'
import { diagnoseDispatch } from '../../shared/domain/diagnosis/without-log'
import { failure } from '../../shared/domain/failure'
import type { RepositoryObservation } from '../../shared/domain/observation'
import { parseLog } from '../../shared/domain/parse-log'
import type { ChainContext } from '../../shared/domain/picture'
import { known } from '../../shared/domain/reading'
import type { RunJob, RunState, RunSummary } from '../../shared/domain/run'
import {
  account,
  context,
  IMMUTABLE_SETTINGS,
  repository,
  role,
  runSummary,
  trustOf,
  VARIABLES,
  variable,
  workflow,
  workflowText,
} from '../support/observations'

const NOT_AUTHORIZED =
  '##[error]Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'
const NO_CREDENTIALS =
  '##[error]Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers'
const ID_TOKEN_HINT =
  'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission?'
const EXIT = '##[error]Process completed with exit code 1.'

/** A raw log as GitHub serves it: each line with its time. */
const raw = (lines: readonly string[]) =>
  lines.map((line) => `2026-11-20T12:00:00.0000000Z ${line}`).join('\n')

function failed(over: Partial<RunSummary> = {}, jobName = 'ask'): RunState {
  const job: RunJob = {
    id: 71,
    name: jobName,
    status: 'completed',
    conclusion: 'failure',
    startedAt: null,
    completedAt: null,
    url: 'https://github.com/acme/web/actions/runs/5001/job/71',
    steps: [],
  }
  return { run: runSummary({ conclusion: 'failure', ...over }), jobs: [job], readAt: '2026-11-20T12:00:00Z' }
}

/** The one diagnosis of a run whose only job wrote these lines. */
function diagnosed(lines: readonly string[], spoiled: Partial<ChainContext> | null = {}, state = failed()) {
  const logs = [{ jobId: 71, jobName: 'ask', log: parseLog(raw(lines)) }]
  const premises = spoiled && { ...context(), ...spoiled }
  const [first, ...others] = diagnose({ run: state, logs, premises })
  expect(others).toEqual([])
  return first
}

const repo = (over: Partial<RepositoryObservation>) => ({ observation: repository(over) })
const withTrust = (trust: string) => ({ account: account({ roles: known([role({ trust })]) }) })
const withText = (text: string) => repo({ workflows: known([workflow(text)]) })
const without = (name: string) => repo({ variables: known(VARIABLES.filter((one) => one.name !== name)) })
const calling = (model: string) =>
  repo({ variables: known([...VARIABLES.slice(0, 2), variable('BEDROCK_MODEL_ID', model)]) })

describe('a refused role is split by what the trust of exactly that job says', () => {
  const lines = ['Assuming role with OIDC', 'Assuming role with OIDC', NOT_AUTHORIZED]

  it.each([
    [1, repo({ subject: known(IMMUTABLE_SETTINGS) })],
    [2, withText(workflowText({ environment: 'production' }))],
    [4, withTrust(trustOf('repo:acme/web:*'))],
    [4, withTrust(trustOf('repo:Acme/Web:*', 'StringLike'))],
    [5, withTrust(trustOf('repo:acme/web:*', 'StringLike', 'https://github.com/acme'))],
  ])('row %i', (row, spoiled) => {
    expect(diagnosed(lines, spoiled)).toMatchObject({
      row,
      confidence: 'certain',
      jobId: 71,
      line: 3,
      repair: { kind: 'plan', steps: ['update-trust'] },
    })
  })

  it('row 3 for the run of a pull request, and not for a dispatch of the same job', () => {
    const text = workflowText({ on: ['workflow_dispatch', 'pull_request'] })
    expect(diagnosed(lines, withText(text), failed({ event: 'pull_request' }))).toMatchObject({
      row: 3,
      confidence: 'certain',
    })
    expect(diagnosed(lines, withText(text), failed())).toMatchObject({ row: null, cause: 'not-authorized' })
  })

  it('finds the job by the name that it is shown with', () => {
    const text = workflowText({ environment: 'production', name: 'Ask the model' })
    expect(diagnosed(lines, withText(text), failed({}, 'Ask the model'))).toMatchObject({ row: 2 })
    expect(diagnosed(lines, withText(text), failed({}, 'Ask the model (eu)'))).toMatchObject({ row: 2 })
    expect(diagnosed(lines, withText(text), failed({}, 'another'))).toMatchObject({ row: null })
  })

  it('names a missing role, and offers to create it', () => {
    const spoiled = { account: account({ roles: known([]) }) }
    expect(diagnosed(lines, spoiled)).toMatchObject({
      cause: 'role-missing',
      repair: { steps: ['create-role', 'put-role-policy'] },
    })
  })

  it('offers another run where the trust admits the job by now', () => {
    expect(diagnosed(lines)).toMatchObject({
      row: null,
      confidence: 'possible',
      repair: { kind: 'test-run' },
    })
  })

  it('says no more than the text does without an observation', () => {
    expect(diagnosed(lines, null)).toMatchObject({
      row: null,
      cause: 'not-authorized',
      confidence: 'possible',
    })
  })
})

describe('the texts of field-notes §7', () => {
  it.each<[number, string, Partial<ChainContext>]>([
    [
      6,
      '##[error]Could not assume role with OIDC: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
      { account: account({ provider: known(null) }) },
    ],
    [
      7,
      '##[error]Could not assume role with OIDC: Incorrect token audience',
      {
        account: account({
          provider: known({
            arn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
            url: 'token.actions.githubusercontent.com',
            clientIds: [],
          }),
        }),
      },
    ],
    [9, ID_TOKEN_HINT, withText(workflowText({ idToken: false }))],
    [
      12,
      '##[error]Error: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable',
      withText(workflowText({ idToken: false })),
    ],
    [13, '##[error]Input required and not supplied: aws-region', without('AWS_REGION')],
    [13, 'AWS_REGION is required when using AWS Bedrock.', without('AWS_REGION')],
    [13, NO_CREDENTIALS, without('AWS_ROLE_ARN')],
    [
      19,
      'botocore.errorfactory.ResourceNotFoundException: Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
      { account: account({ useCaseForm: known('missing') }) },
    ],
    [
      21,
      'ValidationException: Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      calling('anthropic.claude-sonnet-4-6'),
    ],
    [
      21,
      "ValidationException: Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn't supported.",
      calling('anthropic.claude-sonnet-4-6'),
    ],
    [
      22,
      'ValidationException: The provided model identifier is invalid.',
      calling('us.anthropic.claude-sonnet-4-6'),
    ],
    [
      23,
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/web-bedrock/GitHubActions is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6 because no identity-based policy allows the bedrock:InvokeModel action',
      { account: account({ roles: known([role({ inlinePolicies: [] })]) }) },
    ],
  ])('row %i: %s', (row, line, spoiled) => {
    const plain = diagnosed([line, EXIT], null)
    const settled = diagnosed([line, EXIT], spoiled)
    expect(settled).toMatchObject({ row, confidence: 'certain', line: 1 })
    expect(settled?.repair).not.toBeNull()
    expect(settled?.evidence.length).toBeGreaterThan(0)
    if (line !== NO_CREDENTIALS) expect(plain).toMatchObject({ row, confidence: 'likely' })
  })

  it.each([
    [8, "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"],
    [16, 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
    [
      17,
      'An error occurred (ExpiredTokenException) when calling the InvokeModel operation: The security token included in the request is expired',
    ],
    [18, 'The security token included in the request is invalid.'],
    [
      20,
      'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
    ],
    [
      24,
      'is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-3::foundation-model/x with an explicit deny in a service control policy',
    ],
    [25, 'This model version has reached the end of its life.'],
    [26, 'Too many tokens, please wait before trying again.'],
    [
      28,
      'The action actions/checkout@v4 is not allowed in acme/web because all actions must be pinned to a full-length commit SHA.',
    ],
    [
      30,
      "This scheduled workflow is disabled because there hasn't been activity in this repository for at least 60 days.",
    ],
  ])('row %i: %s', (row, text) => {
    expect(diagnosed([`##[error]${text}`])).toMatchObject({
      row,
      confidence: 'likely',
      repair: expect.anything(),
    })
  })

  it('row 10: Dependabot’s runs get no token, whatever the workflow says', () => {
    expect(
      diagnosed([ID_TOKEN_HINT, NO_CREDENTIALS], {}, failed({ actor: 'dependabot[bot]' })),
    ).toMatchObject({ row: 10 })
  })
})

describe('reading a log', () => {
  it('takes the first cause; what follows is its consequence', () => {
    const lines = [
      '##[error]Input required and not supplied: aws-region',
      'The provided model identifier is invalid.',
    ]
    expect(diagnosed(lines)).toMatchObject({ row: 13, line: 1 })
  })

  it('prefers any cause to a tool’s summary of it', () => {
    const wrapper =
      'The model eu.anthropic.claude-sonnet-4-6 is not available on your bedrock deployment. Try --model to switch.'
    expect(
      diagnosed([wrapper, 'Model use case details have not been submitted for this account.']),
    ).toMatchObject({ row: 19, line: 2 })
    expect(diagnosed([wrapper])).toMatchObject({ row: 27 })
  })

  it('ignores what a step’s script only quotes', () => {
    const lines = ['##[group]Run grep "The provided model identifier is invalid." log', '##[endgroup]', EXIT]
    expect(diagnosed(lines)).toMatchObject({ cause: 'unknown', row: null })
  })

  it('sees through colours', () => {
    expect(
      diagnosed(['\u001b[31mThe provided model \u001b[1midentifier is invalid.\u001b[0m']),
    ).toMatchObject({ row: 22 })
  })

  it('says honestly that it does not know, with the last errors', () => {
    const state = failed()
    const [job] = state.jobs
    if (job)
      job.steps = [
        {
          number: 3,
          name: 'Test',
          status: 'completed',
          conclusion: 'failure',
          startedAt: null,
          completedAt: null,
        },
      ]
    expect(diagnosed(['##[error]2 tests failed', EXIT], {}, state)).toMatchObject({
      cause: 'unknown',
      confidence: 'possible',
      title: 'The step “Test” failed',
      line: 1,
      excerpt: '2 tests failed',
    })
  })
})

describe('without a log', () => {
  it('a run that succeeded or still runs has no diagnosis', () => {
    expect(diagnose({ run: failed({ conclusion: 'success' }), logs: [], premises: null })).toEqual([])
    expect(
      diagnose({ run: failed({ status: 'in_progress', conclusion: null }), logs: [], premises: null }),
    ).toEqual([])
  })

  it('a failed start is explained by what is committed', () => {
    const run = { ...failed({ conclusion: 'startup_failure' }), jobs: [] }
    const premises = context(withText(workflowText({ idToken: false })))
    expect(diagnose({ run, logs: [], premises })).toMatchObject([
      { row: 11, jobId: null, line: null, repair: { kind: 'plan' } },
    ])
    expect(diagnose({ run, logs: [], premises: null })).toMatchObject([
      { confidence: 'possible', repair: { kind: 'open-page' } },
    ])
  })

  it('a job whose log is gone leads to its page', () => {
    expect(diagnose({ run: failed(), logs: [], premises: null })).toMatchObject([
      {
        cause: 'unknown',
        jobId: 71,
        line: null,
        repair: { url: 'https://github.com/acme/web/actions/runs/5001/job/71' },
      },
    ])
  })

  it('a cancelled run proves nothing', () => {
    const run = { ...failed({ conclusion: 'cancelled' }), jobs: [] }
    expect(diagnose({ run, logs: [], premises: null })).toMatchObject([
      { cause: 'cancelled', repair: { kind: 'test-run' } },
    ])
  })

  it('row 29: a refused dispatch is explained by the trigger that is missing', () => {
    const refused = failure(
      'invalid',
      "Workflow does not have 'workflow_dispatch' trigger",
      { kind: 'retry' },
      '422',
    )
    const chain = observeChain(context(withText(workflowText({ on: ['push'] }))))
    expect(diagnoseDispatch(refused, chain)).toMatchObject({
      row: 29,
      confidence: 'certain',
      repair: { kind: 'plan', steps: ['propose-workflow', 'merge-pull-request'] },
    })
    expect(diagnoseDispatch(refused, null)).toMatchObject({ row: 29, confidence: 'likely' })
  })
})
