import { describe, expect, test } from 'vitest'
import { CASES, type CaseId, caseOf } from '../../electron/sandbox/seed/cases'
import type { PanelClient } from '../../electron/terminal/session'
import { RepositoryName } from '../../shared/domain/ids'
import { sandboxHouse } from '../support/sandbox-house'
import { applyPlan, phasesOf, planFor, standingOf, undo } from '../support/service-steps'

/* The main job on every seeded case: plan, apply, prove by a run; and back again. */

const at = sandboxHouse()

/** Starts a test run and follows it to its end. */
async function testRun(client: PanelClient, name: string) {
  const repository = RepositoryName.parse(name)
  const { id: runId } = await client.runs.start({ repository, workflowPath: null, ref: null, inputs: {} })
  const seen = []
  for await (const event of await client.runs.follow({ repository, runId })) seen.push(event)
  return seen
}

describe('planning', () => {
  test('touches nothing, in either cloud', async () => {
    const { client, sandbox } = at()
    const { repository } = caseOf('nothing')
    const before = standingOf(sandbox, repository)
    const plan = await planFor(client, repository)
    expect(plan.steps.length).toBeGreaterThan(5)
    expect(standingOf(sandbox, repository)).toEqual(before)
  })

  test.each(CASES.filter(({ link, id }) => link === null && id !== 'archived' && id !== 'reusable-workflow'))(
    '$repository ($id) stands as it should: there is nothing to do',
    async ({ repository }) => {
      expect(await planFor(at().client, repository)).toMatchObject({ steps: [], conflicts: [], needed: [] })
    },
  )

  test('what stands in the way of an archived repository is said', async () => {
    const { steps, conflicts } = await planFor(at().client, caseOf('archived').repository)
    expect([steps, conflicts.map(({ says }) => says)]).toEqual([[], [expect.stringContaining('archived')]])
  })

  test('the form’s answers are asked for, not invented', async () => {
    const plan = await planFor(at().client, caseOf('form-missing').repository, { form: null })
    expect(plan.needed).toEqual([expect.objectContaining({ kind: 'use-case-form' })])
    expect(plan.steps.map(({ kind }) => kind)).not.toContain('submit-use-case-form')
  })
})

describe('taking an application back', { timeout: 60_000 }, () => {
  /* One for each kind of step, and the one that needs nearly all of them. */
  const REVERSIBLE: CaseId[] = [
    'no-provider',
    'classic-trust-on-new',
    'no-destinations',
    'variable-in-environment',
    'no-id-token',
    'disabled',
    'nothing',
  ]

  test.each(REVERSIBLE.map(caseOf))(
    '$repository ($id): both clouds are as they were before',
    async ({ repository }) => {
      const { client, sandbox } = at()
      const before = standingOf(sandbox, repository)
      const ended = await applyPlan(client, await planFor(client, repository))
      expect([ended.failure, new Set(phasesOf(ended))]).toEqual([null, new Set(['done'])])
      expect(standingOf(sandbox, repository)).not.toEqual(before)
      await sandbox.idle()
      const undone = await undo(client, ended)
      expect([undone.failure, new Set(phasesOf(undone))]).toEqual([null, new Set(['undone'])])
      expect(standingOf(sandbox, repository)).toEqual(before)
      await sandbox.idle()
    },
  )
})

describe('applying', { timeout: 60_000 }, () => {
  test.each(CASES.filter(({ fixable }) => fixable))(
    '$repository ($id): is verified, leaves nothing to plan, and the test run is green',
    async ({ repository }) => {
      const { client, sandbox } = at()
      const ended = await applyPlan(client, await planFor(client, repository))
      expect([ended.failure, new Set(phasesOf(ended))]).toEqual([null, new Set(['done'])])
      await sandbox.idle()
      expect((await planFor(client, repository)).steps).toEqual([])
      const seen = await testRun(client, repository)
      expect(seen.at(-1)).toMatchObject({
        kind: 'ended',
        state: { run: { conclusion: 'success' } },
        diagnoses: [],
      })
      const logs = seen.flatMap((event) =>
        event.kind === 'log' && event.log.available ? [event.log.log] : [],
      )
      const lines = logs.flatMap((log) => log.lines.map(({ text }) => text))
      expect(lines.join('\n')).toContain('on Amazon Bedrock')
      const row = (await client.fleet.get()).rows.find((each) => each.repository === repository)
      expect(row).toMatchObject({ state: 'working', headline: null })
    },
  )

  test('what cannot be taken back is named, and stays', async () => {
    const { client } = at()
    const { repository } = caseOf('form-missing')
    const [application] = await client.setup.applications({ repository: RepositoryName.parse(repository) })
    if (!application) throw new Error('Nothing was applied.')
    const undone = await undo(client, { kind: 'ended', application, failure: null, chain: null })
    expect(undone.failure?.sentence).toMatch(/cannot be taken back/)
    expect(phasesOf(undone)).toEqual(['undo-refused'])
  })
})
