import { expect, test } from './door/test'

test.use({ sandbox: false })

test('the first start offers three ways in and knows nothing yet', async ({ panel: { page } }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (const way of ['GitHub', 'AWS', 'Sandbox'])
    await expect(page.getByRole('region', { name: way })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Connect GitHub' })).toBeDisabled()
})

test('from there the sandbox is one click away', async ({ panel: { page } }) => {
  await page.getByRole('button', { name: 'Explore the sandbox' }).click()
  await expect(page.getByRole('row', { name: 'acme/new-service' })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('Sandbox')
})
