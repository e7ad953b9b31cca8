import { expect, test } from './door/test'

test('single-key shortcuts can be turned off, and the panel keeps that', async ({ panel: { page } }) => {
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(page.getByRole('row', { name: 'acme/new-service' })).toBeVisible()

  await page.keyboard.press('?')
  await list.getByRole('checkbox', { name: 'Use single-key shortcuts' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)

  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await expect(page.getByRole('row', { name: 'acme/new-service' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(list).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('go to settings')
  await page.keyboard.press('Enter')
  const onPage = page.getByRole('checkbox', { name: 'Use single-key shortcuts' })
  await expect(onPage).not.toBeChecked()
  await onPage.check()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).click()
  await page.keyboard.press('?')
  await expect(list).toBeVisible()
})
