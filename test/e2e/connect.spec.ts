import { type Clouds, standClouds } from './door/clouds'
import { makeHome } from './door/surroundings'
import { expect, test } from './door/test'

/* A new machine whose clouds are the sandbox’s: connected by hand, as anybody would. */

let clouds: Clouds
let place: Awaited<ReturnType<typeof makeHome>>

test.beforeAll(async () => {
  place = await makeHome()
  clouds = await standClouds(place.home)
})
test.afterAll(async () => {
  await clouds.stop()
  await place.remove()
})

test.use({
  sandbox: false,
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
  surroundings: async ({}, use) => use(clouds.surroundings),
})

test('both clouds are connected, a weak token shows what it lacks, and its replacement does not', async ({
  panel: { page },
}) => {
  const [weak, strong] = [await clouds.tokenWith('repo'), await clouds.tokenWith('repo workflow admin:org')]
  await page.getByRole('button', { name: 'Connect profile acme-prod' }).click()
  await expect(page.getByRole('button', { name: 'Disconnect profile acme-prod' })).toBeVisible()
  await page.getByLabel('Personal access token').fill(weak)
  await page.getByRole('button', { name: 'Connect GitHub' }).click()
  await expect(page.getByRole('heading', { name: 'No repository is watched yet' })).toBeVisible()

  await page.getByRole('link', { name: 'Connections' }).click()
  const proposals = page.getByRole('row', { name: /Propose workflow files/ })
  await expect(proposals).toContainText('No')
  await expect(proposals).toContainText('lacks the scope workflow')

  await page.getByRole('button', { name: /Replace the token of sandbox-admin/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Replace the token' })
  await dialog.getByLabel('Personal access token').fill(strong)
  await dialog.getByRole('button', { name: 'Replace the token' }).click()
  await expect(dialog).toBeHidden()
  await page.getByText('may do everything', { exact: true }).click()
  await expect(proposals).toContainText('Yes')
  await expect(page.getByText('lacks the scope')).toBeHidden()
  const shown = await page.content()
  expect([shown.includes(weak), shown.includes(strong)]).toEqual([false, false])
})
