import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createGithubClient } from '../../electron/clients/github/github-client'
import type { GithubClient } from '../../electron/clients/github-port'
import { newRun } from '../../electron/sandbox/github/run-store'
import { RepositoryName } from '../../shared/domain/ids'
import {
  finishedRun,
  type GithubSandbox,
  LOGIN,
  startGithub,
  TOKEN,
  WORKFLOW,
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
function enterprise(through: (network: Network) => Network = (network) => network): GithubClient {
  const baseUrl = `${new URL(sandbox.baseUrl).origin}/api/v3`
  const network: Network = (input, init) => fetch(String(input).replace('/api/v3', '/github'), init)
  return createGithubClient({ baseUrl, token: TOKEN, spaced: false, fetch: through(network) })
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
      failure: { reason: 'conflict', sentence: expect.stringMatching(/started.*cannot be told for certain/) },
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
    expect(await github().jobLog(WEB, job.id)).toEqual({ available: true, text: job.log })
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
