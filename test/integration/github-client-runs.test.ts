import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createGithubClient } from '../../electron/clients/github/github-client'
import type { GithubClient } from '../../electron/clients/github-port'
import { commitFiles } from '../../electron/sandbox/github/git-store'
import { newRun } from '../../electron/sandbox/github/run-store'
import { RepositoryName } from '../../shared/domain/ids'
import {
  finishedRun,
  type GithubSandbox,
  LOGIN,
  startGithub,
  TOKEN,
  WORKFLOW,
  WORKFLOW_TEXT,
} from '../support/github-sandbox'

const WEB = RepositoryName.parse('acme/Web')
const REQUEST = { repository: WEB, workflowPath: WORKFLOW, ref: 'main', inputs: { note: 'hello' } }

let sandbox: GithubSandbox
const opened: GithubSandbox[] = []
beforeEach(async () => {
  sandbox = await startGithub()
  opened.push(sandbox)
})
afterAll(() => Promise.all(opened.map((each) => each.close())))

const github = (): GithubClient =>
  createGithubClient({ baseUrl: sandbox.baseUrl, token: TOKEN, spaced: false })

type Network = typeof fetch

/** A client of a GitHub Enterprise Server, whose API stands at `/api/v3` and speaks the older version. */
function enterprise(
  through: (network: Network) => Network = (network) => network,
  answers: (network: Network) => Network = knowsNoDetails,
): GithubClient {
  const baseUrl = `${new URL(sandbox.baseUrl).origin}/api/v3`
  const network: Network = (input, init) => fetch(String(input).replace('/api/v3', '/github'), init)
  return createGithubClient({
    baseUrl,
    token: TOKEN,
    spaced: false,
    lookEvery: 5,
    fetch: answers(through(network)),
  })
}

/** An older server refuses the field by which the run could be asked for. */
function knowsNoDetails(network: Network): Network {
  return async (input, init) => {
    const asks = String(input).endsWith('/dispatches') && String(init?.body).includes('return_run_details')
    return asks ? Response.json({ message: 'Invalid request.' }, { status: 400 }) : network(input, init)
  }
}

/** Does something right before the dispatch goes out. */
function beforeDispatch(act: () => void) {
  return (network: Network): Network =>
    async (input, init) => {
      if (String(input).endsWith('/dispatches')) act()
      return network(input, init)
    }
}

/** A run of the same workflow that somebody else, or something else, has started. */
function otherRun({ actor = LOGIN, event = 'workflow_dispatch', branch = 'main' } = {}): void {
  const { github: world, repository } = sandbox
  const [workflow] = repository.workflows
  if (!workflow) throw new Error('The repository has no workflow.')
  const headSha = repository.git.branches.main ?? ''
  newRun(world, repository, { workflow, event, branch, headSha, actor, createdAt: '2026-10-01T12:00:00Z' })
}

describe('a dispatch', () => {
  test('finds its run by the ID in the answer, with the inputs that were given', async () => {
    otherRun()
    const run = await github().dispatch(REQUEST)
    expect(run).toMatchObject({
      repository: 'acme/Web',
      workflowPath: WORKFLOW,
      event: 'workflow_dispatch',
      branch: 'main',
      actor: LOGIN,
    })
    expect(sandbox.events).toMatchObject([{ runId: run.id, inputs: { note: 'hello', model: 'small' } }])
  })

  test('of two at once gives each its own run', async () => {
    const client = github()
    const runs = await Promise.all([client.dispatch(REQUEST), client.dispatch(REQUEST)])
    expect(new Set(runs.map(({ id }) => id)).size).toBe(2)
  })

  test('that GitHub refuses says what GitHub says', async () => {
    const refused = (part: object) => github().dispatch({ ...REQUEST, ...part })
    await expect(refused({ inputs: {} })).rejects.toMatchObject({
      failure: { reason: 'invalid', code: '422', sentence: expect.stringContaining('note') },
    })
    await expect(refused({ ref: 'gone' })).rejects.toMatchObject({
      failure: { reason: 'invalid', sentence: expect.stringContaining('No ref found for: gone') },
    })
    await expect(refused({ workflowPath: '.github/workflows/none.yml' })).rejects.toMatchObject({
      failure: { reason: 'not-found' },
    })
  })
})

