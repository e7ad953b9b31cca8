import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../shared/domain/diagnosis/diagnose'
import type { RepositoryObservation } from '../../../shared/domain/observation'
import { parseLog } from '../../../shared/domain/parse-log'
import type { ChainContext } from '../../../shared/domain/picture'
import { known } from '../../../shared/domain/reading'
import type { RunJob, RunState, RunSummary } from '../../../shared/domain/run'
import { failing, jobLog, step } from '../../support/job-log'
import {
  account,
  context,
  REGION,
  ROLE_ARN,
  repository,
  role,
  runSummary,
  VARIABLES,
  variable,
  workflow,
  workflowText,
} from '../../support/observations'

/* The same text, told apart by looking at the world as this very run met it. */

const REFUSED =
  '##[error]Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'
const CONFIGURE = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c'

function stateOf(run: Partial<RunSummary> = {}, job: Partial<RunJob> = {}): RunState {
  const base: RunJob = {
    id: 71,
    name: 'ask',
    status: 'completed',
    conclusion: 'failure',
    startedAt: null,
    completedAt: null,
    url: null,
    steps: [],
  }
  const state = runSummary({ conclusion: 'failure', ...run })
  return { run: state, jobs: [{ ...base, ...job }], readAt: '2026-11-20T12:00:00Z' }
}

function told(
  log: string,
  spoiled: Partial<ChainContext> = {},
  state = stateOf(),
  fileAtRun: string | null = null,
) {
  const logs = [{ jobId: 71, jobName: 'ask', log: parseLog(log) }]
  return diagnose({ run: state, logs, premises: { ...context(), ...spoiled }, fileAtRun })[0]
}

const refused = jobLog(step(CONFIGURE, ['Assuming role with OIDC', REFUSED]))
const inRepository = (over: Partial<RepositoryObservation>) => ({ observation: repository(over) })

describe('the exact subject is that of the run’s own event and ref', () => {
  const onPush = inRepository({
    workflows: known([workflow(workflowText({ on: ['push', 'workflow_dispatch'] }))]),
  })

  test.each<[string, Partial<RunSummary>, string]>([
    [
      'a push to another branch',
      { event: 'push', branch: 'release/1' },
      'repo:acme/web:ref:refs/heads/release/1',
    ],
    ['a dispatch from another branch', { branch: 'try-it' }, 'repo:acme/web:ref:refs/heads/try-it'],
  ])('%s', (_, run, subject) => {
    const found = told(refused, onPush, stateOf(run))
    expect(found).toMatchObject({ cause: 'subject-refused', confidence: 'certain', repair: { kind: 'plan' } })
    expect(JSON.stringify(found?.evidence)).toContain(subject)
  })

  test('and a run of the branch that is trusted is not explained by another one', () => {
    expect(told(refused, onPush, stateOf({ event: 'push', branch: 'main' }))).toMatchObject({
      cause: 'not-authorized',
      confidence: 'possible',
    })
  })

  test('a release presents its tag', () => {
    const released = inRepository({ workflows: known([workflow(workflowText({ on: ['release'] }))]) })
    const found = told(refused, released, stateOf({ event: 'release', branch: 'v1.2' }))
    expect(JSON.stringify(found?.evidence)).toContain('repo:acme/web:ref:refs/tags/v1.2')
  })

  test('the file counts as it stood where the run was', () => {
    const then = workflowText({ environment: 'production' })
    expect(told(refused, {}, stateOf(), then)).toMatchObject({ row: 2, confidence: 'certain' })
  })
})

describe('what no clause explains', () => {
  test('row 18: the role was a few seconds old', () => {
    const young = role({ createdAt: '2026-11-19T11:59:40Z' })
    const run = stateOf({ createdAt: '2026-11-19T12:00:00Z' }, { startedAt: '2026-11-19T12:00:05Z' })
    expect(told(refused, { account: account({ roles: known([young]) }) }, run)).toMatchObject({
      row: 18,
      confidence: 'likely',
      repair: { kind: 'test-run' },
    })
  })

  test('the account in the ARN is not the one that is meant', () => {
    const other = ROLE_ARN.replace('111122223333', '999900001111')
    const variables = known([variable('AWS_ROLE_ARN', other), ...VARIABLES.slice(1)])
    expect(told(refused, inRepository({ variables }))).toMatchObject({
      cause: 'wrong-account',
      confidence: 'certain',
      evidence: [{ wanted: '111122223333', found: '999900001111' }],
    })
  })

  test('what was found in order is shown as evidence', () => {
    const labels = told(refused)?.evidence.map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['subject', 'audience']))
  })
})

