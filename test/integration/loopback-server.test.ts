import { connect, constants } from 'node:http2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LoopbackServer, serveLoopback } from '../../electron/sandbox/loopback-server'

let server: LoopbackServer

beforeEach(async () => {
  server = await serveLoopback(async (request) => new Response(`${request.method} ${await request.text()}`))
})
afterEach(() => server.close())

test('one port answers HTTP/1.1, again and again on one connection', async () => {
  for (const body of ['one', 'two']) {
    const answer = await fetch(server.origin, { method: 'POST', body })
    expect(await answer.text()).toBe(`POST ${body}`)
  }
})

test('and HTTP/2 without negotiation, as the SDK of the Bedrock runtime speaks it', async () => {
  const session = connect(server.origin)
  const stream = session.request({ [constants.HTTP2_HEADER_METHOD]: 'POST' })
  stream.end('three')
  let said = ''
  for await (const piece of stream.setEncoding('utf8')) said += piece
  session.destroy()
  expect(said).toBe('POST three')
})

test('closing it ends the connections that clients keep alive', async () => {
  await fetch(server.origin)
  await server.close()
  await expect(fetch(server.origin)).rejects.toThrow()
})
