import { expect, test } from './door/test'

test('a text is found in the logs of many repositories, and leads to its line', async ({
  panel: { page },
}) => {
  await expect(page.getByRole('row', { name: 'acme/new-service' })).toContainText('Broken at trust')
  await page.getByRole('link', { name: 'Logs' }).click()
  const wanted = 'Not authorized to perform sts:AssumeRoleWithWebIdentity'
  await page.getByRole('textbox', { name: 'Search for' }).fill(wanted)
  await page.getByRole('button', { name: 'Search', exact: true }).click()

  const hits = page.getByRole('list', { name: 'Hits' })
  const job = hits.getByRole('article', { name: /^acme\/new-service, / })
  await expect(job).toBeVisible()
  await expect(hits.getByRole('article')).not.toHaveCount(1)
  const line = job.getByRole('link', { name: wanted })
  await expect(line).toHaveCount(1)
  await line.click()

  await expect(page).toHaveURL(/[?&]line=L\d+/)
  const marked = page
    .getByRole('region', { name: /^Log of/ })
    .getByRole('button', { pressed: true, name: /^Line \d+$/ })
  await expect(marked).toBeVisible()
})
