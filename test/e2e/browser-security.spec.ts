import { request as httpRequest, type IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { type PanelProcess, startPanel } from './door/open-browser'
import { test as base, expect } from './door/test'

const test = base.extend<{ server: PanelProcess }>({
  server: async ({ home }, use) => {
    const server = await startPanel({ home, sandbox: false })
    await use(server)
    await server.stop()
  },
})

/** A request as any program on this machine could send it. */
function send(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => resolve(response.resume()))
      .on('error', reject)
      .end()
  })
}

async function enter(link: string): Promise<{ origin: string; cookie: string }> {
  const response = await send(link)
  const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  return { origin: new URL(link).origin, cookie }
}

/** Tries to open the line that the page would open; `open` or how it was refused. */
function openLine(origin: string, headers: Record<string, string>): Promise<'open' | 'refused'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers })
    socket.once('open', () => {
      socket.close()
      resolve('open')
    })
    socket.once('error', () => resolve('refused'))
  })
}

test('only the link of the terminal lets in, and only once', async ({ server: { link } }) => {
  const origin = new URL(link).origin
  expect((await send(`${origin}/`)).statusCode).toBe(403)
  expect((await send(`${origin}/?token=wrong`)).statusCode).toBe(403)
  expect((await send(link)).statusCode).toBe(303)
  expect((await send(link)).statusCode).toBe(403)
})

test('the page comes with a policy that lets nothing else in', async ({ server: { link } }) => {
  const { origin, cookie } = await enter(link)
  const { statusCode, headers } = await send(`${origin}/`, { cookie })
  expect(statusCode).toBe(200)
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('another name for this address is refused: a rebound host could read the panel', async ({
  server: { link },
}) => {
  const { origin, cookie } = await enter(link)
  expect((await send(`${origin}/`, { cookie, host: 'rolecall.example.com' })).statusCode).toBe(421)
})

test('the line opens for our own page only', async ({ server: { link } }) => {
  const { origin, cookie } = await enter(link)
  expect(await openLine(origin, { cookie, origin })).toBe('open')
  expect(await openLine(origin, { origin })).toBe('refused')
  expect(await openLine(origin, { cookie })).toBe('refused')
  expect(await openLine(origin, { cookie, origin: 'https://example.com' })).toBe('refused')
  expect(await openLine(origin, { cookie, origin, host: 'rolecall.example.com' })).toBe('refused')
})

test('files outside the panel are not served', async ({ server: { link } }) => {
  const { origin, cookie } = await enter(link)
  for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/..%5c..%5cpackage.json']) {
    expect((await send(`${origin}${path}`, { cookie })).statusCode).toBe(404)
  }
})

test('a malformed message is survived', async ({ server: { link } }) => {
  const { origin, cookie } = await enter(link)
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
  await new Promise((resolve) => socket.once('open', resolve))
  for (const message of ['not JSON', '{}', '{"i":"1","t":3}', Buffer.from([255, 0])]) socket.send(message)
  socket.close()
  expect((await send(`${origin}/`, { cookie })).statusCode).toBe(200)
})
