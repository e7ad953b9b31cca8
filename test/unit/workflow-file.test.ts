import { describe, expect, it } from 'vitest'
import { parseWorkflow } from '../../shared/domain/workflow-file'
import type { WorkflowFile } from '../../shared/domain/workflow-types'

/** The file of a text that must be valid. */
function read(text: string): WorkflowFile {
  const parsed = parseWorkflow('.github/workflows/ask.yml', text)
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.errors))
  return parsed.file
}

/** The job `ask` of a workflow with these lines at the top and in the job. */
function job({ top = '', on = 'push', inJob = '' }: { top?: string; on?: string; inJob?: string }) {
  const lines = inJob === '' ? '' : `${inJob.replace(/^/gm, '    ')}\n`
  const text = `on: ${on}\n${top}\njobs:\n  ask:\n    runs-on: ubuntu-latest\n${lines}    steps:\n      - run: echo\n`
  const [first] = read(text).jobs
  if (first === undefined) throw new Error('no job')
  return first
}

const SEED = `name: My Workflow
on:
  pull_request:
  workflow_dispatch:
    inputs:
      prompt:
        description: What to ask
        default: hello
      depth:
        type: choice
        options: [low, high]
        required: true
jobs:
  my-job:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: write # required for OIDC
    steps:
      - uses: actions/checkout@v4
      - name: Configure AWS credentials via OIDC
        uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: \${{ vars.AWS_ROLE_ARN }}
          aws-region: \${{ vars.AWS_REGION }}
          role-duration-seconds: 3600
      - name: Call Bedrock
        env:
          BEDROCK_MODEL_ID: \${{ vars.BEDROCK_MODEL_ID }}
          AWS_REGION: \${{ vars.AWS_REGION }}
        run: |
          pip install boto3
          python scripts/call_bedrock.py "\${{ inputs.prompt }}"
`

describe('the workflow of the manual procedure', () => {
  const file = read(SEED)

  it('has its triggers and dispatch inputs', () => {
    expect(file.triggers.map(({ event }) => event)).toEqual(['pull_request', 'workflow_dispatch'])
    expect(file.dispatchInputs).toEqual([
      {
        name: 'prompt',
        type: 'string',
        description: 'What to ask',
        required: false,
        default: 'hello',
        options: [],
      },
      {
        name: 'depth',
        type: 'choice',
        description: null,
        required: true,
        default: null,
        options: ['low', 'high'],
      },
    ])
    expect(file.callInputs).toBeNull()
  })

  it('has its configure step as written, at its line', () => {
    expect(file.jobs[0]?.configureSteps).toEqual([
      {
        action: 'aws-actions/configure-aws-credentials@v4',
        role: '${{ vars.AWS_ROLE_ARN }}',
        region: '${{ vars.AWS_REGION }}',
        durationSeconds: '3600',
        line: 21,
      },
    ])
  })

  it('keeps a block script as the shell gets it, expressions as written', () => {
    expect(file.jobs[0]?.steps[2]?.run).toBe(
      'pip install boto3\npython scripts/call_bedrock.py "${{ inputs.prompt }}"\n',
    )
  })

  it('says on which line each value stands', () => {
    expect(file.jobs[0]?.lines).toMatchObject({ permissions: 17 })
    expect(file.jobs[0]?.steps[1]?.lines).toMatchObject({ 'with.role-to-assume': 24, 'with.aws-region': 25 })
    expect(file.jobs[0]?.steps[2]?.lines).toMatchObject({ 'env.BEDROCK_MODEL_ID': 29, run: 31 })
  })

  it('names each variable that the job reads once', () => {
    expect(file.jobs[0]?.reads).toEqual({
      variables: ['AWS_ROLE_ARN', 'AWS_REGION', 'BEDROCK_MODEL_ID'],
      secrets: [],
    })
  })
})

