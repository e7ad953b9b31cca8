import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { describe, expect, onTestFinished, test } from 'vitest'
import { servePanel } from '../../electron/browser/server'
import { openSafeVault } from '../../electron/desktop/safe-vault'
import { createHouse } from '../../electron/house'
import { CLIENT_ID } from '../../electron/sandbox/github/device-flow'
import { openLogStore } from '../../electron/storage/logs/log-store'
import { openNodeConf } from '../../electron/storage/node-conf'
import { createProgram } from '../../electron/terminal/program'
import type { contract } from '../../shared/contract/contract'
import { NO_CHOICE } from '../../shared/domain/fleet-choice'
import { RepositoryName } from '../../shared/domain/ids'
import { findLeaks, formsOf, type Place, placesBelow } from '../support/canary/find-leaks'
import { XOR_CIPHER } from '../support/canary/xor-cipher'
import { githubSandbox, grant } from '../support/github-house'
import { connect, enter } from '../support/panel-door'
import { repositoryOf } from '../support/seeded-github'
import { FORM } from '../support/service-steps'
import { temporaryFolder } from '../support/temporary-folder'

/* Recognisable secrets go through every flow of a door, and are then searched for wherever they could have gone. */

const sandbox = githubSandbox()
const letters = (text: string, count: number): string => text.repeat(count).slice(0, count)
const SECRETS = {
  token: `ghp_${letters('C4naryT0ken', 36)}`,
  refused: `ghp_${letters('C4naryRefus3d', 36)}`,
  logged: `ghs_${letters('C4naryL0gged', 36)}`,
  secretKey: letters('C4nary/Secr3t+', 40),
  sessionToken: `IQoJb3JpZ2luX2Vj${letters('C4narySess10n', 200)}`.replaceAll('_', ''),
  pem: letters('C4naryPemB0dy', 64),
}
const WEB = RepositoryName.parse('acme/web')
const HOLDER = RepositoryName.parse('globex/assistant')
type Client = ContractRouterClient<typeof contract>

/** What a job's author let it print: GitHub masks only what it knows to be secret. */
const SPILLED = [
  `token ${SECRETS.logged}`,
  `AWS_SECRET_ACCESS_KEY=${SECRETS.secretKey}`,
  `{"SessionToken":"${SECRETS.sessionToken}"}`,
  `remote: https://x-access-token:${SECRETS.logged}@github.com/acme/web`,
  '-----BEGIN RSA PRIVATE KEY-----',
  SECRETS.pem,
  '-----END RSA PRIVATE KEY-----',
  '##[error]it ended here',
]
  .map((line) => `2026-11-20T12:00:00.1234567Z ${line}\n`)
  .join('')

