import type { Page } from '@playwright/test'
import { expect, test } from './door/test'

/** Every link of the chain as the repository page shows it. */
async function expectGreenChain(page: Page): Promise<void> {
  const chain = page.getByRole('navigation', { name: 'Links of the chain' })
  await expect(chain.getByRole('link')).toHaveCount(7)
  await expect(chain.getByRole('link', { name: /^[\w ]+: ok/ })).toHaveCount(7)
}

/** Agrees to the plan on the page and waits until it is applied without a failure. */
async function applyPlan(page: Page): Promise<void> {
  const plan = page.getByRole('region', { name: 'Plan' })
  await expect(plan.getByText('Nothing has been touched yet.')).toBeVisible()
  await plan.getByRole('button', { name: /^Apply \d+ steps?$/ }).click()
  const application = page.getByRole('region', { name: 'Application' })
  await expect(application.getByRole('status')).toContainText(/^Applied \d+ steps?\./, { timeout: 30_000 })
  await expect(page.getByRole('alert')).toHaveCount(0)
}

/** Starts a test run from the page and follows it to its green end and the model's answer. */
async function proveByTestRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start test run' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('#')
  await expect(page.getByRole('navigation', { name: 'Jobs' }).getByRole('list')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /^Success$/ })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: /^Log of/ })).toContainText(
    /Hello from Claude .* on Amazon Bedrock/,
  )
}

test('a broken repository is found, mended and proven', async ({ panel: { page } }) => {
  const row = page.getByRole('row', { name: 'acme/new-service' })
  await expect(row).toContainText('Broken at trust')
  await row.getByRole('link', { name: 'acme/new-service', exact: true }).click()

  await test.step('the chain says which link is broken, and why', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'acme/new-service' })).toBeVisible()
    await expect(page.getByRole('link', { name: /^Trust: drift/ })).toHaveAttribute('aria-current', 'true')
    await expect(page.getByRole('region', { name: 'Chain' })).toContainText(/repo:acme@\d+\/new-service@\d+/)
  })
  await test.step('the plan changes the trust policy and nothing else', async () => {
    await page.getByRole('link', { name: 'Plan the repair' }).first().click()
    const steps = page.getByRole('region', { name: 'Plan' }).getByRole('checkbox')
    await expect(steps).toHaveCount(1)
    await applyPlan(page)
  })
  await test.step('a test run is green', () => proveByTestRun(page))
  await test.step('and so is the chain', async () => {
    await page.getByRole('link', { name: 'acme/new-service' }).click()
    await expectGreenChain(page)
  })
})

test('a repository with nothing is set up and proven without leaving the panel', async ({
  panel: { page },
}) => {
  const row = page.getByRole('row', { name: 'acme/blank' })
  await expect(row).toContainText('Not set up')
  await row.getByRole('link', { name: 'Plan the setup' }).click()

  await applyPlan(page)
  await proveByTestRun(page)
  await page.getByRole('link', { name: 'acme/blank' }).click()
  await expectGreenChain(page)
})

test('an applied plan can be undone', async ({ panel: { page } }) => {
  await page
    .getByRole('row', { name: 'acme/new-service' })
    .getByRole('link', { name: 'Plan the repair' })
    .click()
  await applyPlan(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('region', { name: 'Undo' }).getByRole('status')).toContainText(
    'Took back 1 step.',
  )
  await page.getByRole('link', { name: 'Fleet' }).click()
  await expect(page.getByRole('row', { name: 'acme/new-service' })).toContainText('Broken at trust')
})

test('a failed test run is explained, with the line that says so and the way to mend it', async ({
  panel: { page },
}) => {
  await page
    .getByRole('row', { name: 'acme/new-service' })
    .getByRole('link', { name: 'acme/new-service', exact: true })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'acme/new-service' })).toBeVisible()
  await page.getByRole('button', { name: 'Start test run' }).first().click()
  await expect(page.getByRole('status').filter({ hasText: /^Failed$/ })).toBeVisible({ timeout: 30_000 })

  const refusal = 'Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'
  await expect(page.getByRole('region', { name: /^Log of/ })).toContainText(refusal)
  const diagnosis = page.getByRole('region', { name: 'Diagnosis' })
  await diagnosis.getByRole('button', { name: refusal }).click()
  await expect(page).toHaveURL(/[?&]line=L\d+/)
  const failed = page.url()
  await diagnosis.getByRole('link', { name: 'Plan the repair' }).click()
  await expect(page.getByRole('region', { name: 'Plan' }).getByRole('checkbox')).toHaveCount(1)
  await applyPlan(page)

  await test.step('one click on the failed run closes the loop, also after the page was loaded again', async () => {
    await page.goto(failed)
    await page.reload()
    await expect(diagnosis.getByRole('status')).toContainText('The repair was applied')
    await diagnosis.getByRole('button', { name: 'Run it again' }).first().click()
    await expect(page.getByRole('status').filter({ hasText: /^Success$/ })).toBeVisible({ timeout: 30_000 })
    await expect(page).not.toHaveURL(failed)
  })
  await test.step('the list of runs has both, and the page of the repository one button to start a third', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    const runs = page.getByRole('grid', { name: 'Runs of the fleet' })
    await expect(runs.getByRole('row', { name: /of acme\/new-service$/ }).first()).toContainText('Success')
    await runs.getByRole('link', { name: 'acme/new-service' }).first().click()
    await expectGreenChain(page)
    await expect(page.getByRole('button', { name: 'Start test run' })).toHaveCount(1)
  })
})
