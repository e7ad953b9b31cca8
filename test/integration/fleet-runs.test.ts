import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openDownload } from '../../electron/downloads'
import { newRun } from '../../electron/sandbox/github/run-store'
import type { FleetLogEvent, LogSearch } from '../../shared/contract/run-logs'
import { RepositoryName } from '../../shared/domain/ids'
import { EVERY_RUN } from '../../shared/domain/run-filter'
import { userOf } from '../support/sandbox-door'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import { refusedAs } from '../support/service-steps'

const open = sandboxHouse()
const API = RepositoryName.parse('acme/api')

const UPLOAD = `name: Report
on: workflow_dispatch
jobs:
  report:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: echo "::warning file=src/a.py,line=7,title=Old::Use the new one, please"
      - uses: actions/upload-artifact@v5
        with:
          name: guide
          path: docs/
          retention-days: '3'
      - run: exit 4
`

/** Commits the workflow to a repository and runs it to its end. */
async function runReport(repository = 'acme/api') {
  const user = userOf(open().sandbox)
  await user.commit(repository, {
    '.github/workflows/report.yml': UPLOAD,
    'docs/guide.md': '# Guide\n',
    'docs/more/end.md': 'End\n',
  })
  return user.dispatch(repository, 'report.yml')
}

async function toEnd<T>(events: AsyncIterable<T>): Promise<T[]> {
  const told: T[] = []
  for await (const event of events) told.push(event)
  return told
}

describe('the runs of the fleet', () => {
  test('are read back in time as far as it is asked, over as many pages as there are, and filtered', async () => {
    const { client, sandbox } = open()
    const repository = repositoryOf(sandbox, 'acme/api')
    const [workflow] = repository.workflows
    if (!workflow) throw new Error('The repository has no workflow.')
    for (let at = 0; at < 130; at += 1) {
      const createdAt = new Date(sandbox.stage.now() - (at + 1) * 3_600_000)
        .toISOString()
        .replace(/\.\d+Z/, 'Z')
      const run = newRun(sandbox.stage.world.github, repository, {
        ...{
          workflow,
          event: 'push',
          branch: at % 2 ? 'main' : 'next',
          headSha: 'a'.repeat(40),
          actor: 'sandbox-admin',
          createdAt,
        },
      })
      Object.assign(run, { status: 'completed', conclusion: at % 5 ? 'success' : 'failure' })
    }
    const hours = (n: number) => new Date(sandbox.stage.now() - n * 3_600_000 + 1_000).toISOString()
    const read = (since: string) => client.runs.readHistory({ repositories: [API], since, again: false })
    const ofNext = { ...EVERY_RUN, branches: ['next'] }
    const known = (filter = ofNext) => client.runs.history({ repositories: [API], filter })

    expect((await toEnd(await read(hours(11)))).at(-1)).toEqual({ kind: 'ended', failed: [] })
    expect((await known()).runs).toHaveLength(5)
    const since = hours(131)
    await toEnd(await read(since))
    const { runs, readFrom } = await known()
    expect(runs).toHaveLength(65)
    expect(readFrom).toBe(since)
    expect(runs.map(({ createdAt }) => createdAt)).toEqual(
      runs
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    )
    expect((await known({ ...ofNext, outcomes: ['failed'], since: hours(21) })).runs).toHaveLength(2)
  })

  test('name the repositories that could not be read, and read the others', async () => {
    const { client, sandbox } = open()
    const gone = RepositoryName.parse('acme/no-such')
    const since = new Date(sandbox.stage.now() - 3_600_000).toISOString()
    const events = await toEnd(
      await client.runs.readHistory({ repositories: [gone, API], since, again: true }),
    )
    expect(events.at(-1)).toMatchObject({
      failed: [{ repository: gone, failure: { reason: 'not-found' } }],
    })
  })

  test('are not read further where that would use up the hour’s budget', async () => {
    const { client, sandbox } = open()
    const budgets = Object.values(sandbox.stage.world.github.budgets ?? {})
    const before = budgets.map(({ core }) => core.used)
    for (const { core } of budgets) core.used = 4_500
    try {
      const since = new Date(sandbox.stage.now() - 400 * 3_600_000).toISOString()
      /* The first answer tells how little is left. */
      await client.runs.artifacts({ repository: API, runId: 1 }).catch(() => {})
      const events = await toEnd(await client.runs.readHistory({ repositories: [API], since, again: false }))
      expect(events.at(-1)).toMatchObject({ failed: [{ failure: { reason: 'rate-limited' } }] })
    } finally {
      for (const [at, { core }] of budgets.entries()) core.used = before[at] ?? 0
    }
    /* The next answer tells that there is room again. */
    await client.runs.artifacts({ repository: API, runId: 1 }).catch(() => {})
  })
})