test('row 10: a fork’s pull request gets no token, whatever the file says', () => {
  const log = jobLog(
    step(CONFIGURE, [
      'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission?',
      '##[error]Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
    ]),
  )
  const pull = { event: 'pull_request', headRepository: 'somebody/web' }
  expect(told(log, {}, stateOf(pull))).toMatchObject({ row: 10, confidence: 'certain' })
  expect(told(log, {}, stateOf({ ...pull, headRepository: 'acme/web' }))).toMatchObject({ row: 9 })
})

test('row 19: a form that is there by now only had to take effect', () => {
  const log = jobLog(
    failing('python ask.py', ['Model use case details have not been submitted for this account.']),
  )
  expect(told(log)).toMatchObject({ row: 19, cause: 'use-case-form-spreading', repair: { kind: 'test-run' } })
})

test('row 15: on a pull request that is expected', () => {
  const log = jobLog(
    step('claude', ['##[error]App token exchange failed: 401 Unauthorized - Workflow validation failed.']),
  )
  expect(told(log, {}, stateOf({ event: 'pull_request', branch: 'add-claude' }))).toMatchObject({
    row: 15,
    confidence: 'certain',
  })
})

describe('green is not enough', () => {
  const green = (job: Partial<RunJob> = {}) =>
    stateOf({ conclusion: 'success' }, { conclusion: 'success', ...job })
  const configured = (arn: string) => [
    `##[group]Run ${CONFIGURE}`,
    'with:',
    `  role-to-assume: ${arn}`,
    `  aws-region: ${REGION}`,
    '##[endgroup]',
    'Authenticated as assumedRoleId AROAEXAMPLE:GitHubActions',
  ]

  test('a run that showed what it should has no diagnosis', () => {
    expect(told(jobLog(configured(ROLE_ARN)), {}, green())).toBeUndefined()
    expect(told(jobLog(configured(ROLE_ARN.replace('111122223333', '***'))), {}, green())).toBeUndefined()
  })

  test('the job was skipped', () => {
    expect(told('', {}, green({ conclusion: 'skipped' }))).toMatchObject({
      cause: 'green-skipped',
      confidence: 'certain',
    })
  })

  test('the step was skipped', () => {
    const steps = [
      {
        number: 2,
        name: `Run ${CONFIGURE}`,
        status: 'completed' as const,
        conclusion: 'skipped' as const,
        startedAt: null,
        completedAt: null,
      },
    ]
    expect(told(jobLog([]), {}, green({ steps }))).toMatchObject({ cause: 'green-skipped' })
  })

  test.each([
    ['as the step repeats its input', configured(`${ROLE_ARN}-old`)],
    ['as AWS names the session', ['"Arn": "arn:aws:sts::111122223333:assumed-role/another/GitHubActions"']],
    ['an access key', ['Proceeding with IAM user credentials']],
  ])('another role was taken: %s', (_, lines) => {
    expect(told(jobLog(lines), {}, green())).toMatchObject({
      cause: 'green-other-role',
      line: expect.any(Number),
    })
  })

  test.each([
    [
      15,
      'Skipping action due to workflow validation: Workflow validation failed. The workflow file must exist',
    ],
    [null, 'AI_IMPLEMENT_PROVIDER is not set; falling back to the Anthropic provider'],
    [null, 'Using provider: anthropic'],
  ])('row %s: %s', (row, line) => {
    expect(told(jobLog(step('orchestrate', [line])), {}, green())).toMatchObject({
      row,
      cause: row === 15 ? 'workflow-not-on-default-branch' : 'fell-back',
    })
  })
})
