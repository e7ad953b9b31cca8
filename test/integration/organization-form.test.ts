import { beforeEach, expect, test } from 'vitest'
import { ACCOUNTS } from '../../electron/sandbox/seed/accounts'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { sandboxHouse } from '../support/sandbox-house'

/* Anthropic’s form of an organization’s management account holds for its members (field-notes §3): seen, and proven by a run. */

const at = sandboxHouse()
const { repository } = caseOf('form-missing')
const [prod, dev] = [ACCOUNTS['acme-prod'].id, ACCOUNTS['acme-dev'].id]

beforeEach(() => at().sandbox.reset())

/** Puts the account without the form into an organization. */
function managedBy(managementAccount: string): void {
  at().sandbox.stage.world.aws.organizations = [{ id: 'o-1', managementAccount, accounts: [prod, dev] }]
}

async function form() {
  const { chain } = await at().client.fleet.repository({ repository, fresh: true })
  const { findings } = chain.links.modelAccess
  return findings.find(({ check }) => check.startsWith('modelAccess.use-case-form'))
}

test('of a connected management account opens the models: nothing is missing, and the run answers', async () => {
  const { client, sandbox } = at()
  expect(await form()).toMatchObject({ status: 'missing', breaks: true })
  managedBy(prod)
  expect(await form()).toMatchObject({
    status: 'ok',
    says: expect.stringContaining(`management account ${prod}, which covers this account`),
  })
  const { steps, needed } = await client.setup.plan({ repository, setup: null, form: null })
  expect(steps.map(({ kind }) => kind)).not.toContain('submit-use-case-form')
  expect(needed).toEqual([])
  const { id: runId } = await client.runs.start({ repository, workflowPath: null, ref: null, inputs: {} })
  await sandbox.idle()
  expect((await client.runs.get({ repository, runId })).run.conclusion).toBe('success')
})

test('of one that is not connected leaves it unknown, with the way to tell, and is not asked for by a plan', async () => {
  managedBy('999900001111')
  expect(await form()).toMatchObject({
    status: 'unknown',
    breaks: false,
    says: expect.stringMatching(
      /not submitted in the account \d+ itself\..*Connect a profile of that account/,
    ),
  })
  const { needed } = await at().client.setup.plan({ repository, setup: null, form: null })
  expect(needed).toEqual([])
})
