import { describe, expect, test, vi } from 'vitest'
import { commitFiles, filesAt } from '../../electron/sandbox/github/git-store'
import type { GithubRepository } from '../../electron/sandbox/github/github-world'
import { registerWorkflows, takeId } from '../../electron/sandbox/github/repository-store'
import type { RunEvent } from '../../shared/contract/runs'
import type { TestBatchEvent, TestEntry } from '../../shared/contract/test-runs'
import { RepositoryName } from '../../shared/domain/ids'
import { groupJobs } from '../../shared/domain/job-groups'
import type { RunState } from '../../shared/domain/run'
import { userOf } from '../support/sandbox-door'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import { refusedAs } from '../support/service-steps'

const at = sandboxHouse()
const WEB = RepositoryName.parse('acme/web')
const API = RepositoryName.parse('acme/api')
const PATH = '.github/workflows/release.yml'

const RELEASE = `name: Release
on:
  workflow_dispatch:
    inputs:
      prompt: { type: string, default: Hello }
      provider: { type: choice, options: [anthropic, bedrock], default: anthropic }
      api_token: { type: string }
permissions: { id-token: write, contents: read }
jobs:
  build:
    runs-on: ubuntu-latest
    strategy: { matrix: { os: [linux, windows], node: [22] } }
    steps: [{ run: echo hello }]
  ask:
    needs: [build]
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v6
        with: { role-to-assume: '\${{ vars.AWS_ROLE_ARN }}', aws-region: '\${{ vars.AWS_REGION }}' }
      - run: aws bedrock-runtime converse --model-id '\${{ vars.BEDROCK_MODEL_ID }}' --messages '[]'
`

/** The repository with a workflow that waits for a review of `production`, and a branch and a tag beside `main`. */
function prepared(reviewers: string[]): GithubRepository {
  const repository = repositoryOf(at().sandbox, WEB)
  const { git } = repository
  const note = { message: 'Release', author: 'mona', date: '2026-11-01T00:00:00Z' }
  commitFiles(git, 'main', [{ path: PATH, text: RELEASE }], note)
  const silent = RELEASE.replace(/ {2}workflow_dispatch:.*?permissions/s, '  push:\npermissions')
  commitFiles(git, 'feature/silent', [{ path: PATH, text: silent }], note, 'main')
  git.tags = { 'v1.0': git.branches.main ?? '' }
  registerWorkflows(at().sandbox.stage.world.github, repository, note.date)
  const id = takeId(at().sandbox.stage.world.github)
  repository.environments = [{ name: 'production', id, variables: [], secrets: [], reviewers }]
  return repository
}

async function follow(runId: number, until: (state: RunState) => boolean): Promise<RunState> {
  for await (const event of await at().client.runs.follow({ repository: WEB, runId })) {
    if (event.kind === 'state' && until(event.state)) return event.state
    if (event.kind === 'ended') return event.state
  }
  throw new Error('The run went out of sight.')
}

const start = (part: object = {}) =>
  at().client.runs.start({ repository: WEB, workflowPath: PATH, ref: null, inputs: {}, ...part })
const waits = ({ run }: RunState) => run.status === 'waiting'

describe('a test run', () => {
  test('is prepared at the ref that is chosen: inputs from the setup, and what stands in the way', async () => {
    prepared([])
    const { client } = at()
    await client.fleet.repository({ repository: WEB, fresh: true })
    const { refs } = await client.runs.refs({ repository: WEB, query: '' })
    expect(refs).toEqual(
      expect.arrayContaining([
        { kind: 'branch', name: 'feature/silent' },
        { kind: 'tag', name: 'v1.0' },
      ]),
    )
    const ready = await client.runs.prepare({ repository: WEB, workflowPath: PATH, ref: 'v1.0' })
    expect(ready).toMatchObject({
      ready: true,
      values: {
        provider: { value: 'bedrock', source: 'setup' },
        prompt: { value: 'Hello', source: 'default' },
      },
    })
    const silent = await client.runs.prepare({ repository: WEB, workflowPath: PATH, ref: 'feature/silent' })
    expect(silent.ready).toBe(false)
    await expect(start({ ref: 'feature/silent' })).rejects.toMatchObject(
      refusedAs('invalid', /feature\/silent has no workflow_dispatch/),
    )
    await expect(start({ inputs: { provider: 'nobody' } })).rejects.toMatchObject(
      refusedAs('invalid', /provider cannot be "nobody"/),
    )
  })

  test('remembers its inputs, but nothing that may be a secret, and is run again with them', async () => {
    const repository = prepared([])
    const first = await start({ ref: 'v1.0', inputs: { prompt: 'Again?', api_token: 'shh' } })
    expect(repository.runs.at(-1)).toMatchObject({ branch: 'v1.0', inputs: { provider: 'bedrock' } })
    const { values } = await at().client.runs.prepare({ repository: WEB, workflowPath: PATH, ref: null })
    expect(values).toMatchObject({
      prompt: { value: 'Again?', source: 'remembered' },
      api_token: { value: '', source: 'none' },
    })
    await start({ ref: 'v1.0', like: first.id })
    expect(repository.runs.at(-1)?.inputs).toMatchObject({ prompt: 'Again?', api_token: '' })
  })
})

