import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admitMessage } from '../../../electron/admit-message'

/** What oRPC's own link posts for a call. */
async function postedBy(
  call: (client: { fleet: { get(input?: unknown): Promise<unknown> } }) => unknown,
): Promise<unknown> {
  const posted = new Promise((resolve) => {
    const never = { addListener: () => {} }
    const link = new RPCLink({ port: { postMessage: resolve, onMessage: never, onDisconnect: never } })
    call(createORPCClient(link))
  })
  return posted
}

describe('the IPC door admits what oRPC sends', () => {
  test('a request without input', async () => {
    const message = await postedBy((client) => client.fleet.get())
    expect(admitMessage(message)).toBe(message)
  })

  test('a request with input, as text or as bytes', async () => {
    const message = await postedBy((client) => client.fleet.get({ repository: 'acme/web', at: new Date(0) }))
    expect(admitMessage(message)).toBe(message)
    expect(admitMessage(new TextEncoder().encode(String(message)))).toBe(message)
  })

  test('an abort', () => {
    const abort = JSON.stringify({ i: '7', t: 4 })
    expect(admitMessage(abort)).toBe(abort)
  })
})

describe('and nothing else', () => {
  const request = { i: '1', p: { u: '/fleet/get' } }

  test.each([
    ['an object', {}],
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['an array', [1, 2]],
    ['text that is no JSON', '{"i":'],
    ['JSON of another form', '"hello"'],
    ['a request without payload', JSON.stringify({ i: '1' })],
    ['a request without address', JSON.stringify({ i: '1', p: {} })],
    ['a request to another origin', JSON.stringify({ i: '1', p: { u: 'https://example.org/fleet/get' } })],
    ['an unknown type of message', JSON.stringify({ ...request, t: 9 })],
    ['a stream item without payload', JSON.stringify({ i: '1', t: 3 })],
    ['a form', JSON.stringify({ i: '1', p: { u: '/x', h: { 'Content-Type': 'multipart/form-data' } } })],
    ['bytes that are no text', new Uint8Array([255, 0, 1])],
    ['a message that is too long', JSON.stringify({ ...request, p: { u: '/x', b: 'x'.repeat(2_000_000) } })],
    ['bytes that are too long', new Uint8Array(2_000_000)],
  ])('%s is refused', (_what, message) => {
    expect(admitMessage(message)).toBeNull()
  })

  test('whatever comes, nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.uint8Array()), (message) => {
        const admitted = admitMessage(message)
        expect(admitted === null || typeof admitted === 'string').toBe(true)
      }),
    )
  })
})