describe('a dispatch on a server that does not tell the run', () => {
  test('tells it where it is asked to, and is then not looked for', async () => {
    const listed: string[] = []
    const recording =
      (network: Network): Network =>
      (input, init) => {
        if (String(input).includes('/runs?')) listed.push(String(input))
        return network(input, init)
      }
    const run = await enterprise(recording, (network) => network).dispatch(REQUEST)
    expect([sandbox.events.map(({ runId }) => runId), listed]).toEqual([[run.id], []])
  })

  test('is found by being the only run that started since, though older ones look the same', async () => {
    otherRun()
    otherRun()
    const run = await enterprise().dispatch(REQUEST)
    expect(sandbox.events.map(({ runId }) => runId)).toEqual([run.id])
  })

  test('is told apart from runs of another actor, event or branch that start in the same moment', async () => {
    const others = () => {
      otherRun({ actor: 'colleague' })
      otherRun({ event: 'push' })
      otherRun({ branch: 'next' })
    }
    const run = await enterprise(beforeDispatch(others)).dispatch(REQUEST)
    expect(sandbox.events.map(({ runId }) => runId)).toEqual([run.id])
  })

  test('is not guessed when two of the same kind start in the same moment', async () => {
    const dispatching = enterprise(beforeDispatch(() => otherRun())).dispatch(REQUEST)
    await expect(dispatching).rejects.toMatchObject({
      failure: {
        reason: 'conflict',
        sentence: expect.stringMatching(
          /started.*cannot be told for certain: it may be #\d+ .* and #\d+ .*None/,
        ),
      },
    })
  })

  test('is not mistaken for the one that somebody else’s tool has started first', async () => {
    /* The other run is listed at once, our own only at the second look. */
    let looks = 0
    const late =
      (network: Network): Network =>
      async (input, init) => {
        const response = await network(input, init)
        if (!String(input).includes('/runs?') || sandbox.events.length === 0) return response
        looks += 1
        if (looks > 1) return response
        const { workflow_runs } = (await response.json()) as { workflow_runs: { id: number }[] }
        const others = workflow_runs.filter(({ id }) => id !== sandbox.events[0]?.runId)
        return Response.json({ total_count: others.length, workflow_runs: others })
      }
    const client = enterprise((network) => late(beforeDispatch(() => otherRun())(network)))
    await expect(client.dispatch(REQUEST)).rejects.toMatchObject({ failure: { reason: 'conflict' } })
  })

  test('is told from its like by a mark, where the workflow takes one and shows it in the run’s name', async () => {
    const { repository } = sandbox
    const marked = WORKFLOW_TEXT.replace(
      'name: Bedrock\n',
      'name: Bedrock\nrun-name: Ask ${{ inputs.distinct_id }}\n',
    ).replace('inputs:\n', 'inputs:\n      distinct_id: { type: string }\n')
    const note = { message: 'Mark', author: LOGIN, date: '2026-01-03T00:00:00Z' }
    commitFiles(repository.git, 'main', [{ path: WORKFLOW, text: marked }], note)
    const client = enterprise(beforeDispatch(() => otherRun()))
    const run = await client.dispatch({ ...REQUEST, nonceInput: 'distinct_id' })
    expect(run.title).toMatch(/^Ask rolecall-/)
    expect(sandbox.events.map(({ runId }) => runId)).toEqual([run.id])
  })

  test('that never shows is said to have been started, and none is made up', async () => {
    const blind =
      (network: Network): Network =>
      async (input, init) =>
        String(input).includes('/runs?')
          ? Response.json({ total_count: 0, workflow_runs: [] })
          : network(input, init)
    await expect(enterprise(blind).dispatch(REQUEST)).rejects.toMatchObject({
      failure: {
        reason: 'conflict',
        sentence: expect.stringMatching(/was started, but GitHub does not list/),
      },
    })
  })

  test('is waited for while the server does not list it yet', async () => {
    let hidden = true
    const late =
      (network: Network): Network =>
      async (input, init) => {
        const response = await network(input, init)
        if (!hidden || !String(input).includes('/runs?') || sandbox.repository.runs.length === 0)
          return response
        hidden = false
        return Response.json({ total_count: 0, workflow_runs: [] })
      }
    const run = await enterprise(late).dispatch(REQUEST)
    expect([run.id, hidden]).toEqual([sandbox.repository.runs[0]?.id, false])
  })
})

