import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { AI_IMPLEMENT } from '../../shared/domain/convention'
import { RepositoryName } from '../../shared/domain/ids'
import { openHouse, sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import { applyPlan, phasesOf, planFor, refusedAs, standingOf, toEnd, undo } from '../support/service-steps'

const at = sandboxHouse()
const BLANK = caseOf('nothing').repository

beforeEach(() => at().sandbox.reset())

describe('taking back', () => {
  test('leaves what somebody changed since, names it, and takes back the rest', async () => {
    const { client, sandbox } = at()
    const ended = await applyPlan(client, await planFor(client, BLANK))
    expect(ended.failure).toBeNull()
    await sandbox.idle()
    const region = repositoryOf(sandbox, BLANK).variables.find(({ name }) => name === 'AWS_REGION')
    if (region) region.value = 'ap-south-1'
    const undone = await undo(client, ended)
    expect(undone.failure).toMatchObject({
      reason: 'outdated',
      sentence: expect.stringMatching(/AWS_REGION.*ap-south-1/),
    })
    expect(repositoryOf(sandbox, BLANK).variables).toMatchObject([
      { name: 'AWS_REGION', value: 'ap-south-1' },
    ])
    expect(phasesOf(undone).filter((phase) => phase !== 'undone')).toEqual(['undo-refused'])
  })

  test('works from another process that opens the same home', async () => {
    const { client, sandbox, home } = at()
    const before = standingOf(sandbox, BLANK)
    const ended = await applyPlan(client, await planFor(client, BLANK))
    await sandbox.idle()
    const other = await openHouse(home)
    onTestFinished(() => other.close())
    expect((await undo(createRouterClient(other.router), ended)).failure).toBeNull()
    expect(standingOf(sandbox, BLANK)).toEqual(before)
  })

  test('covers a step whose call went out right before the process ended', async () => {
    const { client, sandbox, home } = at()
    const { repository } = caseOf('variable-in-environment')
    const before = standingOf(sandbox, repository)
    const ended = await applyPlan(client, await planFor(client, repository))
    const path = join(home, 'sandbox', 'journal', `${ended.application.id}.jsonl`)
    const lines = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`)
    const [interrupted] = await client.setup.applications({ repository: RepositoryName.parse(repository) })
    expect(interrupted).toMatchObject({ endedAt: null, entries: [{ phase: 'begun' }] })
    expect(await undo(client, ended)).toMatchObject({ failure: null })
    expect(standingOf(sandbox, repository)).toEqual(before)
  })

  test('an application that the journal does not hold is not found', async () => {
    const undoing = at().client.setup.undo({ applicationId: 'none' })
    await expect(undoing).rejects.toMatchObject(refusedAs('not-found', /holds no application none/))
  })
})

describe('applying', () => {
  test('what the user left out is left alone, and so is what depends on it', async () => {
    const { client, sandbox } = at()
    const plan = await planFor(client, BLANK)
    const left = plan.steps.filter(({ kind }) => kind === 'create-role').map(({ id }) => id)
    const ended = await applyPlan(client, plan, left)
    const kinds = plan.steps
      .filter((_, index) => phasesOf(ended)[index] === 'skipped')
      .map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['create-role', 'put-role-policy']))
    const roles = Object.values(sandbox.stage.world.aws.accounts).flatMap((account) => account.roles)
    expect(roles.map(({ name }) => name)).not.toContain(plan.setup.role)
  })

  test('one change at a time for a repository', async () => {
    const { client } = at()
    const plan = await planFor(client, BLANK)
    const apply = async () => toEnd(await client.setup.apply({ planId: plan.id, exclude: [] }))
    /* Which of the two comes first is not said. */
    const outcomes = await Promise.allSettled([apply(), apply()])
    const done = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.ended.failure] : []))
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(done).toEqual([null])
    expect(refused).toMatchObject([refusedAs('conflict', /under way/)])
  })

  test('the same plan again finds everything done and changes nothing', async () => {
    const { client, sandbox } = at()
    const { repository } = caseOf('variable-in-environment')
    await applyPlan(client, await planFor(client, repository))
    const after = standingOf(sandbox, repository)
    const again = await planFor(client, repository)
    expect(again.steps).toEqual([])
    expect((await applyPlan(client, again)).failure).toBeNull()
    expect(standingOf(sandbox, repository)).toEqual(after)
  })

  test('by the convention that keeps the role in a secret seals it, and takes it back', async () => {
    const { client, sandbox } = at()
    const { current } = await client.setup.options({ repository: RepositoryName.parse(BLANK) })
    if (!current) throw new Error('There is no setup to begin with.')
    const before = standingOf(sandbox, BLANK)
    const plan = await planFor(client, BLANK, { setup: { ...current, convention: AI_IMPLEMENT } })
    expect(plan.steps.map(({ kind }) => kind)).toContain('set-secret')
    const ended = await applyPlan(client, plan)
    expect(ended.failure).toBeNull()
    expect(repositoryOf(sandbox, BLANK).secrets).toMatchObject([
      { name: 'AWS_BEDROCK_ROLE_ARN', value: `arn:aws:iam::${current.account}:role/${current.role}` },
    ])
    await sandbox.idle()
    expect((await undo(client, ended)).failure).toBeNull()
    expect(standingOf(sandbox, BLANK)).toEqual(before)
  })
})