describe('the right to an OIDC token', () => {
  const cases: [string, string, string, string][] = [
    ['nobody declares permissions', '', '', 'none'],
    ['the workflow grants it', 'permissions:\n  id-token: write', '', 'write'],
    ['the workflow grants everything', 'permissions: write-all', '', 'write'],
    ['the workflow grants reading', 'permissions: read-all', '', 'read'],
    ['the workflow grants other rights only', 'permissions:\n  contents: read', '', 'none'],
    ['the job grants it', 'permissions: {}', 'permissions:\n  id-token: write', 'write'],
    ['the job denies it', 'permissions: write-all', 'permissions:\n  id-token: none', 'none'],
    [
      "the job's permissions replace the workflow's",
      'permissions: write-all',
      'permissions:\n  contents: read',
      'none',
    ],
    ['the job asks for nothing', 'permissions: write-all', 'permissions: {}', 'none'],
  ]
  it.each(cases)('%s', (_, top, inJob, wanted) => {
    expect(job({ top, inJob }).idToken).toBe(wanted)
  })

  it("is the caller's in a file that is only called and declares nothing", () => {
    expect(job({ on: 'workflow_call' }).idToken).toBe('caller')
    expect(job({ on: '[workflow_call]' }).idToken).toBe('caller')
  })

  it('is as declared in a file that is only called', () => {
    expect(job({ on: 'workflow_call', top: 'permissions: {}' }).idToken).toBe('none')
    expect(job({ on: 'workflow_call', inJob: 'permissions: write-all' }).idToken).toBe('write')
  })

  it('is none where the file is also started by itself', () => {
    expect(job({ on: '[workflow_call, push]' }).idToken).toBe('none')
  })
})

describe('events', () => {
  it.each([
    ['push', ['push']],
    ['[push, pull_request]', ['push', 'pull_request']],
    ['\n  - push\n  - workflow_dispatch', ['push', 'workflow_dispatch']],
  ])('written as %j', (on, events) => {
    const text = `on: ${on}\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: a }]\n`
    expect(read(text).triggers.map(({ event }) => event)).toEqual(events)
  })

  it('carry their branch and tag filters', () => {
    const text = `on:
  push:
    branches: [main, 'release/**']
    tags: v*
  schedule:
    - cron: '0 5 * * 1'
jobs:
  a:
    runs-on: x
    steps:
      - run: a
`
    expect(read(text).triggers).toEqual([
      { event: 'push', branches: ['main', 'release/**'], tags: ['v*'] },
      { event: 'schedule', branches: null, tags: null },
    ])
  })
})

describe('jobs', () => {
  it('name their environment in either form', () => {
    expect(job({ inJob: 'environment: production' }).environment).toBe('production')
    expect(job({ inJob: 'environment:\n  name: staging\n  url: https://example.com' }).environment).toBe(
      'staging',
    )
    expect(job({ inJob: 'environment: ${{ inputs.where }}', on: 'workflow_dispatch' }).environment).toBe(
      '${{ inputs.where }}',
    )
    expect(job({}).environment).toBeNull()
  })

  it('that call a workflow say which, and what they pass', () => {
    const [caller] = read(`on: push
jobs:
  call:
    uses: acme/shared/.github/workflows/ask.yml@v1
    with:
      aws_region: eu-west-2
      dry_run: true
    secrets:
      role: \${{ secrets.AWS_BEDROCK_ROLE_ARN }}
`).jobs
    expect(caller).toMatchObject({
      calls: 'acme/shared/.github/workflows/ask.yml@v1',
      callWith: { aws_region: 'eu-west-2', dry_run: 'true' },
      callSecrets: { role: '${{ secrets.AWS_BEDROCK_ROLE_ARN }}' },
      inheritsSecrets: false,
      steps: [],
      reads: { variables: [], secrets: ['AWS_BEDROCK_ROLE_ARN'] },
    })
  })

  it('read what conditions, index form and the env of the workflow read', () => {
    const { reads } = job({
      top: 'env:\n  REGION: ${{ vars.AWS_REGION }}',
      inJob:
        "if: vars.ENABLED == 'yes' && vars['mode'] != ''\nenv:\n  KEY: ${{ secrets.KEY || vars.aws_region }}",
    })
    expect(reads).toEqual({ variables: ['AWS_REGION', 'ENABLED', 'mode'], secrets: ['KEY'] })
  })

  it('see through YAML anchors', () => {
    const file = read(`on: push
jobs:
  a:
    runs-on: x
    env: &env
      REGION: \${{ vars.AWS_REGION }}
    steps:
      - run: a
  b:
    runs-on: x
    env: *env
    steps:
      - run: b
`)
    expect(file.jobs[1]?.env).toEqual({ REGION: '${{ vars.AWS_REGION }}' })
  })
})

