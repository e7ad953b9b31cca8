import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exhaustBudget } from '../../electron/sandbox/github/request/budget'
import { memoryVault } from '../../electron/storage/vault'
import type { Connections } from '../../shared/contract/connections'
import { hostOfApi } from '../../shared/domain/github-host'
import { RepositoryName } from '../../shared/domain/ids'
import { EVERY_RUN } from '../../shared/domain/run-filter'
import { fakeGh, githubSandbox, grant, openGithubHouse } from '../support/github-house'

/* Several GitHub identities on several hosts, connected, switched and lost, through the contract of every door. */

const opened = githubSandbox()

const told = ({ identities }: Connections) =>
  identities.map(({ login, origin, active, failure }) => ({
    login,
    origin,
    active,
    failed: failure?.reason ?? null,
  }))

const refused = (reason: string) => expect.objectContaining({ data: expect.objectContaining({ reason }) })

describe('identities of one host', () => {
  test('are kept side by side, and one of them is acted as', async () => {
    const sandbox = opened()
    const [admin, reader] = [
      grant(sandbox, 'ghp_adminadminadmin'),
      grant(sandbox, 'github_pat_readerreader', { login: 'sandbox-reader', scopes: null }),
    ]
    const { client, home, realm } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    await client.connections.connectGithub({ token: admin })
    const both = await client.connections.connectGithub({ token: reader })
    expect(both.identities).toMatchObject([
      { login: 'sandbox-admin', tokenKind: 'classic', active: false },
      { login: 'sandbox-reader', tokenKind: 'fine-grained', active: true },
    ])
    const first = both.identities[0]?.id ?? ''
    const after = await client.connections.useGithub({ id: first })
    expect(after.github).toMatchObject({ login: 'sandbox-admin', origin: 'pasted', active: true })
    expect((await realm().connections.github().identity()).login).toBe('sandbox-admin')
    const kept = await readFile(join(home, 'settings.json'), 'utf8')
    expect(kept).toContain('sandbox-reader')
    expect(kept).not.toContain(admin)
    expect(kept).not.toContain(reader)
  })

  test('do not see the runs that another one has read back', async () => {
    const sandbox = opened()
    const { client } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    await client.connections.connectGithub({ token: grant(sandbox, 'ghp_reads') })
    const repositories = [RepositoryName.parse('acme/web')]
    const since = '2026-01-01T00:00:00.000Z'
    const events = await client.runs.readHistory({ repositories, since, again: false })
    for await (const event of events) if (event.kind === 'ended') expect(event.failed).toEqual([])
    const known = () => client.runs.history({ repositories, filter: EVERY_RUN })
    expect(await known()).toMatchObject({ readFrom: since, runs: [expect.anything()] })
    await client.connections.connectGithub({
      token: grant(sandbox, 'ghp_other', { login: 'sandbox-reader' }),
    })
    expect(await known()).toMatchObject({ readFrom: null, runs: [] })
  })

  test('are there again after a restart, acted as the chosen one', async () => {
    const sandbox = opened()
    const env = { GITHUB_API_URL: sandbox.githubUrl }
    const vault = memoryVault()
    const { client, home } = await openGithubHouse({ env, vault })
    await client.connections.connectGithub({ token: grant(sandbox, 'ghp_first') })
    await client.connections.connectGithub({
      token: grant(sandbox, 'ghp_second', { login: 'sandbox-reader' }),
    })
    const again = await openGithubHouse({ env, vault, home })
    expect(told(await again.client.connections.get())).toEqual(
      expect.arrayContaining([
        { login: 'sandbox-admin', origin: 'pasted', active: false, failed: null },
        { login: 'sandbox-reader', origin: 'pasted', active: true, failed: null },
      ]),
    )
    const forgetful = await openGithubHouse({ env, home })
    expect(told(await forgetful.client.connections.get())).toEqual([])
  })

  test('are signed out one by one, and their tokens are gone with them', async () => {
    const sandbox = opened()
    const { client, vault } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    await client.connections.connectGithub({ token: grant(sandbox, 'ghp_first') })
    const { github } = await client.connections.connectGithub({
      token: grant(sandbox, 'ghp_second', { login: 'sandbox-reader' }),
    })
    const left = await client.connections.disconnectGithub({ id: github?.id ?? '' })
    expect(told(left)).toEqual([{ login: 'sandbox-admin', origin: 'pasted', active: true, failed: null }])
    expect(await vault.get(github?.id ?? '')).toBeNull()
  })

  test('a token that was kept under its host by an earlier version is taken over', async () => {
    const sandbox = opened()
    const vault = memoryVault()
    const before = new URL(sandbox.githubUrl).host
    await vault.set(before, grant(sandbox, 'ghp_long_ago'))
    const { client } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl }, vault })
    const { identities } = await client.connections.get()
    expect(identities).toMatchObject([{ login: 'sandbox-admin', origin: 'pasted', active: true }])
    expect([await vault.get(before), await vault.get(identities[0]?.id ?? '')]).toEqual([
      null,
      'ghp_long_ago',
    ])
  })
})

