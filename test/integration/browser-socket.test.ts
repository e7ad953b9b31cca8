import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { WebSocket } from 'ws'
import type { contract } from '../../shared/contract/contract'
import { connect, enter, openPanel, type Panel } from '../support/panel-door'

/** The headers of our own page in the browser that came in by the link. */
async function ours(panel: Panel) {
  return { cookie: await enter(panel), origin: `http://${panel.host}` }
}

/** The contract over an open socket. */
function clientOf(socket: WebSocket): ContractRouterClient<typeof contract> {
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return createORPCClient(link)
}

/** The close code that the server gives. */
function closing(socket: WebSocket): Promise<number> {
  socket.on('error', () => {})
  return new Promise((resolve) => socket.once('close', resolve))
}

/** What the process would print or die of while the test runs. */
function complaints(): unknown[] {
  const told: unknown[] = []
  const note = (error: unknown) => told.push(error)
  const { error } = console
  console.error = (...words) => told.push(...words)
  process.on('unhandledRejection', note)
  onTestFinished(() => {
    console.error = error
    process.off('unhandledRejection', note)
  })
  return told
}

describe('who may speak', () => {
  test('our own page speaks the contract', async () => {
    const panel = await openPanel()
    const client = clientOf(await connect(panel, await ours(panel)))
    expect(await client.settings.get()).toMatchObject({ door: 'browser', notices: [] })
    expect(await client.connections.get()).toMatchObject({
      sandbox: false,
      github: null,
      keepsSecrets: false,
    })
  })

  test.each([
    ['no origin', { origin: null }],
    ['another site', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['the other scheme', { origin: 'https://127.0.0.1' }],
    ['a document without origin', { origin: 'null' }],
    ['another host', { host: 'evil.example' }],
    [
      'another host, and an origin that agrees with it',
      { host: 'evil.example', origin: 'http://evil.example' },
    ],
    ['no cookie', { cookie: null }],
    ['a wrong cookie', { cookie: 'rolecall-session=guess' }],
  ])('%s is refused before a word is spoken', async (_, differing) => {
    const panel = await openPanel()
    const given = Object.entries({ ...(await ours(panel)), ...differing })
    const headers = Object.fromEntries(given.filter(([, value]) => value !== null)) as Record<string, string>
    await expect(connect(panel, headers)).rejects.toThrow('refused with 403')
  })

  test('the contract is spoken at one place only', async () => {
    const panel = await openPanel()
    await expect(connect(panel, await ours(panel), '/other')).rejects.toThrow('refused with 403')
  })

  test('the token in a link opens no socket', async () => {
    const panel = await openPanel()
    const { origin } = await ours(panel)
    const { search } = new URL(panel.server.link())
    await expect(connect(panel, { origin }, `/rpc${search}`)).rejects.toThrow('refused with 403')
  })
})

describe('what is spoken', () => {
  test('a message larger than any of ours ends that socket and no other', async () => {
    const panel = await openPanel()
    const headers = await ours(panel)
    const [loud, calm] = [await connect(panel, headers), await connect(panel, headers)]
    const closed = closing(loud)
    loud.send('x'.repeat(2 << 20))
    expect(await closed).toBe(1009)
    expect(await clientOf(calm).settings.get()).toMatchObject({ door: 'browser' })
  })

  test('messages that are none of the contract are dropped: the same socket goes on, and nothing is printed', async () => {
    const told = complaints()
    const panel = await openPanel()
    const socket = await connect(panel, await ours(panel))
    const form = { i: '1', p: { u: '/fleet/get', h: { 'content-type': 'multipart/form-data; boundary=x' } } }
    const messages = [
      '',
      'garbage',
      '{"i":',
      'null',
      '[]',
      '{"i":1,"p":{"u":"/fleet/get"}}',
      '{"i":"1"}',
      '{"i":"1","t":9,"p":{}}',
      '{"i":"1","p":{"u":"http://evil.example/"}}',
      '{"i":"1","t":3,"p":{"e":"message"}}',
      JSON.stringify(form),
    ]
    for (const message of messages) socket.send(message)
    socket.send(Buffer.from([0xff, 0x00, 0xfe]))
    expect(await clientOf(socket).settings.get()).toMatchObject({ door: 'browser' })
    expect(told).toEqual([])
  })

  test('a procedure that is not there, or input of another shape, is an answer and not an end', async () => {
    const told = complaints()
    const panel = await openPanel()
    const socket = await connect(panel, await ours(panel))
    const client = clientOf(socket)
    const wild = client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
    await expect(wild.fleet?.burn?.({})).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const wrong = { repository: '../../etc', fresh: 'yes' }
    await expect(wild.fleet?.repository?.(wrong)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(wild.settings?.update?.({ observeEvery: 1e9 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    expect(await client.settings.get()).toMatchObject({ preferences: { observeEvery: 10 } })
    expect(told).toEqual([])
  })

  test('an expected failure crosses with its sentence and what to do', async () => {
    const panel = await openPanel()
    const client = clientOf(await connect(panel, await ours(panel)))
    await expect(client.fleet.candidates()).rejects.toMatchObject({
      code: 'EXPECTED',
      data: { reason: 'not-connected', recovery: { kind: 'connect-github' } },
    })
  })

  test('a page that goes in the middle of a stream leaves the door open for the next', async () => {
    const told = complaints()
    const panel = await openPanel()
    const headers = await ours(panel)
    const leaving = await connect(panel, headers)
    const stream = await clientOf(leaving).fleet.watch()
    expect((await stream.next()).value).toMatchObject({ rows: [] })
    leaving.terminate()
    const staying = clientOf(await connect(panel, headers))
    expect((await (await staying.fleet.watch()).next()).value).toMatchObject({ rows: [] })
    expect(told).toEqual([])
  })
})
