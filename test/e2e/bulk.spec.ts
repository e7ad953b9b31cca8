import { expect, test } from './door/test'

const CHOSEN = ['acme/new-service', 'acme/deploy', 'acme/blank']

test('several repositories are planned for together, changed, and taken back', async ({
  panel: { page },
}) => {
  await test.step('they are selected in the fleet', async () => {
    for (const name of CHOSEN)
      await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
    await page.getByRole('link', { name: 'Plan 3 repositories' }).click()
  })
  const plan = page.getByRole('region', { name: 'Plan', exact: true })
  await test.step('one plan shows each change once, with the repositories that it is made in', async () => {
    await expect(plan.getByText('Nothing has been touched yet.')).toBeVisible()
    await plan.getByRole('button', { name: '3 repositories', exact: true }).click()
    await plan.getByRole('checkbox', { name: 'Include acme/deploy' }).uncheck()
  })
  await test.step('it is applied without the excluded one', async () => {
    await plan.getByRole('button', { name: /^Apply \d+ steps? to 2 repositories$/ }).click()
    await expect(page.getByText(/^2 repositories done/)).toBeVisible({ timeout: 60_000 })
    await page.reload()
    await expect(page.getByText(/^2 repositories done/)).toBeVisible()
  })
  await test.step('and taken back', async () => {
    await page.getByRole('button', { name: 'Undo all 2' }).click()
    await expect(page.getByText(/2 taken back/)).toBeVisible({ timeout: 60_000 })
    await page.getByRole('link', { name: 'To the fleet' }).click()
    await expect(page.getByRole('row', { name: 'acme/new-service' })).toContainText('Broken at trust')
  })
})
