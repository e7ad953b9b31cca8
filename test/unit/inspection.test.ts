import { describe, expect, it } from 'vitest'
import { Inspection, inspectWorkflow } from '../../shared/domain/inspection'

const STEPS = "    steps: [{ run: 'true' }]\n"

/** The one job of a file with this `on` and these lines in the job. */
function job(on: string, inJob = '', top = '') {
  const lines = inJob === '' ? '' : `${inJob.replace(/^/gm, '    ')}\n`
  const inspection = inspectWorkflow(`on: ${on}\n${top}\njobs:\n  ask:\n    runs-on: x\n${lines}${STEPS}`)
  expect(inspection.errors).toEqual([])
  const [only] = inspection.jobs
  if (!only) throw new Error('no job')
  return only
}

const contexts = (on: string, inJob = '') =>
  job(on, inJob).subjects.map((subject) => subject.replace('repo:{owner}/{repo}:', ''))

describe('what a workflow file says by itself (issue 4, the rules without a connection)', () => {
  it('has exactly the shape of the contract', () => {
    const text = `on:
  push: { branches: [main] }
  pull_request:
  workflow_dispatch:
    inputs: { prompt: { type: string }, depth: { type: choice, options: [low, high] } }
permissions: { contents: read }
env:
  AWS_REGION: \${{ vars.AWS_REGION }}
jobs:
  ask:
    runs-on: ubuntu-latest
    environment: { name: 'prod:eu', url: https://example.com }
    permissions: { id-token: write }
    if: vars.ENABLED == 'yes'
    env: { GATE: "\${{ secrets['Gate'] }}" }
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: \${{ secrets.AWS_BEDROCK_ROLE_ARN }}
          aws-region: \${{ env.AWS_REGION }}
          role-duration-seconds: 7200
      - run: ask
        if: \${{ vars.enabled == 'yes' }}
        env: { MODEL: "\${{ vars['Bedrock_Model'] }}" }
  call:
    uses: acme/shared/.github/workflows/ask.yml@v1
    secrets: inherit
`
    const inspection = inspectWorkflow(text)
    expect(Inspection.parse(inspection)).toEqual(inspection)
    expect(inspection).toEqual({
      valid: true,
      errors: [],
      triggers: ['push', 'pull_request', 'workflow_dispatch'],
      dispatchInputs: ['prompt', 'depth'],
      jobs: [
        {
          id: 'ask',
          idToken: 'write',
          environment: 'prod:eu',
          calls: null,
          configureSteps: [
            {
              action: 'aws-actions/configure-aws-credentials@v4',
              role: '${{ secrets.AWS_BEDROCK_ROLE_ARN }}',
              region: '${{ env.AWS_REGION }}',
              durationSeconds: '7200',
            },
          ],
          reads: {
            variables: ['AWS_REGION', 'ENABLED', 'Bedrock_Model'],
            secrets: ['Gate', 'AWS_BEDROCK_ROLE_ARN'],
          },
          subjects: Array(3).fill('repo:{owner}/{repo}:environment:prod%3Aeu'),
        },
        {
          id: 'call',
          idToken: 'none',
          environment: null,
          calls: 'acme/shared/.github/workflows/ask.yml@v1',
          configureSteps: [],
          reads: { variables: ['AWS_REGION'], secrets: [] },
          subjects: [
            'repo:{owner}/{repo}:ref:refs/heads/main',
            'repo:{owner}/{repo}:pull_request',
            'repo:{owner}/{repo}:ref:refs/heads/{branch}',
          ],
        },
      ],
    })
  })

  it('takes the same with CRLF, a byte order mark, anchors and comments', () => {
    const text = 'on: push # always\njobs:\n  a: &a\n    runs-on: x\n    steps: [{ run: a }]\n  b: *a\n'
    const plain = inspectWorkflow(text)
    expect(plain.jobs.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(inspectWorkflow(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(plain)
  })

  it.each([
    [
      'the fork of an organization',
      'acme/configure-aws-credentials@v4',
      ['acme/configure-aws-credentials@v4'],
    ],
    ['another action', 'aws-actions/amazon-ecr-login@v2', []],
    ['an action of a name that only begins so', 'acme/configure-aws-credentials-x@v4', []],
  ])('takes a role by the action’s name: %s', (_, uses, actions) => {
    const text = `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: ${uses}\n`
    const [only] = inspectWorkflow(text).jobs
    expect(only?.configureSteps.map(({ action }) => action)).toEqual(actions)
    for (const step of only?.configureSteps ?? [])
      expect(step).toMatchObject({ role: null, region: null, durationSeconds: null })
  })

  it('has no environment where its name is empty', () => {
    expect(job('push', "environment: ''")).toMatchObject({
      environment: null,
      subjects: ['repo:{owner}/{repo}:ref:refs/heads/{branch}'],
    })
  })

  it('reads no expression from an `if` that is only a name', () => {
    expect(job('push', 'env: { if: vars.NOT_READ }').reads.variables).toEqual([])
  })
})

describe('the subjects (GitHub’s OIDC reference, example subject claims; field-notes §1)', () => {
  it.each([
    ['push', ['ref:refs/heads/{branch}']],
    ['[push, workflow_dispatch]', ['ref:refs/heads/{branch}', 'ref:refs/heads/{branch}']],
    ['{ push: { branches: [main, dev] } }', ['ref:refs/heads/main', 'ref:refs/heads/dev']],
    ['{ push: { branches: [main, "rel/**"] } }', ['ref:refs/heads/main', 'ref:refs/heads/rel/*']],
    ['{ push: { branches: ["**"] } }', ['ref:refs/heads/{branch}']],
    ['{ push: { branches-ignore: [dev] } }', ['ref:refs/heads/{branch}']],
    ['{ push: { tags: ["v*"] } }', ['ref:refs/tags/v*']],
    ['{ push: { branches: [main], tags: [v1] } }', ['ref:refs/heads/main', 'ref:refs/tags/v1']],
    ['{ schedule: [{ cron: "0 6 * * 1" }] }', ['ref:refs/heads/{branch}']],
    ['issue_comment', ['ref:refs/heads/{branch}']],
    ['{ pull_request: { branches: [main] } }', ['pull_request']],
    ['pull_request_target', ['pull_request']],
    ['release', ['ref:refs/tags/*']],
    ['workflow_call', []],
  ])('on %s: %j', (on, expected) => {
    expect(contexts(on)).toEqual(expected)
  })

  it.each([
    ['prod', ['environment:prod']],
    ["{ name: 'a:b' }", ['environment:a%3Ab']],
    ['${{ github.ref_name }}', ['environment:*']],
    ['prod-${{ inputs.stage }}', ['environment:prod-*']],
    ["${{ 'prod' }}", ['environment:prod']],
  ])('in the environment %s: %j, whatever the event', (environment, expected) => {
    for (const on of ['push', 'pull_request', 'workflow_call', '{ push: { branches: [a, b] } }'])
      expect(contexts(on, `environment: ${environment}`)).toEqual(expected)
  })
})

describe('a file that GitHub does not accept', () => {
  it.each<[what: string, text: string, line: number, column: number, message: RegExp]>([
    ['is empty', '', 1, 1, /empty/],
    ['is only a byte order mark', '\uFEFF', 1, 1, /empty/],
    ['is binary', 'PK\u0003\u0004\n', 1, 3, /U\+0003/],
    ['has a NUL on a later line', 'on: push\r\njobs:\r\n  a\u0000', 3, 4, /U\+0000/],
    ['is indented by tabs', 'on: push\njobs:\n\ta: 1\n', 3, 1, /[Tt]abs/],
    ['is no YAML', 'on: [push\njobs:\n', 2, 1, /end with a \]/],
    ['is a list', '- on\n', 1, 1, /./],
    ['merges keys, which GitHub does not', 'on: push\njobs:\n  a:\n    <<: {}\n', 4, 5, /<</],
    ['has a key twice', `on: push\njobs:\n  a:\n    runs-on: x\n    runs-on: y\n${STEPS}`, 5, 5, /already/],
    ['has an unknown key', `on: push\nenvs: {}\njobs:\n  a:\n    runs-on: x\n${STEPS}`, 2, 1, /envs/],
    ['nests a list without end', '- '.repeat(100_000), 1, 1, /nested too deeply/],
    ['nests brackets without end', '['.repeat(100_000), 1, 1, /nested too deeply/],
    ['is larger than any workflow', `# ${'x'.repeat(600_000)}`, 1, 1, /too large/],
  ])('because it %s, is told where', (_, text, line, column, message) => {
    const { errors, ...rest } = inspectWorkflow(text)
    expect(rest).toEqual({ valid: false, triggers: [], dispatchInputs: [], jobs: [] })
    expect(errors[0]).toMatchObject({ line, column, message: expect.stringMatching(message) })
  })

  /* GitHub Docs, workflow syntax: `id-token: write|none`; only `read-all` gives it reading, which fetches no token. */
  it.each([
    ['{ id-token: write }', 'write'],
    ["{ 'id-token': 'write', contents: none }", 'write'],
    ['write-all', 'write'],
    ['read-all', 'read'],
    ['{ id-token: none }', 'none'],
    ['{ contents: write }', 'none'],
    ['{}', 'none'],
  ])('permissions: %s give %s, at the job and at the workflow', (permissions, idToken) => {
    expect(job('push', `permissions: ${permissions}`).idToken).toBe(idToken)
    expect(job('push', '', `permissions: ${permissions}`).idToken).toBe(idToken)
    expect(job('push', `permissions: ${permissions}`, 'permissions: write-all').idToken).toBe(idToken)
    expect(job('workflow_call', `permissions: ${permissions}`).idToken).toBe(idToken)
  })

  it.each(['{ id-token: read }', '{ id-token: Write }', '{ id-token: }', 'write'])(
    'permissions: %s is none that GitHub takes',
    (permissions) => {
      const text = `on: push\njobs:\n  ask:\n    runs-on: x\n    permissions: ${permissions}\n${STEPS}`
      const { valid, errors, jobs } = inspectWorkflow(text)
      expect([valid, jobs, errors]).toEqual([
        false,
        [],
        [{ line: 5, column: expect.any(Number), message: expect.stringContaining('Unexpected value') }],
      ])
    },
  )
})
