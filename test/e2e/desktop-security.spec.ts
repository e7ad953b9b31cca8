import type { ElectronApplication, Page } from '@playwright/test'
import { openDesktop } from './door/open-desktop'
import type { DesktopPanel } from './door/panel'
import { test as base, expect } from './door/test'

const test = base.extend<{ desktop: DesktopPanel }>({
  desktop: async ({ home }, use) => {
    const desktop = await openDesktop({ home, sandbox: false })
    await desktop.page.getByRole('heading', { level: 1 }).waitFor()
    await use(desktop)
    await desktop.close()
  },
})

/** Replaces the system's browser; answers the addresses that it was asked to open. */
async function watchBrowser(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'openedInBrowser', opened)
    shell.openExternal = async (url) => void opened.push(url)
  })
  return () => app.evaluate(() => Reflect.get(globalThis, 'openedInBrowser'))
}

async function expectPanelStands(page: Page): Promise<void> {
  await page.reload()
  await expect(page.getByRole('button', { name: 'Explore the sandbox' })).toBeVisible()
}

test('the page has the bridge and nothing of Node or Electron', async ({ desktop: { page } }) => {
  const reach = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) =>
      Reflect.has(globalThis, name),
    ),
    bridge: Object.keys(Reflect.get(globalThis, 'rolecall')).sort(),
    frozen: Object.isFrozen(Reflect.get(globalThis, 'rolecall')),
  }))
  expect(reach).toEqual({ node: [], bridge: ['onMessage', 'postMessage'], frozen: true })
})

test('the page cannot leave for another', async ({ desktop: { page } }) => {
  const before = page.url()
  for (const target of ['https://example.com/', 'file:///etc/hosts', 'data:text/html,hello']) {
    await page.evaluate((address) => {
      location.href = address
    }, target)
  }
  await expectPanelStands(page)
  expect(page.url()).toBe(before)
})

test('a new window never opens; GitHub and AWS open in the system browser, other places nowhere', async ({
  desktop: { page, app },
}) => {
  const opened = await watchBrowser(app)
  await page.evaluate(() => {
    for (const address of [
      'https://example.com/',
      'https://github.com.example.com/',
      'http://github.com/acme/web',
      'https://github.com/acme/web',
    ]) {
      window.open(address)
    }
  })
  await expect.poll(opened).toEqual(['https://github.com/acme/web'])
  await expect.poll(() => app.windows().length).toBe(1)
})

test('the policy lets nothing in but the panel itself', async ({ desktop: { page } }) => {
  const outcome = await page.evaluate(async () => {
    const violated = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.ranInline = true'
    const frame = document.createElement('iframe')
    frame.src = 'https://example.com/'
    document.body.append(script, frame)
    await fetch('https://example.com/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { ran: Reflect.has(globalThis, 'ranInline'), violated: [...violated].sort() }
  })
  expect(outcome).toEqual({ ran: false, violated: ['connect-src', 'frame-src', 'script-src-elem'] })
})

test('files outside the panel are not served', async ({ desktop: { page } }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(
      [
        '/../../package.json',
        '/%2e%2e/%2e%2e/package.json',
        '/..%5c..%5cpackage.json',
        '/assets/../../node/main.js',
      ].map((path) => fetch(path).then((response) => response.status)),
    ),
  )
  expect(statuses).toEqual([404, 404, 404, 404])
})

test('permissions are refused', async ({ desktop: { page } }) => {
  const states = await page.evaluate(() =>
    Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone'].map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
      ),
    ),
  )
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied'])
})

test('whatever the page sends, the main process stands and goes on answering', async ({
  desktop: { page },
}) => {
  await page.evaluate(() => {
    const bridge: { postMessage(message: unknown): void } = Reflect.get(globalThis, 'rolecall')
    const malformed: unknown[] = [
      undefined,
      null,
      7,
      {},
      [],
      'not JSON',
      '{"i":"1"}',
      '{"i":"1","p":{}}',
      '{"i":"1","t":3}',
      '{"i":"1","t":99,"p":{"u":"/fleet/get"}}',
      '{"i":"1","p":{"u":"/fleet/get","h":{"content-type":"multipart/form-data"}}}',
      '{"i":"1","p":{"u":"/no/such/procedure","b":{}}}',
      '{"i":"2","p":{"u":"/fleet/repository","b":{"json":{"repository":42}}}}',
      new Uint8Array([255, 254, 0]),
      new ArrayBuffer(3_000_000),
      'x'.repeat(3_000_000),
    ]
    for (const message of malformed) bridge.postMessage(message)
  })
  await expectPanelStands(page)
})

test('a second start brings the first window to the front', async ({ desktop, home }) => {
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await openDesktop({ home, sandbox: false }).then(
    (second) => second.close(),
    () => undefined,
  )
  const isVisible = () =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(isVisible).toBe(true)
})