describe('an unreadable file says where', () => {
  const steps = '    runs-on: x\n    steps:\n      - run: a\n'
  it.each([
    ['is empty', '', 1, /empty/],
    ['holds only a comment', '# nothing', 1, /empty/],
    ['is not YAML', 'on: push\njobs:\n\ta:\n', 3, /tabs/i],
    ['holds two documents', `on: push\njobs:\n  a:\n${steps}---\nx: 1\n`, 7, /one YAML document/],
    ['has no jobs', 'on: push\n', 1, /jobs/],
    ['has an unknown key', `on: push\nfoo: 1\njobs:\n  a:\n${steps}`, 2, /foo/],
    ['has an unknown event', `on: pushed\njobs:\n  a:\n${steps}`, 1, /pushed/],
    ['defines a key twice', `on: push\non: push\njobs:\n  a:\n${steps}`, 2, /already defined/],
    [
      'grants a level that id-token does not have',
      `on: push\npermissions:\n  id-token: read\njobs:\n  a:\n${steps}`,
      3,
      /read/,
    ],
    ['grants an unknown right', `on: push\npermissions: all\njobs:\n  a:\n${steps}`, 2, /all/],
    ['has a broken expression', `on: push\njobs:\n  a:\n${steps}      - run: \${{ vars. }}\n`, 7, /./],
    ['reads an unknown context', `on: push\njobs:\n  a:\n${steps}      - run: \${{ foo.bar }}\n`, 7, /foo/],
    [
      'needs a job that is not there',
      `on: push\njobs:\n  b:\n${steps}  a:\n    needs: c\n${steps}`,
      8,
      /unknown job 'c'/,
    ],
    [
      'has an impossible schedule',
      `on:\n  schedule:\n    - cron: nonsense\njobs:\n  a:\n${steps}`,
      3,
      /cron/,
    ],
    ['has an alias of itself', 'on: push\njobs: &jobs\n  a: *jobs\n', 3, /itself/],
    ['has a key that is a list', `on: push\n? [a]\n: b\njobs:\n  a:\n${steps}`, 2, /plain word/],
  ])('%s', (_, text, line, message) => {
    const parsed = parseWorkflow('.github/workflows/x.yml', text)
    expect(parsed.valid).toBe(false)
    if (parsed.valid) return
    expect(parsed.errors[0]?.line).toBe(line)
    expect(parsed.errors[0]?.message).toMatch(message)
  })

  it('without exhausting memory on aliases of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(', ')}]`,
    )
    const parsed = parseWorkflow('x.yml', `${levels.join('\n')}\non: push\n`)
    expect(parsed).toMatchObject({
      valid: false,
      errors: [{ message: 'The file is too large to be a workflow.' }],
    })
  })

  it('without exhausting the stack on deep nesting', () => {
    const parsed = parseWorkflow('x.yml', `on: push\njobs: ${'['.repeat(50_000)}`)
    expect(parsed.valid).toBe(false)
  })
})

it('a file with CRLF line ends and a byte order mark reads the same', () => {
  const parsed = read(`\uFEFF${SEED.replaceAll('\n', '\r\n')}`)
  expect(parsed.jobs[0]?.configureSteps).toEqual(read(SEED).jobs[0]?.configureSteps)
})