/** A server that words the token that it was sent in its refusal. */
async function echoingServer(): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(422, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ message: `Bad header: authorization ${request.headers.authorization}` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/github`
}

/** A home with the user's own files of AWS: the sandbox's profiles, with keys that can be recognised. */
async function homeWithKeys(): Promise<{ home: string; env: Record<string, string> }> {
  const home = await temporaryFolder()
  const { awsConfigFile, awsCredentialsFile, githubUrl } = sandbox()
  const keys = await readFile(awsCredentialsFile, 'utf8')
  await mkdir(join(home, '.aws'))
  await writeFile(join(home, '.aws', 'config'), await readFile(awsConfigFile, 'utf8'))
  const known = keys.replaceAll(/(aws_secret_access_key = ).*/g, `$1${SECRETS.secretKey}`)
  await writeFile(join(home, '.aws', 'credentials'), known)
  return { home, env: { HOME: home, PATH: join(home, 'none'), GITHUB_API_URL: githubUrl } }
}

/** What the process writes, and would log, while the test runs. */
function listen(): Place[] {
  const heard: Place[] = []
  const note = (name: string) => (text: unknown) => {
    heard.push({ name, bytes: Buffer.from(text instanceof Uint8Array ? text : String(text)) })
    return true
  }
  const { stdout, stderr } = process
  const [out, err] = [stdout.write, stderr.write]
  const { log, warn, error } = console
  stdout.write = note('stdout')
  stderr.write = note('stderr')
  for (const name of ['log', 'warn', 'error'] as const)
    console[name] = (...words) => void note(name)(words.join(' '))
  onTestFinished(() => {
    Object.assign(stdout, { write: out })
    Object.assign(stderr, { write: err })
    Object.assign(console, { log, warn, error })
  })
  return heard
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** The latest run of a repository has printed secrets. */
function spillInto(repository: string): number {
  const [run] = repositoryOf(sandbox(), repository).runs.toSorted((a, b) => b.id - a.id)
  for (const job of run?.jobs ?? []) if (!job.log.includes(SECRETS.pem)) job.log = `${SPILLED}${job.log}`
  return run?.id ?? 0
}

/** Signs in by a device flow as a person would, and gives what came of it. */
async function signInBy(
  stream: AsyncIterable<{ kind: string; userCode?: string; verificationUrl?: string }>,
) {
  for await (const event of stream) {
    if (event.kind !== 'code') continue
    const body = new URLSearchParams({ user_code: event.userCode ?? '', decision: 'approve' })
    await fetch(event.verificationUrl ?? '', { method: 'POST', body })
  }
}

async function flows(client: Client, echo: string): Promise<void> {
  await client.connections.connectGithub({ host: echo, token: SECRETS.refused }).catch(() => {})
  await client.connections.connectGithub({ host: sandbox().githubUrl, token: SECRETS.token })
  await client.connections.connectAws({ profile: 'acme-prod', region: null })
  await client.connections.preflightGithub({ id: null })
  await client.connections.preflightAws({ profile: null })
  await signInBy(await client.connections.signInAws({ profile: 'acme-sso' }))
  await client.fleet.choice.set({ ...NO_CHOICE, repositories: [WEB, HOLDER] })
  await client.fleet.observe({ repositories: null })
  await client.fleet.repository({ repository: WEB, fresh: true })
  await changeAndRun(client)
  await readLogs(client)
  await signInBy(await client.connections.signInGithub({ host: sandbox().githubUrl, clientId: CLIENT_ID }))
  await client.connections.get()
}

/** A plan with a secret in it, and a run. */
async function changeAndRun(client: Client): Promise<void> {
  repositoryOf(sandbox(), HOLDER).secrets.length = 0
  const plan = await client.setup.plan({ repository: HOLDER, setup: null, form: FORM })
  await all(await client.setup.apply({ planId: plan.id, exclude: [] }))
  await client.setup
    .exportPlan({ plans: [{ planId: plan.id, exclude: [] }], as: 'terraform' })
    .catch(() => {})
  await client.runs.start({ repository: WEB, workflowPath: null, ref: null, inputs: {} }).catch(() => {})
  await sandbox().idle()
}

async function readLogs(client: Client): Promise<void> {
  const runId = spillInto(WEB)
  const { jobs } = await client.runs.get({ repository: WEB, runId })
  for (const { id: jobId } of jobs) {
    await client.runs.logOutline({ repository: WEB, runId, jobId })
    const page = await client.runs.logPage({ repository: WEB, runId, jobId, from: 1, count: 500 })
    expect(JSON.stringify(page)).toContain('it ended here')
    await client.runs.log({ repository: WEB, runId, jobId })
  }
  await client.runs.diagnose({ repository: WEB, runId })
  await client.runs.diagnoseText({ repository: WEB, runId: null, text: SPILLED })
  const query = { text: 'token', regex: false, caseSensitive: false }
  const wanted = { query, repositories: [WEB], latest: 1, perLog: 100, most: 100 }
  expect(JSON.stringify(await all(await client.runs.searchLogs(wanted)))).toContain('"hit"')
}

/** Secrets that the flows were given on their way, and the one file each of them belongs into. */
async function secretsMade(home: string): Promise<Record<string, string>> {
  const oauth = Object.keys(sandbox().stage.world.github.tokens).filter((token) => token.startsWith('gho_'))
  const cache = (await placesBelow(join(home, '.aws'))).find(({ name }) => name.startsWith('sso/cache/'))
  const { accessToken, refreshToken, clientSecret } = JSON.parse(String(cache?.bytes))
  return { oauth: oauth[0] ?? 'none', accessToken, refreshToken, clientSecret }
}

/** Where a secret stands by right: the user's own key file, and the sign-in that the AWS CLI shares. */
const BY_RIGHT = [
  /^secretKey as [\w ]+ in \.aws\/credentials$/,
  /^(?:accessToken|refreshToken|clientSecret) as [\w ]+ in \.aws\/sso\/cache\/[0-9a-f]{40}\.json$/,
]

const outOfPlace = (leaks: string[]) => leaks.filter((leak) => !BY_RIGHT.some((right) => right.test(leak)))

test('a door that keeps secrets: none in what the page received, on disk, or logged; signing out wipes', async () => {
  const heard = listen()
  const { home, env } = await homeWithKeys()
  grant(sandbox(), SECRETS.token)
  const vault = openSafeVault(home, XOR_CIPHER, 'linux')
  const common = {
    door: 'browser',
    home,
    env,
    sandbox: false,
    openConf: openNodeConf,
    version: '0.0.0',
    pace: 0,
  } as const
  const house = await createHouse({
    ...common,
    vault,
    patience: { pauses: [1, 1], sleep: async () => {}, now: Date.now },
  })
  const server = await servePanel(house, 0)
  onTestFinished(async () => {
    await server.close()
    await house.close()
  })
  const { host, port, searchParams } = new URL(server.link())
  const panel = { server, host, port: Number(port), token: searchParams.get('token') ?? '' }
  const cookie = await enter(panel)
  const socket = await connect(panel, { cookie, origin: `http://${host}` })
  const frames: Place[] = []
  socket.on('message', (frame: Buffer) => frames.push({ name: 'a frame', bytes: Buffer.from(frame) }))
  const client: Client = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )

  await flows(client, await echoingServer())
  const failing = { candidates: () => Promise.reject(new Error(`a bug that holds ${SECRETS.token}`)) }
  Object.assign(house.realm().fleet.choosing, failing)
  await expect(client.fleet.candidates()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  await house.realm().cache.flush()

  const secrets = { ...SECRETS, ...(await secretsMade(home)) }
  const kept = await placesBelow(home)
  expect(kept.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'settings.json',
      'vault.json',
      'observations.json',
      expect.stringMatching(/\.log\.br$/),
    ]),
  )
  expect(frames.length).toBeGreaterThan(20)
  expect(outOfPlace(findLeaks(secrets, [...frames, ...kept, ...heard]))).toEqual([])

  for (const { id } of (await client.connections.get()).identities)
    await client.connections.disconnectGithub({ id })
  expect((await placesBelow(home)).map(({ name }) => name)).not.toContain('vault.json')
}, 60_000)

