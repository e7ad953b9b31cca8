import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnSandbox, startSandbox } from '../../electron/sandbox/sandbox'
import { AWS_VARIABLES } from '../../shared/domain/convention'
import { AccountId, ModelId, Region, RepositoryName, RoleName } from '../../shared/domain/ids'
import type { Setup } from '../../shared/domain/setup'
import { renderTemplate, TEMPLATES } from '../../shared/domain/templates/templates'
import { type SandboxUser, userOf } from '../support/sandbox-door'

/* The runner decides as GitHub does: triggers, permissions, values, conditions, calls, and what a log looks like. */

let sandbox: OwnSandbox
let user: SandboxUser

beforeAll(async () => {
  sandbox = await startSandbox({ home: null })
  user = userOf(sandbox)
})
afterAll(() => sandbox.close())

const REPOSITORY = 'acme/blank'
const flow = (name: string) => `.github/workflows/${name}.yml`
const expression = (text: string) => `\${{ ${text} }}`

/** Commits one workflow to a repository's default branch and dispatches it. */
async function dispatched(
  name: string,
  text: string,
  { inputs = {}, repository = REPOSITORY }: { inputs?: Record<string, string>; repository?: string } = {},
) {
  await user.commit(repository, { [flow(name)]: text })
  return user.dispatch(repository, `${name}.yml`, inputs)
}

/** A job that prints one line. */
const echo = (line: string, more = '') =>
  `runs-on: ubuntu-latest\n${more}    steps: [{ run: 'echo "${line}"' }]`

describe('triggers', () => {
  test('a push starts the workflows whose branch filters it passes, and no other', async () => {
    const on = (filter: string) =>
      `on: { push: { branches: [${filter}] } }\njobs:\n  a:\n    ${echo('hello')}\n`
    await user.commit(
      REPOSITORY,
      {
        [flow('all-releases')]: on("'release/**'"),
        [flow('one-level')]: on("'release/*'"),
        [flow('excluded')]: on("'release/**', '!release/one/**'"),
        [flow('main-only')]: on('main'),
      },
      'release/one/two',
    )
    const { workflow_runs } = await user.read<{ workflow_runs: { path: string }[] }>(
      `/repos/${REPOSITORY}/actions/runs?branch=release/one/two`,
    )
    expect(workflow_runs.map(({ path }) => path)).toEqual([flow('all-releases')])
  })

  test('a disabled workflow does not run on a push', async () => {
    const repository = 'acme/legacy-keys'
    const before = await user.runs(repository)
    await user.call(`PUT /repos/${repository}/actions/workflows/bedrock.yml/disable`)
    await user.commit(repository, { 'README.md': '# Changed\n' })
    expect(await user.runs(repository)).toHaveLength(before.length)
  })

  test('an unreadable workflow that is dispatched does not start', async () => {
    const run = await dispatched('unreadable', 'on: workflow_dispatch\njobs:\n  a:\n    steps: 7\n')
    expect(run).toMatchObject({ conclusion: 'startup_failure', jobs: [] })
  })
})

describe('what a job sees', () => {
  test('environment before repository before organization, and the organization’s only where selected', async () => {
    const organization = sandbox.stage.world.github.owners.find(({ login }) => login === 'acme')
    const at = '2026-01-01T00:00:00Z'
    organization?.variables.push(
      { name: 'LEVEL', value: 'organization', visibility: 'all', selected: [], createdAt: at, updatedAt: at },
      {
        name: 'ELSEWHERE',
        value: 'leaked',
        visibility: 'selected',
        selected: [1],
        createdAt: at,
        updatedAt: at,
      },
      { name: 'SHARED', value: 'shared', visibility: 'private', selected: [], createdAt: at, updatedAt: at },
    )
    const api = '/repos/acme/env-only'
    await user.write(`POST ${api}/actions/variables`, { name: 'LEVEL', value: 'repository' })
    await user.write(`POST ${api}/environments/production/variables`, { name: 'LEVEL', value: 'environment' })
    const line = ['LEVEL', 'ELSEWHERE', 'SHARED'].map((name) => expression(`vars.${name}`)).join('/')
    const run = await dispatched(
      'levels',
      `on: workflow_dispatch\njobs:\n  inside:\n    ${echo(line, '    environment: production\n')}\n  outside:\n    ${echo(line)}\n`,
      { repository: 'acme/env-only' },
    )
    const said = (name: string) => run.jobs.find((job) => job.name === name)?.log
    expect(said('inside')).toContain('Z environment//shared\n')
    expect(said('outside')).toContain('Z repository//shared\n')
  })

  test('inputs with their defaults, and env from the file down to the step', async () => {
    const run = await dispatched(
      'inputs',
      `on:
  workflow_dispatch:
    inputs:
      greeting: { type: string, default: hello }
      loud: { type: boolean, default: false }
env: { WHERE: file, DEPTH: file }
jobs:
  a:
    runs-on: ubuntu-latest
    env: { DEPTH: job }
    steps:
      - run: echo "${expression('inputs.greeting')} $WHERE $DEPTH $STEP"
        env: { STEP: step }
      - run: echo shouting
        if: inputs.loud
`,
      { inputs: { greeting: 'good day' } },
    )
    expect(run.log).toContain('Z good day file job step\n')
    expect(run.log).not.toContain('Z shouting\n')
  })

  test('secrets as three stars, wherever they show', async () => {
    const held = sandbox.stage.world.github.repositories.find(({ name }) => name === 'blank')
    const at = '2026-01-01T00:00:00Z'
    held?.secrets.push({ name: 'DOOR', value: 'open-sesame', createdAt: at, updatedAt: at })
    const run = await dispatched(
      'secrets',
      `on: workflow_dispatch\njobs:\n  a:\n    ${echo(`the word is ${expression('secrets.DOOR')}`)}\n`,
    )
    expect(run.log).toContain('Z the word is ***\n')
    expect(run.log).not.toContain('open-sesame')
  })
})