describe('a run', () => {
  test('is read with its jobs and their steps', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    expect(await github().run(WEB, run.id)).toMatchObject({
      run: { id: run.id, status: 'completed', conclusion: 'failure' },
      jobs: [{ name: 'call', conclusion: 'failure', steps: [{ number: 1, name: 'Set up job' }] }],
    })
    expect((await github().runs(WEB)).map(({ id }) => id)).toEqual([run.id])
  })

  test('with more jobs than a page holds is read whole', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    const [job] = run.jobs
    if (job) run.jobs = Array.from({ length: 130 }, (_, index) => ({ ...job, id: job.id + index }))
    expect((await github().run(WEB, run.id)).jobs.length).toBe(130)
  })

  test('that does not exist is not found', async () => {
    await expect(github().run(WEB, 1)).rejects.toMatchObject({ failure: { reason: 'not-found' } })
  })
})

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('a log', () => {
  function aJob() {
    const run = finishedRun(sandbox.github, sandbox.repository)
    const [job] = run.jobs
    if (!job) throw new Error('The run has no job.')
    return { run, job }
  }

  test('is given as it was written, through the redirect', async () => {
    const { job } = aJob()
    job.log = '2026-10-01T11:00:00.0000000Z \u001b[36mhéllo\u001b[0m\n'
    const raw = await github().jobLog(WEB, job.id)
    expect(raw.available && (await textOf(raw.body))).toBe(job.log)
  })

  test('of a job that has not finished comes when it has', async () => {
    const { job } = aJob()
    Object.assign(job, { status: 'in_progress', conclusion: null })
    expect(await github().jobLog(WEB, job.id)).toMatchObject({ available: false, reason: 'not-finished' })
  })

  test('of a job that was cancelled before it wrote any is not there', async () => {
    const { job } = aJob()
    Object.assign(job, { conclusion: 'cancelled', log: '' })
    expect(await github().jobLog(WEB, job.id)).toMatchObject({ available: false, reason: 'cancelled' })
  })

  test('that GitHub has deleted is expired', async () => {
    const { run, job } = aJob()
    run.logsExpired = true
    expect(await github().jobLog(WEB, job.id)).toMatchObject({ available: false, reason: 'expired' })
  })

  test('of a job that failed before any step of it began is a failed start', async () => {
    const { job } = aJob()
    Object.assign(job, { steps: [], log: '' })
    expect(await github().jobLog(WEB, job.id)).toMatchObject({ available: false, reason: 'startup-failure' })
  })

  test('that single sign-on guards names the page that lifts it', async () => {
    const { job } = aJob()
    const url = 'https://github.com/orgs/acme/sso?authorization_request=1'
    const guarded: Network = async (input, init) =>
      String(input).endsWith('/logs')
        ? Response.json(
            { message: 'SAML' },
            { status: 403, headers: { 'x-github-sso': `required; url=${url}` } },
          )
        : fetch(input, init)
    const client = createGithubClient({
      baseUrl: sandbox.baseUrl,
      token: TOKEN,
      spaced: false,
      fetch: guarded,
    })
    expect(await client.jobLog(WEB, job.id)).toMatchObject({
      available: false,
      reason: 'sso-required',
      recovery: { kind: 'open-page', url },
    })
  })

  test('that the token may not read says so', async () => {
    const { job } = aJob()
    const permissions = { metadata: 'read' } as const
    sandbox.github.tokens.github_pat_narrow = { login: LOGIN, scopes: null, permissions }
    const narrow = createGithubClient({
      baseUrl: sandbox.baseUrl,
      token: 'github_pat_narrow',
      spaced: false,
    })
    expect(await narrow.jobLog(WEB, job.id)).toMatchObject({ available: false, reason: 'forbidden' })
  })
})