describe('a token that is lost', () => {
  test('asks for a new one, keeps the identity, and is well again with it', async () => {
    const sandbox = opened()
    const token = grant(sandbox, 'ghp_soon_revoked')
    const { client, realm } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    const { github } = await client.connections.connectGithub({ token })
    delete sandbox.stage.world.github.tokens[token]
    await expect(realm().connections.github().repositories()).rejects.toThrow()
    const after = await client.connections.get()
    expect(after.github).toMatchObject({
      login: 'sandbox-admin',
      active: true,
      failure: { reason: 'credentials-expired', recovery: { kind: 'connect-github' } },
    })
    const mended = await client.connections.connectGithub({
      token: grant(sandbox, 'ghp_new'),
      replaces: github?.id ?? null,
    })
    expect(told(mended)).toEqual([{ login: 'sandbox-admin', origin: 'pasted', active: true, failed: null }])
  })

  test('is not one that has met a limit', async () => {
    const sandbox = opened()
    const { client, realm } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    await client.connections.connectGithub({ token: grant(sandbox, 'ghp_busy') })
    exhaustBudget(sandbox.stage.world.github, 'sandbox-admin', 'core', sandbox.stage.now())
    await expect(realm().connections.github().repositories()).rejects.toThrow(/rate limit/)
    const { github } = await client.connections.get()
    sandbox.stage.world.github.budgets = {}
    expect(github).toMatchObject({ failure: null, budgets: [{ resource: 'core', remaining: 0 }] })
  })

  test('is refused when it is pasted, and nothing is kept of it', async () => {
    const sandbox = opened()
    const { client } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    await expect(client.connections.connectGithub({ token: 'ghp_unknown' })).rejects.toEqual(
      refused('credentials-expired'),
    )
    expect((await client.connections.get()).identities).toEqual([])
  })

  test('tells its end ahead', async () => {
    const sandbox = opened()
    const expiresAt = new Date(Math.floor(sandbox.stage.now() / 1000) * 1000 + 86_400_000).toISOString()
    const { client } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    const { github } = await client.connections.connectGithub({
      token: grant(sandbox, 'ghp_ending', { expiresAt }),
    })
    expect(github?.expiresAt).toBe(expiresAt)
  })
})

describe('tokens that stand on the machine', () => {
  test('of gh are adopted without being copied, and asked of gh again at the next start', async () => {
    const sandbox = opened()
    const { host } = hostOfApi(sandbox.githubUrl)
    const token = grant(sandbox, 'gho_of_gh_itself')
    const env = { GITHUB_API_URL: sandbox.githubUrl, PATH: await fakeGh(host, token) }
    const { client, home, vault } = await openGithubHouse({ env })
    const { github } = await client.connections.adoptGithub({ host, origin: 'gh' })
    expect(github).toMatchObject({ login: 'sandbox-admin', tokenKind: 'oauth', origin: 'gh' })
    expect(await vault.get(github?.id ?? '')).toBeNull()
    const again = await openGithubHouse({ env, home })
    expect(told(await again.client.connections.get())).toEqual([
      { login: 'sandbox-admin', origin: 'gh', active: true, failed: null },
    ])
  })

  test('of gh are read from hosts.yml where it does without a keyring', async () => {
    const sandbox = opened()
    const { host } = hostOfApi(sandbox.githubUrl)
    const { client, home } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    await mkdir(join(home, '.config', 'gh'), { recursive: true })
    const stored = `${JSON.stringify(host)}:\n    users:\n        sandbox-admin:\n            oauth_token: ${grant(sandbox, 'gho_stored')}\n    user: sandbox-admin\n    git_protocol: https\n`
    await writeFile(join(home, '.config', 'gh', 'hosts.yml'), stored)
    const ways = await client.connections.githubWays()
    expect(ways.found).toEqual([{ host, login: 'sandbox-admin', origin: 'gh' }])
    expect(JSON.stringify(ways)).not.toContain('gho_stored')
    expect((await client.connections.adoptGithub({ host, origin: 'gh' })).github).toMatchObject({
      origin: 'gh',
    })
  })

  test('of the environment are used at once, and say so where there is none', async () => {
    const sandbox = opened()
    const api = { GITHUB_API_URL: sandbox.githubUrl }
    const { client } = await openGithubHouse({ env: { ...api, GH_TOKEN: grant(sandbox, 'ghp_env') } })
    expect((await client.connections.get()).github).toMatchObject({
      login: 'sandbox-admin',
      origin: 'environment',
    })
    const without = await openGithubHouse({ env: api })
    const { host } = hostOfApi(sandbox.githubUrl)
    for (const origin of ['gh', 'environment'] as const)
      await expect(without.client.connections.adoptGithub({ host, origin })).rejects.toEqual(
        refused('not-found'),
      )
  })
})