describe('order and conditions', () => {
  test('a job waits for what it needs; where that failed it is skipped unless its condition says always', async () => {
    const run = await dispatched(
      'needs',
      `on: workflow_dispatch
jobs:
  first: { runs-on: ubuntu-latest, steps: [{ run: exit 3 }] }
  second: { needs: first, runs-on: ubuntu-latest, steps: [{ run: echo no }] }
  report:
    needs: [first, second]
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "first ${expression('needs.first.result')}, second ${expression('needs.second.result')}"' }]
`,
    )
    expect(run.conclusion).toBe('failure')
    expect(run.jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['first', 'failure'],
      ['second', 'skipped'],
      ['report', 'success'],
    ])
    expect(run.log).toContain('##[error]Process completed with exit code 3.')
    expect(run.log).toContain('Z first failure, second skipped\n')
  })

  test('after a failed step only those that ask for it run', async () => {
    const run = await dispatched(
      'steps',
      `on: workflow_dispatch
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - { name: breaks, run: exit 1 }
      - { name: passed over, run: echo no }
      - { name: tidies up, run: echo tidy, if: failure() }
`,
    )
    expect(run.jobs[0]?.steps).toEqual([
      'Set up job: success',
      'breaks: failure',
      'passed over: skipped',
      'tidies up: success',
      'Complete job: success',
    ])
  })
})

