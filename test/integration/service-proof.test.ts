import { createRouterClient } from '@orpc/server'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import type { PanelClient } from '../../electron/terminal/session'
import { RepositoryName } from '../../shared/domain/ids'
import { openHouse, sandboxHouse } from '../support/sandbox-house'
import { applyPlan, planFor, undo } from '../support/service-steps'

/* What a run from before a change of Rolecall's proves of what stands after it: nothing, neither red nor green. */

const at = sandboxHouse()

beforeEach(() => at().sandbox.reset())

/** Moves the clock of the journal and of GitHub, which tells whole seconds, on to the next one. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050))

async function stateOf(client: PanelClient, name: string) {
  const repository = RepositoryName.parse(name)
  const { chain, row } = await client.fleet.repository({ repository, fresh: true })
  const listed = (await client.fleet.get()).rows.find((each) => each.repository === repository)
  expect([row.state, listed?.state]).toEqual([chain.state, chain.state])
  expect(listed?.links.lastRun).toMatchObject({
    status: chain.links.lastRun.status,
    breaks: chain.links.lastRun.breaks,
  })
  const [finding] = chain.links.lastRun.findings
  return { state: chain.state, ...chain.links.lastRun, says: finding?.says, repair: finding?.repair }
}

async function testRun(client: PanelClient, name: string): Promise<void> {
  const repository = RepositoryName.parse(name)
  const { id: runId } = await client.runs.start({ repository, workflowPath: null, ref: null, inputs: {} })
  for await (const _event of await client.runs.follow({ repository, runId }));
}

const UNPROVEN = {
  state: 'unproven',
  status: 'missing',
  breaks: false,
  says: expect.stringMatching(/is from before Rolecall’s change of \d{4}-\d\d-\d\d \d\d:\d\d UTC/),
  repair: { kind: 'test-run' },
}

describe('a repair that was applied', { timeout: 30_000 }, () => {
  test('leaves the failed run before it behind: the repository is unproven until a test run shows it', async () => {
    const { client } = at()
    const { repository } = caseOf('classic-trust-on-new')
    expect(await stateOf(client, repository)).toMatchObject({
      state: 'broken',
      status: 'drift',
      breaks: true,
    })
    const { chain } = await applyPlan(client, await planFor(client, repository))
    expect(chain).toMatchObject({
      state: 'unproven',
      headline: { link: 'lastRun', repair: { kind: 'test-run' } },
    })
    expect(await stateOf(client, repository)).toMatchObject(UNPROVEN)
    await testRun(client, repository)
    expect(await stateOf(client, repository)).toMatchObject({ state: 'working', status: 'ok' })
  })

  test('does not count a success of before it as its proof', async () => {
    const { client } = at()
    const { repository } = caseOf('no-dispatch')
    await applyPlan(client, await planFor(client, repository))
    expect(await stateOf(client, repository)).toMatchObject(UNPROVEN)
  })

  test('on top of one that was proven is to be proven again', async () => {
    const { client } = at()
    const { repository } = caseOf('nothing')
    await applyPlan(client, await planFor(client, repository))
    await testRun(client, repository)
    expect(await stateOf(client, repository)).toMatchObject({ state: 'working', status: 'ok' })
    await nextSecond()
    const { current } = await client.setup.options({ repository: RepositoryName.parse(repository) })
    if (!current) throw new Error('There is no setup.')
    const wider = { ...current, scope: [...current.scope, { kind: 'pull-request' as const }] }
    await applyPlan(client, await planFor(client, repository, { setup: wider }))
    expect(await stateOf(client, repository)).toMatchObject(UNPROVEN)
  })

  test('of nothing that a run meets leaves its proof standing', async () => {
    const { client } = at()
    const { repository } = caseOf('disabled')
    const plan = await planFor(client, repository)
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['enable-workflow'])
    await applyPlan(client, plan)
    expect(await stateOf(client, repository)).toMatchObject({ state: 'working', status: 'ok' })
  })

  test('looks the same from another door of the home, which was open before or opens now', async () => {
    const { client, home } = at()
    const { repository } = caseOf('no-destinations')
    const open = async () => {
      const house = await openHouse(home)
      onTestFinished(() => house.close())
      return createRouterClient(house.router)
    }
    const early = await open()
    expect(await stateOf(early, repository)).toMatchObject({ state: 'broken' })
    await applyPlan(client, await planFor(client, repository))
    for (const door of [client, early, await open()]) {
      expect(await stateOf(door, repository)).toMatchObject(UNPROVEN)
    }
  })

  test('and taken back is a change again: the success in between proves nothing of what stands now', async () => {
    const { client } = at()
    const { repository } = caseOf('no-destinations')
    const ended = await applyPlan(client, await planFor(client, repository))
    await testRun(client, repository)
    expect(await stateOf(client, repository)).toMatchObject({ state: 'working' })
    await nextSecond()
    expect((await undo(client, ended)).failure).toBeNull()
    expect(await stateOf(client, repository)).toMatchObject({ ...UNPROVEN, state: 'broken' })
  })
})

test('a new world of the sandbox knows nothing of what was applied to the old one', async () => {
  const { client, sandbox } = at()
  const { repository } = caseOf('classic-trust-on-new')
  await applyPlan(client, await planFor(client, repository))
  await sandbox.reset()
  expect(await stateOf(client, repository)).toMatchObject({ state: 'broken', status: 'drift', breaks: true })
  expect(await client.setup.applications({ repository: null })).toEqual([])
})