describe('a run that waits for a review', () => {
  test('names the environment, goes on when it is approved, and shows its matrix', async () => {
    prepared(['sandbox-admin'])
    const { id } = await start()
    const waiting = await follow(id, waits)
    expect(groupJobs(waiting.jobs).map(({ kind, title }) => [kind, title])).toEqual([
      ['matrix', 'build'],
      ['single', 'ask'],
    ])
    const [pending] = waiting.pending ?? []
    expect(pending).toMatchObject({
      environment: 'production',
      mayReview: true,
      reviewers: ['sandbox-admin'],
    })
    const review = {
      repository: WEB,
      runId: id,
      environmentIds: [pending?.environmentId ?? 0],
      comment: 'Go',
    }
    await at().client.runs.review({ ...review, decision: 'approved' })
    const ended = await follow(id, () => false)
    expect(ended.jobs.every(({ status }) => status === 'completed')).toBe(true)
    await expect(at().client.runs.review({ ...review, decision: 'rejected' })).rejects.toMatchObject(
      refusedAs('invalid', /no longer waits/),
    )
  })

  test('is not reviewed by whoever is no reviewer, and says who is', async () => {
    prepared(['mona'])
    const { id } = await start()
    const { pending = [] } = await follow(id, waits)
    const environmentIds = pending.map(({ environmentId }) => environmentId)
    const review = { repository: WEB, runId: id, environmentIds, decision: 'approved' as const, comment: '' }
    await expect(at().client.runs.review(review)).rejects.toMatchObject(refusedAs('invalid', /Only mona/))
    const cancelled = await at().client.runs.cancel({ repository: WEB, runId: id, force: false })
    expect(cancelled.run.conclusion).toBe('cancelled')
    await expect(at().client.runs.cancel({ repository: WEB, runId: id, force: true })).rejects.toMatchObject(
      refusedAs('invalid', /over: it ended with cancelled/),
    )
  })

  test('that is rejected fails, and its failed job alone is run again, with debug logging', async () => {
    prepared(['sandbox-admin'])
    const { id } = await start()
    const { pending = [] } = await follow(id, waits)
    const environmentIds = pending.map(({ environmentId }) => environmentId)
    const runId = id
    await at().client.runs.review({
      repository: WEB,
      runId,
      environmentIds,
      decision: 'rejected',
      comment: '',
    })
    expect((await follow(id, () => false)).run.conclusion).toBe('failure')
    const again = await at().client.runs.rerun({ repository: WEB, runId, onlyFailed: true, debug: true })
    expect(again.run.attempt).toBe(2)
    const second = await follow(id, waits)
    expect(second.jobs.map(({ name, status }) => [name, status])).toEqual([
      ['build (linux, 22)', 'completed'],
      ['build (windows, 22)', 'completed'],
      ['ask', 'waiting'],
    ])
    const first = await at().client.runs.attempt({ repository: WEB, runId, attempt: 1 })
    expect(first.jobs.at(-1)?.conclusion).toBe('failure')
    await expect(
      at().client.runs.rerun({ repository: WEB, runId, onlyFailed: false, debug: false }),
    ).rejects.toMatchObject(refusedAs('invalid', /has not ended/))
  })
})

test('one job is run again with those that need it, and all others stay as they are', async () => {
  const path = '.github/workflows/chain.yml'
  const step = 'runs-on: ubuntu-latest, steps: [{ run: echo hello }]'
  const repository = repositoryOf(at().sandbox, WEB)
  const text = `name: Chain
on: workflow_dispatch
jobs:
  one: { ${step} }
  two: { needs: [one], ${step} }
  three: { needs: [two], ${step} }
  apart: { ${step} }
`
  const note = { message: 'Chain', author: 'mona', date: '2026-11-01T00:00:00Z' }
  commitFiles(repository.git, 'main', [{ path, text }], note)
  registerWorkflows(at().sandbox.stage.world.github, repository, note.date)
  const { id: runId } = await userOf(at().sandbox).dispatch(WEB, 'chain.yml')
  const rerun = (jobId: number) =>
    at().client.runs.rerun({ repository: WEB, runId, onlyFailed: false, jobId, debug: false })
  const before = await follow(runId, () => false)
  const idOf = (name: string) => before.jobs.find((job) => job.name === name)?.id ?? 0
  await expect(rerun(1)).rejects.toMatchObject(refusedAs('invalid', /has no job 1/))
  /* GitHub tells times in seconds: only in another one the new start of a job differs from its last. */
  const startedAt = Math.max(...before.jobs.map((job) => Date.parse(job.startedAt ?? '')))
  await vi.waitUntil(() => Date.now() >= startedAt + 1000, { timeout: 10_000 })
  await rerun(idOf('two'))
  const after = await follow(runId, () => false)
  expect(after.run).toMatchObject({ attempt: 2, conclusion: 'success' })
  const again = after.jobs.filter(
    ({ name, startedAt }) => startedAt !== before.jobs.find((job) => job.name === name)?.startedAt,
  )
  expect(again.map(({ name }) => name)).toEqual(['two', 'three'])
})

