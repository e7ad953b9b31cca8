import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newRepository } from '../../electron/sandbox/github/repository-store'
import { exhaustBudget } from '../../electron/sandbox/github/request/budget'
import { openNodeConf } from '../../electron/storage/node-conf'
import { openSettings } from '../../electron/storage/settings-store'
import { type FleetChoice, NO_CHOICE } from '../../shared/domain/fleet-choice'
import { RepositoryName } from '../../shared/domain/ids'
import { githubSandbox, grant, openGithubHouse } from '../support/github-house'
import { refusedAs } from '../support/service-steps'
import { temporaryFolder } from '../support/temporary-folder'

const sandbox = githubSandbox()
const name = (text: string): RepositoryName => RepositoryName.parse(text)

/** A house whose identity may do what the token may; the fleet is drawn, and nothing of it is read. */
async function open(home?: string, of: Parameters<typeof grant>[2] = {}) {
  const token = grant(sandbox(), `ghp_chooser${Object.keys(sandbox().stage.world.github.tokens).length}`, of)
  const env = { GITHUB_TOKEN: token, GITHUB_API_URL: sandbox().githubUrl }
  return openGithubHouse({ env, ...(home === undefined ? {} : { home }) })
}

const ways: [string, Partial<FleetChoice>, string[]][] = [
  [
    'an organization',
    { organizations: ['globex'] },
    ['globex/assistant', 'globex/caller', 'globex/implementer'],
  ],
  ['a topic', { topics: ['nightly'] }, ['acme/nightly', 'acme/sleeper']],
  ['a team', { teams: ['acme/platform'] }, ['acme/api', 'acme/deploy', 'acme/router', 'acme/web']],
  ['a team, archived ones too', { teams: ['acme/platform'], archived: true }, ['acme/api', 'acme/archive']],
  ['a search', { search: 'legacy org:acme' }, ['acme/legacy-keys']],
  ['a hand', { repositories: [name('acme/archive')] }, ['acme/archive']],
]

test.each(ways)('the fleet is chosen by %s', async (_, choice, expected) => {
  const { client } = await open()
  const wanted = { ...NO_CHOICE, ...choice }
  const preview = (await client.fleet.choice.preview(wanted)).chosen.map(({ repository }) => repository)
  expect(preview).toEqual(expect.arrayContaining(expected))
  expect(await client.fleet.choice.get()).toBeNull()
  const { rows } = await client.fleet.choice.set(wanted)
  expect(rows.map(({ repository }) => repository)).toEqual(preview)
  expect(await client.fleet.choice.get()).toEqual(wanted)
})

test('a new repository of a chosen organization joins by the next reading; an excluded one never does', async () => {
  const { client } = await open()
  const { github } = sandbox().stage.world
  await client.fleet.choice.set({ ...NO_CHOICE, organizations: ['globex'], excluded: [name('globex/late')] })
  const before = (await client.fleet.get()).rows.length
  const createdAt = '2026-11-01T00:00:00Z'
  newRepository(github, { owner: 'globex', name: 'late', createdAt })
  newRepository(github, { owner: 'globex', name: 'newcomer', createdAt })
  await client.fleet.choose({ add: [], remove: [name('globex/caller')] })
  const { rows, failure } = await client.fleet.observe({ repositories: null })
  const watched = rows.map(({ repository }) => repository)
  expect(failure).toBeNull()
  expect(watched).toContain('globex/newcomer')
  expect(watched).not.toContain('globex/late')
  expect(watched).not.toContain('globex/caller')
  expect(rows).toHaveLength(before)
})

test('a way that GitHub does not answer leaves the fleet as it was, reads it, and says why', async () => {
  const { client } = await open()
  const team = (sandbox().stage.world.github.teams ?? []).find(({ slug }) => slug === 'research')
  await client.fleet.choice.set({ ...NO_CHOICE, teams: ['globex/research'] })
  if (team) team.slug = 'renamed'
  const { rows, failure } = await client.fleet.observe({ repositories: null })
  if (team) team.slug = 'research'
  expect(rows.map(({ repository, readAt }) => [repository, readAt !== null])).toEqual([
    ['globex/assistant', true],
    ['globex/implementer', true],
    ['globex/pilot', true],
  ])
  expect(failure).toMatchObject({ reason: 'not-found', sentence: expect.stringContaining('globex/research') })
})

test('the limit of searches is waited for where it lifts soon, and told with its time where it does not', async () => {
  const { client } = await open()
  const { github } = sandbox().stage.world
  const usedUp = (seconds: number) => {
    exhaustBudget(github, 'sandbox-admin', 'search', sandbox().stage.now())
    const resetsAt = Math.floor(Date.now() / 1000) + seconds
    Object.assign(github.budgets?.['sandbox-admin']?.search ?? {}, { resetsAt })
    return new Date(resetsAt * 1000).toISOString()
  }
  usedUp(1)
  const { rows } = await client.fleet.choice.set({ ...NO_CHOICE, search: 'legacy org:acme' })
  const names = ({ rows }: { rows: { repository: string }[] }) => rows.map(({ repository }) => repository)
  expect(names({ rows })).toEqual(['acme/legacy-keys'])
  const until = usedUp(600)
  const after = await client.fleet.observe({ repositories: null })
  delete github.budgets?.['sandbox-admin']?.search
  expect(names(after)).toEqual(['acme/legacy-keys'])
  expect(after.rows[0]?.failure).toBeNull()
  expect(after.failure).toMatchObject({ reason: 'rate-limited', recovery: { kind: 'wait', until } })
})

describe('what cannot be chosen is refused, and nothing is kept', () => {
  test.each([
    ['an organization that is not there', { organizations: ['nobody'] }, 'not-found', /nobody/],
    ['a search that GitHub does not take', { search: 'stars:>5' }, 'invalid', /search for repositories/],
  ])('%s', async (_, choice, reason, says) => {
    const { client } = await open()
    await expect(client.fleet.choice.set({ ...NO_CHOICE, ...choice })).rejects.toMatchObject(
      refusedAs(reason, says),
    )
    expect(await client.fleet.choice.get()).toBeNull()
  })
})

test('what there is to choose by; a token that may not see teams sees the rest', async () => {
  const { client } = await open()
  expect(await client.fleet.choice.options()).toMatchObject({
    organizations: ['acme', 'globex'],
    topics: expect.arrayContaining([{ topic: 'nightly', repositories: 2 }]),
    teams: ['acme/platform', 'globex/research'],
    teamsFailure: null,
  })
  const { client: weak } = await open(undefined, { scopes: ['repo'] })
  expect(await weak.fleet.choice.options()).toMatchObject({
    organizations: ['acme', 'globex'],
    teams: [],
    teamsFailure: { reason: 'forbidden' },
  })
})

test('a list of an older version is a choice by hand, and stays one', async () => {
  const home = await temporaryFolder()
  const settings = { fleet: ['acme/web', 'acme/api'] }
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings))
  const { client } = await open(home)
  expect(await client.fleet.choice.get()).toEqual({ ...NO_CHOICE, repositories: settings.fleet })
  await client.fleet.choose({ add: [], remove: [name('acme/api')] })
  expect(await client.fleet.choice.get()).toEqual({ ...NO_CHOICE, repositories: ['acme/web'] })
  expect(JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'))).toMatchObject({
    fleet: ['acme/web'],
  })
  expect(openSettings(home, openNodeConf, Date.now).setAside()).toBeNull()
})