describe('calls of Bedrock', () => {
  const CONFIGURE = `      - uses: actions/checkout@v6
      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: ${expression('vars.AWS_ROLE_ARN')}
          aws-region: ${expression('vars.AWS_REGION')}
`
  const job = (steps: string) =>
    `on: workflow_dispatch\njobs:\n  a:\n    runs-on: ubuntu-latest\n    permissions: { id-token: write, contents: read }\n    steps:\n${CONFIGURE}${steps}`
  const ran = async (name: string, steps: string, files: Record<string, string> = {}) => {
    await user.commit('acme/web', { [flow(name)]: job(steps), ...files })
    return user.dispatch('acme/web', `${name}.yml`)
  }

  test.each(TEMPLATES.filter(({ template }) => template !== 'keep'))(
    'the template $template runs to its end and shows the answer',
    async ({ template }) => {
      const setup: Setup = {
        account: AccountId.parse('111122223333'),
        role: RoleName.parse('github-bedrock-web'),
        region: Region.parse('us-east-1'),
        model: ModelId.parse('us.anthropic.claude-sonnet-4-6'),
        breadth: 'model',
        scope: [{ kind: 'branch', name: 'main' }],
        convention: AWS_VARIABLES,
        template,
      }
      const repository = RepositoryName.parse('acme/web')
      const files = renderTemplate(template, setup, { repository, defaultBranch: 'main' })
      await user.commit('acme/web', Object.fromEntries(files.map(({ path, text }) => [path, text])))
      const dispatchable = files.find(({ text }) => text.includes('workflow_dispatch'))
      const run = await user.dispatch('acme/web', dispatchable?.path.split('/').at(-1))
      expect(run.conclusion).toBe('success')
      expect(run.log).toContain('Hello from Claude Sonnet 4.6')
    },
  )

  test('the AWS CLI says who it is and asks the model', async () => {
    const run = await ran(
      'cli',
      `      - run: |
          aws sts get-caller-identity
          aws bedrock-runtime converse --model-id ${expression('vars.BEDROCK_MODEL_ID')} --messages '[]'
`,
    )
    expect(run.conclusion).toBe('success')
    expect(run.log).toContain('arn:aws:sts::111122223333:assumed-role/github-bedrock-web/GitHubActions')
    expect(run.log).toContain('on Amazon Bedrock')
  })

  test('a Node script makes its call with the session of the job, and prints what the SDK throws (row 21)', async () => {
    const script = `import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION })
const modelId = process.env.BEDROCK_MODEL_ID
console.log(await client.send(new ConverseCommand({ modelId, messages: [] })))
`
    const step = `      - run: node ask.mjs\n        env: { BEDROCK_MODEL_ID: anthropic.claude-sonnet-4-6 }\n`
    const run = await ran('node', step, { 'ask.mjs': script })
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain(
      'ValidationException: Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported.',
    )
  })

  test('a command that may fail does not end its step', async () => {
    const run = await ran(
      'caught',
      '      - run: |\n          claude -p "Hello" || echo "never mind"\n          echo "went on"\n',
    )
    expect(run.conclusion).toBe('success')
    expect(run.log).toMatch(/Z never mind\n.*Z went on\n/)
  })

  test('a script that is not in the repository cannot be opened', async () => {
    const run = await ran('missing', '      - run: python scripts/nowhere.py\n')
    expect(run.log).toContain("scripts/nowhere.py': [Errno 2] No such file or directory")
    expect(run.log).toContain('##[error]Process completed with exit code 2.')
  })

  test('Claude Code without the switch for Bedrock asks for a key', async () => {
    const run = await ran('switch', '      - run: claude -p "Hello"\n')
    expect(run.log).toContain('Invalid API key · Please run /login')
  })

  test('Claude’s action without a token of its own fails before it asks (row 12)', async () => {
    await user.commit(REPOSITORY, {
      [flow('action')]:
        `on: workflow_dispatch\njobs:\n  a:\n    runs-on: ubuntu-latest\n    permissions: {}\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with: { use_bedrock: "true", prompt: Hi }\n`,
    })
    const run = await user.dispatch(REPOSITORY, 'action.yml')
    expect(run.log).toContain('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable')
    expect(run.log).toContain('Could not fetch an OIDC token.')
  })
})

describe('the log', () => {
  test('has GitHub’s form: a stamp on each line, closed groups, the token’s rights, colours, a clean-up', async () => {
    const { log, jobs } = await user.dispatch('globex/reviews')
    const lines = log.trimEnd().split('\n')
    const stamped = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z /
    for (const line of lines) expect(line).toMatch(stamped)
    expect([...lines].sort()).toEqual(lines)
    expect(log.match(/##\[group\]/g)?.length).toBe(log.match(/##\[endgroup\]/g)?.length)
    expect(log).toMatch(
      /##\[group\]GITHUB_TOKEN Permissions\n\S+ Contents: read\n\S+ Metadata: read\n\S+ ##\[endgroup\]/,
    )
    expect(log).toContain('\u001b[36;1mpython scripts/call_bedrock.py\u001b[0m')
    expect(log).toContain('AWS_SECRET_ACCESS_KEY: ***')
    expect(log).toContain('Post job cleanup.')
    expect(jobs[0]?.steps.at(0)).toBe('Set up job: success')
    expect(jobs[0]?.steps.at(-1)).toBe('Complete job: success')
  })
})

describe('a run', () => {
  test('can be run again: a new attempt of the same run', async () => {
    const run = await user.dispatch('acme/web')
    await user.write(`POST /repos/acme/web/actions/runs/${run.id}/rerun`, {})
    await sandbox.idle()
    expect(await user.run('acme/web', run.id)).toMatchObject({ attempt: 2, conclusion: 'success' })
  })

  test('shows its steps one after the other when they take time, and stops when it is cancelled', async () => {
    const slow = await startSandbox({ home: null, pace: 60 })
    const other = userOf(slow)
    const { workflow_run_id: id } = await other.write<{ workflow_run_id: number }>(
      'POST /repos/acme/web/actions/workflows/bedrock.yml/dispatches',
      { ref: 'main' },
    )
    const seen = new Set<string>()
    await expect
      .poll(async () => {
        const { jobs } = await other.run('acme/web', id)
        for (const step of jobs[0]?.steps ?? []) seen.add(step)
        return seen
      })
      .toContain('Set up job: success')
    await other.call(`POST /repos/acme/web/actions/runs/${id}/cancel`)
    await slow.idle()
    const run = await other.run('acme/web', id)
    await slow.close()
    expect(seen).toContain('Complete job: null')
    expect(run.conclusion).toBe('cancelled')
    expect(run.log).not.toContain('Post job cleanup.')
  })
})