test('a run may only be read by who may only read', async () => {
  const { id } = await start()
  const { client, house } = at()
  await client.fleet.repository({ repository: WEB, fresh: false })
  const cached = house.realm().cache.repositories.get(WEB)
  if (cached) cached.facts.permission = 'read'
  await expect(client.runs.cancel({ repository: WEB, runId: id, force: false })).rejects.toMatchObject(
    refusedAs('invalid', /You may only read acme\/web/),
  )
  if (cached) cached.facts.permission = 'admin'
})

describe('test runs of many repositories', () => {
  const names = ['acme/api', 'acme/no-token', 'acme/nightly'].map((name) => RepositoryName.parse(name))

  async function all(onEvent: (event: TestBatchEvent) => Promise<void> = async () => {}) {
    const events: TestBatchEvent[] = []
    for await (const event of await at().client.runs.startMany({ repositories: names, atOnce: 1 })) {
      events.push(event)
      await onEvent(event)
    }
    const ended = events.at(-1)
    return ended?.kind === 'ended' ? ended.entries : []
  }

  test('each come to their own end, and one that cannot start holds nobody up', async () => {
    const entries = await all()
    expect(entries.map(({ repository, outcome }) => [repository, outcome])).toEqual([
      ['acme/api', 'passed'],
      ['acme/no-token', 'failed'],
      ['acme/nightly', 'refused'],
    ])
    expect(entries[1]?.diagnoses[0]?.row).toBe(9)
    expect(entries[2]?.failure?.sentence).toMatch(/workflow_dispatch/)
  })

  test('begin with what was chosen for all, but for those with a choice of their own', async () => {
    const repository = prepared([])
    const other = repositoryOf(at().sandbox, 'acme/api')
    const { client } = at()
    await client.fleet.observe({ repositories: [WEB, API] })
    const detected = await client.runs.detected()
    const ours = detected.find((each) => each.repository === WEB)?.workflows ?? []
    expect(ours.map(({ path }) => path)).toContain(PATH)
    const own = { workflowPath: PATH, ref: 'v1.0', inputs: { prompt: 'Mine' } }
    const entries: TestEntry[] = []
    for await (const event of await client.runs.startMany({
      repositories: [WEB, API, RepositoryName.parse('acme/no-token')],
      atOnce: 3,
      common: { workflowPath: null, ref: 'main', inputs: { nobody: 'takes this' } },
      choices: [
        { repository: WEB, ...own },
        { repository: API, workflowPath: null, ref: null, inputs: {} },
      ],
    })) {
      if (event.kind === 'settled') entries.push(event.entry)
    }
    const outcomeOf = (name: string) => entries.find((entry) => entry.repository === name)
    expect(repository.runs.at(-1)).toMatchObject({ branch: 'v1.0', inputs: { prompt: 'Mine' } })
    expect(outcomeOf('acme/api')).toMatchObject({ outcome: 'passed' })
    expect(other.runs.at(-1)).toMatchObject({ branch: 'main', event: 'workflow_dispatch' })
    expect(outcomeOf('acme/no-token')?.failure?.sentence).toMatch(/no input nobody/)
  })

  test('that are cancelled let the one end that runs, and begin no other', async () => {
    let batchId = ''
    const entries = await all(async (event) => {
      if (event.kind === 'started') batchId = event.batchId
      if (event.kind === 'running') await at().client.runs.steerTests({ batchId, to: 'cancelled' })
    })
    expect(entries.map(({ outcome }) => outcome)).toEqual(['passed', 'cancelled', 'cancelled'])
    await expect(at().client.runs.steerTests({ batchId, to: 'paused' })).rejects.toMatchObject(
      refusedAs('not-found', /over/),
    )
  })
})

test('a run that two follow is read once for both', async () => {
  prepared(['mona'])
  const { id } = await start()
  const read = async (): Promise<RunEvent['kind'][]> => {
    const kinds: RunEvent['kind'][] = []
    for await (const { kind } of await at().client.runs.follow({ repository: WEB, runId: id }))
      kinds.push(kind)
    return kinds
  }
  const both = Promise.all([read(), read()])
  await follow(id, waits)
  expect(at().house.realm().runs.poller.size).toBe(1)
  const forced = await at().client.runs.cancel({ repository: WEB, runId: id, force: true })
  expect(forced.run.conclusion).toBe('cancelled')
  for (const kinds of await both) expect(kinds.at(-1)).toBe('ended')
  expect(at().house.realm().runs.poller.size).toBe(0)
  expect(Object.keys(filesAt(repositoryOf(at().sandbox, WEB).git, 'v1.0'))).toContain(PATH)
})