test('the terminal door: none in what it prints, as text or JSON, nor in what it leaves', async () => {
  const { home, env } = await homeWithKeys()
  grant(sandbox(), SECRETS.token)
  spillInto(WEB)
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  process.env = { ...before, ...env, GITHUB_TOKEN: SECRETS.token, AWS_PROFILE: 'acme-prod' }
  const heard = listen()
  const saved = join(home, 'plan.json')
  const verbs = [
    ['fleet', '--add', WEB, HOLDER],
    ['fleet', '--export', join(home, 'fleet.json')],
    ['repo', WEB, '--json'],
    ['plan', HOLDER, '--out', saved, '--json'],
    ['logs', WEB],
    ['logs', WEB, '--json'],
    ['search', 'token', '--json'],
    ['diagnose', WEB, '--json'],
    ['preflight', '--json'],
    ['profiles', '--json'],
  ]
  for (const words of verbs) {
    const call = { verb: words[0] ?? null, json: words.includes('--json'), sandbox: false }
    await createProgram(call, () => {}).parseAsync([...words, '--home', home], { from: 'user' })
  }
  const printed = Buffer.concat(heard.map(({ bytes }) => bytes)).toString()
  expect(printed).toContain('it ended here')
  expect(printed).toContain('•••')
  expect(outOfPlace(findLeaks(SECRETS, [...heard, ...(await placesBelow(home))]))).toEqual([])
}, 60_000)

describe('the search itself', () => {
  test.each(formsOf(SECRETS.token).map(({ form, bytes }) => [form, bytes] as const))(
    'finds a secret as %s in the middle of something',
    (form, bytes) => {
      const place = {
        name: 'a place',
        bytes: Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]),
      }
      expect(findLeaks({ token: SECRETS.token }, [place])).toContain(`token as ${form} in a place`)
    },
  )

  test.each([0, 1, 2])('finds it in the Base64 of a text that it stands in at %i', (offset) => {
    const text = Buffer.from(`${'x'.repeat(offset)}${SECRETS.token} and more`).toString('base64')
    expect(findLeaks({ token: SECRETS.token }, [{ name: 'a', bytes: Buffer.from(text) }])).toContain(
      'token as base64 in a',
    )
  })

  test('finds it in a file, and behind the compression of a kept log', async () => {
    const home = await temporaryFolder()
    await writeFile(join(home, 'notes.txt'), `token=${SECRETS.token}`)
    const store = openLogStore(join(home, 'logs'))
    const key = { host: 'github.com', repository: WEB, jobId: 7 }
    const id = await store.begin(key, { repository: WEB, runId: 1, jobId: 7, jobName: 'ask' })
    /* A name that no rule knows is kept as it came: the search has to see through the compression to find it. */
    await store.write(id, Buffer.from(`the word is ${SECRETS.pem}\n`))
    await store.finish(id, 1 << 30)
    await store.close()
    const leaks = findLeaks({ token: SECRETS.token, word: SECRETS.pem }, await placesBelow(home))
    expect(leaks).toEqual(
      expect.arrayContaining([
        'token as raw in notes.txt',
        expect.stringMatching(/^word as raw in logs\/.*\.log\.br$/),
      ]),
    )
  })
})
