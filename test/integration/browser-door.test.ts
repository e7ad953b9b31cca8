import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ask, enter, openPanel, type Panel } from '../support/panel-door'

/** Whether this address has the port to give: not where the panel listens on it, alone or as one of all. */
function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const other = createServer()
    other.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    other.listen({ port, host, exclusive: true }, () => other.close(() => resolve(true)))
  })
}

/** The machine's other addresses; Linux has the whole of 127/8. */
function otherAddresses(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const ipv4 = found.filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
  return [...ipv4.map(({ address }) => address), ...(process.platform === 'linux' ? ['127.0.0.2'] : [])]
}

const asKnown = async (panel: Panel) => ({ cookie: await enter(panel) })

describe('who may come in', () => {
  test('it listens on 127.0.0.1 and on no other address of the machine', async () => {
    const panel = await openPanel()
    expect(await isFree('127.0.0.1', panel.port)).toBe(false)
    for (const address of otherAddresses())
      expect([address, await isFree(address, panel.port)]).toEqual([address, true])
  })

  test('the link admits once: its token is exchanged for a cookie that scripts and other sites do not get', async () => {
    const panel = await openPanel()
    const answer = await ask(panel, `/?token=${panel.token}`)
    expect(answer).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } })
    const [cookie] = answer.headers['set-cookie'] ?? []
    expect(cookie?.split('; ').slice(1)).toEqual(['HttpOnly', 'SameSite=Strict', 'Path=/'])
    const again = await ask(panel, `/?token=${panel.token}`)
    expect(again.status).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toMatch(/used or is wrong.*new one/)
  })

  test('a new link makes the one before it worthless', async () => {
    const panel = await openPanel()
    const fresh = new URL(panel.server.link())
    expect((await ask(panel, `/?token=${panel.token}`)).status).toBe(403)
    expect((await ask(panel, `/${fresh.search}`)).status).toBe(303)
  })

  test.each(['', 'x', 'A'.repeat(43), 'é'.repeat(43)])('a wrong token is refused: "%s"', async (token) => {
    const panel = await openPanel()
    expect((await ask(panel, `/?token=${encodeURIComponent(token)}`)).status).toBe(403)
    expect((await ask(panel, `/?token=${panel.token}`)).status).toBe(303)
  })

  test('without the cookie, or with another one, nothing is shown', async () => {
    const panel = await openPanel()
    const cookie = await enter(panel)
    const refused = [{}, { cookie: 'rolecall-session=' }, { cookie: `${cookie}x` }, { cookie: `x-${cookie}` }]
    for (const headers of refused) {
      const answer = await ask(panel, '/', { headers })
      expect(answer.status).toBe(403)
      expect(answer.body).not.toContain('<html')
    }
    expect((await ask(panel, '/', { headers: { cookie: `theme=dark; ${cookie}` } })).status).toBe(200)
  })

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example'])(
    'a request that names the host %s is not answered: a rebound name is not ours',
    async (host) => {
      const panel = await openPanel()
      const known = await asKnown(panel)
      const answer = await ask(panel, '/', { headers: { ...known, host } })
      expect(answer.status).toBe(421)
      expect(answer.body).not.toContain('<html')
    },
  )

  test('the token is not spent by a request that names another host', async () => {
    const panel = await openPanel()
    const path = `/?token=${panel.token}`
    expect((await ask(panel, path, { headers: { host: 'evil.example' } })).status).toBe(421)
    expect((await ask(panel, path)).status).toBe(303)
  })

  test('localhost is this machine, too', async () => {
    const panel = await openPanel()
    const known = await asKnown(panel)
    const headers = { ...known, host: `localhost:${panel.port}` }
    expect((await ask(panel, '/', { headers })).status).toBe(200)
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not answered', async (method) => {
    const panel = await openPanel()
    expect((await ask(panel, '/', { method, headers: await asKnown(panel) })).status).toBe(405)
  })
})

describe('what is served', () => {
  test('the page comes with a policy that lets nothing in from elsewhere', async () => {
    const panel = await openPanel()
    const { status, headers } = await ask(panel, '/', { headers: await asKnown(panel) })
    expect(status).toBe(200)
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]),
    )
    const script = policy.find((directive) => directive.startsWith('script-src'))
    expect(script).not.toMatch(/unsafe|http|\*/)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
  })

  test('HEAD gives the headers alone', async () => {
    const panel = await openPanel()
    const answer = await ask(panel, '/', { method: 'HEAD', headers: await asKnown(panel) })
    expect(answer).toMatchObject({ status: 200, body: '' })
  })

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/../../package.json',
    '/..%5cpackage.json',
    '//etc/hosts',
    '/%00index.html',
    '/index.html%00.png',
    '/%',
    '/nothing.js',
  ])('a path cannot leave the folder of the page: %s', async (path) => {
    const panel = await openPanel()
    const answer = await ask(panel, path, { headers: await asKnown(panel) })
    expect([answer.status, answer.body.includes('"private": true')]).toEqual([
      path === '/' ? 200 : 404,
      false,
    ])
  })

  test('a request line that is no URL is answered, and the door stays open', async () => {
    const panel = await openPanel()
    const known = await asKnown(panel)
    const answer = await ask(panel, 'http://', { headers: known })
    expect(answer.status).toBe(400)
    expect((await ask(panel, '/', { headers: known })).status).toBe(200)
  })
})
