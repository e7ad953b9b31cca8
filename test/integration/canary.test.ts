import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { describe, expect, onTestFinished, test } from 'vitest'
import { servePanel } from '../../electron/browser/server'
import { openSafeVault } from '../../electron/desktop/safe-vault'
import { createHouse } from '../../electron/house'
import { openLogStore } from '../../electron/storage/logs/log-store'
import { openNodeConf } from '../../electron/storage/node-conf'
import { createProgram } from '../../electron/terminal/program'
import { findLeaks, formsOf, type Place, placesBelow } from '../support/canary/find-leaks'
import { type DoorClient, flows, HOLDER, spillInto, WEB } from '../support/canary/flows'
import { echoingServer, machineWithKeys, outOfPlace, SECRETS, secretsMade } from '../support/canary/secrets'
import { watchSpawns } from '../support/canary/watch-spawns'
import { XOR_CIPHER } from '../support/canary/xor-cipher'
import { githubSandbox, grant } from '../support/github-house'
import { connect, enter } from '../support/panel-door'
import { temporaryFolder } from '../support/temporary-folder'

/* Recognisable secrets go through every flow of a door, and are then searched for wherever they could have gone. */

const sandbox = githubSandbox()

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

function startedPrograms(): Place[] {
  const { started, stop } = watchSpawns()
  onTestFinished(stop)
  return started
}

test('a door that keeps secrets: none in what the page received, on disk, or logged; signing out wipes', async () => {
  const heard = listen()
  const { home, env } = await machineWithKeys(sandbox())
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
  const client: DoorClient = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )

  const programs = startedPrograms()
  await flows(client, sandbox(), await echoingServer())
  const failing = { candidates: () => Promise.reject(new Error(`a bug that holds ${SECRETS.token}`)) }
  Object.assign(house.realm().fleet.choosing, failing)
  await expect(client.fleet.candidates()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  await house.realm().cache.flush()

  const secrets = { ...SECRETS, ...(await secretsMade(sandbox(), home)) }
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
  expect(programs.length).toBeGreaterThan(2)
  expect(outOfPlace(findLeaks(secrets, [...frames, ...kept, ...heard, ...programs]))).toEqual([])

  for (const { id } of (await client.connections.get()).identities)
    await client.connections.disconnectGithub({ id })
  expect((await placesBelow(home)).map(({ name }) => name)).not.toContain('vault.json')
}, 60_000)

test('the terminal door: none in what it prints, as text or JSON, nor in what it leaves', async () => {
  const { home, env } = await machineWithKeys(sandbox())
  grant(sandbox(), SECRETS.token)
  spillInto(sandbox(), WEB)
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  process.env = { ...before, ...env, GITHUB_TOKEN: SECRETS.token, AWS_PROFILE: 'acme-prod' }
  const heard = listen()
  const programs = startedPrograms()
  const saved = join(home, 'plan.json')
  const verbs = [
    ['connect', 'by-process', '--json'],
    ['identities', '--adopt-gh', '--host', sandbox().githubUrl, '--json'],
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
  /* A process that prints credentials has the environment that the user gave, and with it the user's own token. */
  const lines = programs.filter(({ name }) => name === 'a command line')
  expect(lines.length).toBeGreaterThan(1)
  expect(outOfPlace(findLeaks(SECRETS, [...heard, ...lines, ...(await placesBelow(home))]))).toEqual([])
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
