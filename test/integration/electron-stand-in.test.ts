import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/*
 * The end-to-end tests trust the stand-in to be as strict as Electron; here it is held to that with a small app.
 * A window is opened through Playwright exactly as with the real binary. Windows always has that one.
 */
const STAND_IN = fileURLToPath(new URL('../support/electron-stand-in/electron.mjs', import.meta.url))

const MAIN = `
import { app, BrowserWindow, ipcMain, protocol } from 'electron'
import { join } from 'node:path'
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
ipcMain.on('echo', (event, message) => event.sender.send('echo', message, event.senderFrame.url))
ipcMain.handle('sum', (_event, a, b) => a + b)
app.whenReady().then(async () => {
  protocol.handle('app', () => new Response('<title>Small</title><h1>A small app</h1>', {
    headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" },
  }))
  const window = new BrowserWindow({ webPreferences: { preload: join(app.getAppPath(), 'preload.cjs') } })
  globalThis.asked = []
  window.webContents.on('will-navigate', (event) => {
    asked.push(event.url)
    event.preventDefault()
  })
  window.webContents.setWindowOpenHandler(({ url }) => {
    asked.push(url)
    return { action: 'deny' }
  })
  await window.loadURL('app://small/')
})`

const PRELOAD = `
const { contextBridge, ipcRenderer } = require('electron')
const refusals = ['fs', 'node:child_process', 'path', 'electron/main'].filter((name) => {
  try { require(name); return false } catch { return true }
})
contextBridge.exposeInMainWorld('small', {
  refusals,
  reach: [typeof process.binding, typeof global, typeof Buffer],
  sum: (a, b, done) => void ipcRenderer.invoke('sum', a, b).then(done),
  send: (message) => ipcRenderer.send('echo', message),
  onEcho: (listener) => ipcRenderer.on('echo', (_event, ...values) => listener(...values)) && undefined,
})`

interface Small {
  refusals: string[]
  reach: string[]
  sum(a: number, b: number, done: (sum: number) => void): void
  send(message: unknown): void
  onEcho(listener: (message: unknown, url: string) => void): void
}
declare const small: Small

let folder: string
let app: ElectronApplication
let page: Page

describe.runIf(process.platform !== 'win32')('the Electron stand-in', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'small-app-'))
    writeFileSync(join(folder, 'package.json'), '{"name":"small","version":"1.2.3","main":"main.mjs"}')
    writeFileSync(join(folder, 'main.mjs'), MAIN)
    writeFileSync(join(folder, 'preload.cjs'), PRELOAD)
    app = await _electron.launch({ executablePath: STAND_IN, args: [folder, '--flag'] })
    page = await app.firstWindow()
    await page.getByRole('heading', { name: 'A small app' }).waitFor()
  }, 60_000)
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true })
  })

  test('runs the app with its arguments, and tests reach into its main process', async () => {
    expect(await app.evaluate(({ app: inside }) => [inside.getName(), inside.getVersion()])).toEqual([
      'small',
      '1.2.3',
    ])
    expect(await app.evaluate(() => process.argv.slice(2))).toEqual(['--flag'])
    const window = await app.browserWindow(page)
    expect(await window.evaluate((shown) => shown.isVisible())).toBe(true)
  })

  test('gives a preload Electron and nothing of Node', async () => {
    expect(await page.evaluate(() => small.refusals)).toEqual([
      'fs',
      'node:child_process',
      'path',
      'electron/main',
    ])
    expect(await page.evaluate(() => small.reach)).toEqual(['undefined', 'undefined', 'undefined'])
  })

  test('gives the page only what the preload exposed, frozen', async () => {
    expect(
      await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), Object.isFrozen(small)]),
    ).toEqual(['undefined', true])
  })

  test('carries messages, bytes and answers both ways', async () => {
    const echoed = await page.evaluate(
      () =>
        new Promise<unknown[]>((resolve) => {
          small.onEcho((message, url) => resolve([...(message as Uint8Array), url]))
          small.send(new Uint8Array([1, 2, 255]))
        }),
    )
    expect(echoed).toEqual([1, 2, 255, 'app://small/'])
    expect(await page.evaluate(() => new Promise((resolve) => small.sum(2, 3, resolve)))).toBe(5)
  })

  test('refuses to carry what cannot be cloned', async () => {
    const outcome = await page.evaluate(() => {
      try {
        small.send(Symbol('no'))
        return 'carried'
      } catch {
        return 'refused'
      }
    })
    expect(outcome).toBe('refused')
  })

  test('asks the app before the page navigates or opens a window', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.com/here'
      window.open('https://example.com/there')
    })
    const asked = () => app.evaluate(() => Reflect.get(globalThis, 'asked').toSorted())
    await expect.poll(asked).toEqual(['https://example.com/here', 'https://example.com/there'])
    await expect.poll(() => app.windows().length).toBe(1)
    expect(await page.getByRole('heading').textContent()).toBe('A small app')
  })

  test('enforces the policy that the app sends', async () => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.ranInline = true'
      document.head.append(script)
      return Reflect.get(window, 'ranInline') ?? false
    })
    expect(ran).toBe(false)
  })

  test.each([
    { nodeIntegration: true },
    { contextIsolation: false },
    { sandbox: false },
    { webSecurity: false },
  ])('opens no window with %o', async (webPreferences) => {
    const opening = app.evaluate(
      ({ BrowserWindow }, preferences) => void new BrowserWindow({ webPreferences: preferences }),
      webPreferences,
    )
    await expect(opening).rejects.toThrow(/stand-in opens/)
  })
})