describe('what a run left behind', () => {
  test('is listed, saved as GitHub zipped it, and told as expired when it is', async () => {
    const { client, house, sandbox } = open()
    const { id } = await runReport()
    const [artifact] = await client.runs.artifacts({ repository: API, runId: id })
    expect(artifact).toMatchObject({ name: 'guide', expired: false })
    const path = `/artifacts/acme/api/${artifact?.id}/guide.zip`
    const download = await openDownload(house.realm(), path)
    if ('refusal' in download) throw new Error(download.refusal)
    const zip = Buffer.concat(await toEnd(download.body))
    expect(zip.length).toBe(artifact?.bytes)
    expect(filesIn(zip)).toEqual({ 'guide.md': '# Guide\n', 'more/end.md': 'End\n' })
    expect(download.headers['Content-Disposition']).toContain('guide.zip')

    const kept = repositoryOf(sandbox, 'acme/api').runs.find((run) => run.id === id)?.artifacts?.[0]
    if (kept) kept.expiresAt = new Date(sandbox.stage.now() - 1_000).toISOString()
    expect(await client.runs.artifacts({ repository: API, runId: id })).toMatchObject([{ expired: true }])
    expect(await openDownload(house.realm(), path)).toEqual({
      refusal: expect.stringMatching(/deleted the artifact guide/),
    })
    expect(await openDownload(house.realm(), '/artifacts/acme/api/1/x.zip')).toHaveProperty('refusal')
  })

  test('and what it told besides its log', async () => {
    const { client } = open()
    const { jobs } = await runReport()
    const jobIds = jobs.map(({ id }) => id)
    const { annotations, refused } = await client.runs.annotations({ repository: API, jobIds })
    expect(refused).toBeNull()
    expect(annotations).toMatchObject([
      { level: 'warning', path: 'src/a.py', line: 7, title: 'Old', message: 'Use the new one, please' },
      { level: 'failure', path: null, line: null, message: 'Process completed with exit code 4.' },
    ])
  })

  test('is named as out of reach for a fine-grained token, whom nobody can give the right', async () => {
    const { house, sandbox } = open()
    const { jobs } = await runReport()
    const permissions = { actions: 'write', contents: 'write' } as const
    sandbox.stage.world.github.tokens.github_pat_fine = { login: 'sandbox-admin', scopes: null, permissions }
    const { connections } = house.realm()
    const { host } = connections
    const whole = connections.github()
    await connections.identities.adopt({ token: 'github_pat_fine', host, origin: 'sandbox', caFile: null })
    try {
      expect(connections.github()).not.toBe(whole)
      const answer = await open().client.runs.annotations({
        repository: API,
        jobIds: jobs.map(({ id }) => id),
      })
      expect(answer).toMatchObject({
        annotations: [],
        refused: { reason: 'forbidden', sentence: expect.stringMatching(/fine-grained/), code: '403' },
      })
    } finally {
      await connections.identities.adopt({ token: sandbox.token, host, origin: 'sandbox', caFile: null })
    }
  })

  test('tells why a job did not start', async () => {
    const { client, sandbox } = open()
    const { id, jobs } = await runReport()
    const run = repositoryOf(sandbox, 'acme/api').runs.find((each) => each.id === id)
    const [job] = run?.jobs ?? []
    const message = 'The job was not started because recent account payments have failed.'
    if (job) {
      Object.assign(job, { steps: [], log: '', conclusion: 'failure' })
      job.annotations = [{ level: 'failure', title: '', message, path: '.github', line: 1 }]
    }
    const place = { repository: API, runId: id, jobId: jobs[0]?.id ?? 0 }
    expect(await client.runs.logOutline(place)).toMatchObject({ reason: 'startup-failure', says: message })
  })
})

describe('a search over the logs of many repositories', () => {
  const wanted: LogSearch = {
    ...{ query: { text: 'AssumeRoleWithWebIdentity', regex: false, caseSensitive: true } },
    ...{ repositories: null, latest: 1, perLog: 5, most: 100 },
  }
  const search = async (part: Partial<LogSearch>): Promise<FleetLogEvent[]> =>
    toEnd(await open().client.runs.searchLogs({ ...wanted, ...part }))

  test('tells each hit with its place, and the sum', async () => {
    const events = await search({})
    const hits = events.flatMap((event) => (event.kind === 'hit' ? [event.hit] : []))
    expect(hits.map(({ repository }) => repository)).toContain('acme/new-service')
    for (const { text, line, runId } of hits) {
      expect(text).toContain('AssumeRoleWithWebIdentity')
      expect([line > 0, runId !== null]).toEqual([true, true])
    }
    expect(events.at(-1)).toMatchObject({ kind: 'ended', hits: hits.length, cut: false })
  })

  test('tells the logs that it lacks, and why', async () => {
    const { sandbox } = open()
    const { id } = await userOf(sandbox).dispatch('acme/web')
    const run = repositoryOf(sandbox, 'acme/web').runs.find((each) => each.id === id)
    if (run) run.logsExpired = true
    const repository = RepositoryName.parse('acme/web')
    const events = await search({ repositories: [repository] })
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'missing',
        repository,
        log: expect.objectContaining({ reason: 'expired' }),
      }),
    )
  })

  test('refuses a pattern that is none, also where there is no log', async () => {
    const query = { text: '(a', regex: true, caseSensitive: true }
    await expect(search({ query, repositories: [], latest: 0 })).rejects.toMatchObject(
      refusedAs('invalid', /RE2/),
    )
  })
})

/** The files of a zip archive by its central directory (PKWARE's APPNOTE, 4.3.12). */
function filesIn(zip: Buffer): Record<string, string> {
  const files: Record<string, string> = {}
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, length] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
    ]
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(start, start + size)
    files[zip.toString('utf8', at + 46, at + 46 + length)] = (
      method === 8 ? inflateRawSync(data) : data
    ).toString()
    at += 46 + length
  }
  return files
}
