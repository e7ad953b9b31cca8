import type { ElectronApplication } from '@playwright/test'
import { openDesktop } from './door/open-desktop'
import { expect, test } from './door/test'

interface Told {
  notices: { title: string; body: string }[]
  /** Every line that the tray's menu has had. */
  lines: string[]
  last: { emit(event: 'click'): void } | null
}

/** Listens to what the tray and the system are told, from here on. */
async function listen(app: ElectronApplication): Promise<() => Promise<Pick<Told, 'notices' | 'lines'>>> {
  await app.evaluate(({ Notification, Tray }) => {
    const told: Told = { notices: [], lines: [], last: null }
    Reflect.set(globalThis, 'told', told)
    const { show } = Notification.prototype
    Notification.prototype.show = function () {
      told.notices.push({ title: this.title, body: this.body })
      told.last = this
      show.call(this)
    }
    const { setContextMenu } = Tray.prototype
    Tray.prototype.setContextMenu = function (menu) {
      told.lines.push(...(menu?.items ?? []).map(({ label }) => label))
      setContextMenu.call(this, menu)
    }
  })
  return () =>
    app.evaluate(() => {
      const { notices, lines } = Reflect.get(globalThis, 'told') as Told
      return { notices, lines }
    })
}

test('a test run is followed in the tray, and its end is told with the cause', async ({ home }) => {
  const { app, page, close } = await openDesktop({ home, sandbox: true })
  const told = await listen(app)
  await page.getByRole('link', { name: 'acme/no-token' }).first().click()
  await page.getByRole('button', { name: 'Start test run' }).first().click()
  await expect
    .poll(async () => (await told()).lines)
    .toContainEqual(expect.stringMatching(/^acme\/no-token #\d+: is (queued|running)/))
  await expect
    .poll(async () => (await told()).notices, { timeout: 60_000 })
    .toEqual([
      {
        title: '✗ acme/no-token: the test run failed',
        body: expect.stringContaining('The job may not ask for a token'),
      },
    ])
  await expect
    .poll(async () => (await told()).lines)
    .toContainEqual(expect.stringMatching(/^acme\/no-token #\d+: failed: The job may not ask for a token/))
  await page.getByRole('link', { name: 'Fleet' }).first().click()
  await app.evaluate(() => (Reflect.get(globalThis, 'told') as Told).last?.emit('click'))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('#')
  await close()
})