describe('another host', () => {
  test('is a world of its own: its API, its version, its issuer, its fleet', async () => {
    const sandbox = opened()
    const { client, realm } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    const token = grant(sandbox, 'ghp_both_hosts')
    const cloud = await client.connections.connectGithub({ token })
    await client.fleet.choose({ add: [RepositoryName.parse('acme/web')], remove: [] })
    const server = await client.connections.connectGithub({ token, host: sandbox.origin })
    const { host } = new URL(sandbox.origin)
    expect(server.identities).toHaveLength(2)
    expect(server.github).toMatchObject({ host, active: true })
    expect(realm().webUrl).toBe(sandbox.origin)
    expect(realm().connections.issuers.of('acme')).toBe(`${host}/_services/token`)
    const [facts] = await realm().connections.github().repositories()
    expect(facts?.url).toBe(`${sandbox.origin}/${facts?.repository}`)
    expect(realm().settings.read().fleet).toBeNull()
    const back = await client.connections.useGithub({ id: cloud.github?.id ?? '' })
    expect(back.github?.id).toBe(cloud.github?.id)
    expect(realm().connections.issuers.of('acme')).toBe('token.actions.githubusercontent.com')
    expect(realm().settings.read().fleet).toEqual(['acme/web'])
  })

  test('is told how it stands while another is looked at, and a command may name the one that it looks at', async () => {
    const sandbox = opened()
    const env = { GITHUB_API_URL: sandbox.githubUrl }
    const vault = memoryVault()
    const { client, realm, home } = await openGithubHouse({ env, vault })
    const token = grant(sandbox, 'ghp_two_fleets')
    const cloud = await client.connections.connectGithub({ token })
    await client.fleet.choose({ add: [RepositoryName.parse('acme/web')], remove: [] })
    const { rows } = await client.fleet.observe({ repositories: null })
    const server = await client.connections.connectGithub({ token, host: sandbox.origin })
    const [here, there] = [server.github?.host ?? '', cloud.github?.host ?? '']
    const stands = { total: 1, broken: 0, signedOut: false }
    const hosts = () => client.connections.hosts()
    expect(await hosts()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ host: here, here: true, total: 0, readAt: null }),
        expect.objectContaining({ ...stands, host: there, here: false, readAt: rows[0]?.readAt }),
      ]),
    )
    delete sandbox.stage.world.github.tokens[token]
    await expect(realm().connections.github().repositories()).rejects.toThrow()
    expect((await hosts()).find((each) => each.here)?.signedOut).toBe(true)
    grant(sandbox, token)

    for (const host of [here, there]) {
      const asked = await openGithubHouse({ env, vault, home, host })
      expect((await asked.client.connections.get()).github).toMatchObject({ host, login: 'sandbox-admin' })
    }
    await expect(openGithubHouse({ env, vault, home, host: 'octo.ghe.com' })).rejects.toThrow(
      /no GitHub identity on octo\.ghe\.com to act as\. Connected are sandbox-admin@/,
    )
  })

  test.each([
    ['http://github.example.com', /https/],
    ['not a host', /github\.example\.com/],
    ['https://user:pass@github.example.com', /no user/],
  ])('%s is refused before a token is sent', async (host, says) => {
    const { client } = await openGithubHouse()
    await expect(client.connections.connectGithub({ token: 'ghp_x', host })).rejects.toThrow(says)
  })

  test('a certificate file that holds none is named', async () => {
    const { client, home } = await openGithubHouse()
    await writeFile(join(home, 'ca.pem'), 'no certificate')
    const choice = { host: 'https://127.0.0.1:9', caFile: join(home, 'ca.pem') }
    await expect(client.connections.connectGithub({ token: 'ghp_x', ...choice })).rejects.toThrow(
      /ca\.pem holds no certificate/,
    )
  })
})
