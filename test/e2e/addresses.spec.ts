import { expect, test } from './door/test'

test('an address that names nothing says so, and leads back', async ({ panel: { page } }) => {
  await expect(page.getByRole('row', { name: 'acme/new-service' })).toBeVisible()
  for (const address of ['/nowhere', '/r/acme/no%20name', '/r/acme/..%2Fweb/plan']) {
    await test.step(address, async () => {
      await page.evaluate((hash) => {
        window.location.hash = hash
      }, address)
      await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible()
      await page.getByRole('link', { name: 'Go to the fleet' }).click()
      await expect(page.getByRole('row', { name: 'acme/new-service' })).toBeVisible()
    })
  }
})
