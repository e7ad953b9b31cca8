import { beforeEach, describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import type { BatchEvent } from '../../shared/contract/batch'
import { RepositoryName } from '../../shared/domain/ids'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import {
  applyPlan,
  FORM,
  phasesOf,
  planFor,
  refusedAs,
  standingOf,
  toEnd,
  undo,
} from '../support/service-steps'

const at = sandboxHouse()
const BLANK = caseOf('nothing').repository
const NEW = caseOf('classic-trust-on-new').repository
const VALUES = caseOf('variable-in-environment').repository
const SIX = [
  BLANK,
  NEW,
  VALUES,
  ...(['no-id-token', 'disabled', 'no-destinations'] as const).map((id) => caseOf(id).repository),
]
/** As many repositories are changed at once (docs/architecture.md). */
const AT_ONCE = 4

beforeEach(() => at().sandbox.reset())

const named = (...names: string[]) => names.map((name) => RepositoryName.parse(name))
const roleNames = () =>
  Object.values(at().sandbox.stage.world.aws.accounts).flatMap(({ roles }) => roles.map(({ name }) => name))

async function planned(...names: string[]) {
  return at().client.setup.planMany({ repositories: named(...names), form: FORM })
}

async function applied(
  planIds: string[],
  onEvent: (event: BatchEvent) => void | Promise<void> = () => {},
): Promise<Extract<BatchEvent, { kind: 'ended' }>['entries']> {
  const plans = planIds.map((planId) => ({ planId, exclude: [] }))
  let last: BatchEvent | null = null
  for await (const event of await at().client.setup.applyMany({ plans })) {
    await onEvent(event)
    last = event
  }
  if (last?.kind !== 'ended') throw new Error('The batch ended without saying how.')
  return last.entries
}

describe('many repositories at once', { timeout: 60_000 }, () => {
  test('are planned for as each would be, and grouped by change', async () => {
    const { plans, groups, failures } = await planned(BLANK, NEW, VALUES)
    expect([plans.map(({ repository }) => repository), failures]).toEqual([[BLANK, NEW, VALUES], []])
    const alone = await planFor(at().client, BLANK)
    expect(plans[0]?.steps.map(({ id }) => id)).toEqual(alone.steps.map(({ id }) => id))
    const members = groups.reduce((sum, group) => sum + group.members.length, 0)
    expect(members).toBe(plans.reduce((sum, { steps }) => sum + steps.length, 0))
  })

  test('tell before, and not after, which review keeps a pull request from being merged', async () => {
    const name = caseOf('no-id-token').repository
    const repository = repositoryOf(at().sandbox, name)
    repository.protection = { by: 'ruleset', approvals: 2, codeOwners: false, checks: [] }
    const { plans } = await planned(name, VALUES)
    const says = expect.stringMatching(/2 approving reviews/)
    expect(plans.map(({ needed }) => needed)).toEqual([[{ kind: 'review', says }], []])
    const entries = await applied(plans.map(({ id }) => id))
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
  })

  test('one whose world moved is left alone and says what moved; the others are done', async () => {
    const { plans } = await planned(BLANK, NEW, VALUES)
    const { variables } = repositoryOf(at().sandbox, BLANK)
    const when = { createdAt: '2026-11-20T00:00:00Z', updatedAt: '2026-11-20T00:00:00Z' }
    variables.push({ name: 'AWS_REGION', value: 'ap-south-1', ...when })
    const before = standingOf(at().sandbox, BLANK)
    const entries = await applied(plans.map(({ id }) => id))
    const by = new Map(entries.map((entry) => [entry.repository as string, entry]))
    expect(by.get(BLANK)).toMatchObject({
      outcome: 'moved',
      applicationId: null,
      failure: { reason: 'outdated', sentence: expect.stringContaining('AWS_REGION') },
    })
    expect([by.get(NEW)?.outcome, by.get(VALUES)?.outcome]).toEqual(['done', 'done'])
    const { variables: values, files } = before as { variables: unknown; files: unknown }
    expect(standingOf(at().sandbox, BLANK)).toMatchObject({ variables: values, files })
  })

  test('that share a role are changed one after another, and both are let in', async () => {
    const { client, sandbox } = at()
    await client.fleet.repository({ repository: RepositoryName.parse(BLANK), fresh: true })
    const { current } = await client.setup.options({ repository: RepositoryName.parse(BLANK) })
    if (!current) throw new Error('There is no setup to begin with.')
    const first = await planFor(client, BLANK, {
      setup: { ...current, role: 'shared' as typeof current.role },
    })
    const second = await planFor(client, VALUES, {
      setup: { ...current, role: 'shared' as typeof current.role },
    })
    const entries = await applied([first.id, second.id])
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
    const roles = Object.values(sandbox.stage.world.aws.accounts).flatMap((account) => account.roles)
    const trusts = roles.filter(({ name }) => name === 'shared').map(({ trust }) => trust)
    expect(trusts).toEqual([expect.stringMatching(/blank.*env-only|env-only.*blank/s)])
  })

  test('cancelled: what is under way ends, and nothing more is begun', async () => {
    const { client } = at()
    const { plans } = await planned(...SIX)
    let batchId = ''
    const entries = await applied(
      plans.map(({ id }) => id),
      async (event) => {
        if (event.kind === 'started') batchId = event.batchId
        if (event.kind === 'started') await client.setup.steerMany({ batchId, to: 'cancelled' })
      },
    )
    expect(entries).toHaveLength(plans.length)
    const outcomes = new Set(entries.map(({ outcome }) => outcome))
    expect(outcomes).toContain('cancelled')
    expect([...outcomes].every((outcome) => outcome === 'cancelled' || outcome === 'done')).toBe(true)
  })
})

test('paused: what is under way ends, and nothing begins until it is let go on', {
  timeout: 60_000,
}, async () => {
  const { client } = at()
  const { plans } = await planned(...SIX)
  const begun = new Set<string>()
  const over = new Set<string>()
  const states: string[] = []
  let batchId = ''
  let left: string[] = []
  const entries = await applied(
    plans.map(({ id }) => id),
    async (event) => {
      if (event.kind === 'started') {
        batchId = event.batchId
        await client.setup.steerMany({ batchId, to: 'paused' })
      }
      if (event.kind === 'state') states.push(event.state)
      if (event.kind === 'repository') begun.add(event.repository)
      if (event.kind === 'settled') over.add(event.entry.repository)
      if (states.at(-1) !== 'paused' || over.size < begun.size || over.size === 0) return
      /* All that was under way is over. Another reading takes as long as a beginning would. */
      await client.fleet.repository({ repository: RepositoryName.parse(BLANK), fresh: true })
      left = await notBegun(batchId)
      await client.setup.steerMany({ batchId, to: 'running' })
    },
  )
  expect(left.length).toBeGreaterThanOrEqual(SIX.length - AT_ONCE)
  expect(states).toEqual(['paused', 'running'])
  expect(new Set(entries.map(({ outcome }) => outcome))).toEqual(new Set(['done']))
  await expect(client.setup.steerMany({ batchId, to: 'paused' })).rejects.toMatchObject(
    refusedAs('not-found', /over/),
  )
})

/** The repositories of a batch in which nothing was begun. */
async function notBegun(batchId: string): Promise<string[]> {
  for await (const news of await at().client.setup.followMany({ batchId })) {
    if (news.kind !== 'view') continue
    return news.rows.flatMap(({ repository, entry, doing, done }) =>
      entry === null && doing === null && done === 0 ? [repository] : [],
    )
  }
  return []
}

describe('a saved plan', () => {
  test('is made again and applied; where the world moved it is refused with what moved', async () => {
    const { client } = at()
    const saved = await planFor(client, VALUES)
    const again = await client.setup.planAgain({ plan: saved })
    expect(again.steps).toEqual(saved.steps)
    expect((await applyPlan(client, again)).failure).toBeNull()
    await expect(client.setup.planAgain({ plan: saved })).rejects.toMatchObject(
      refusedAs('outdated', /no longer needed/),
    )
  })
})

describe('tearing down', { timeout: 60_000 }, () => {
  test('removes what the setup put in place, leaves what others use, and can be taken back', async () => {
    const { client, sandbox } = at()
    const setup = await applyPlan(client, await planFor(client, BLANK))
    await sandbox.idle()
    const role = setup.application.plan.setup.role
    const roleNow = () =>
      Object.values(sandbox.stage.world.aws.accounts)
        .flatMap(({ roles }) => roles)
        .find(({ name }) => name === role)
    /* As somebody made it their own since. */
    Object.assign(roleNow() ?? {}, { description: 'Reviews of blank.', maxSessionDuration: 7_200 })
    const stood = standingOf(sandbox, BLANK)
    const plan = await client.setup.tearDown({ repository: RepositoryName.parse(BLANK) })
    expect(plan.left?.map(({ says }) => says).join(' ')).toMatch(/provider stays.*workflow files stay/s)
    const down = await applyPlan(client, plan)
    expect([down.failure, new Set(phasesOf(down))]).toEqual([null, new Set(['done'])])
    expect(roleNames()).not.toContain(role)
    expect(repositoryOf(sandbox, BLANK).variables).toEqual([])
    expect((await undo(client, down)).failure).toBeNull()
    expect(standingOf(sandbox, BLANK)).toEqual(stood)
    expect(roleNow()).toMatchObject({ description: 'Reviews of blank.', maxSessionDuration: 7_200 })
  })

  test('leaves a role that Rolecall did not make', async () => {
    const plan = await at().client.setup.tearDown({ repository: RepositoryName.parse(NEW) })
    expect(plan.steps.map(({ kind }) => kind)).not.toContain('delete-role')
  })
})

describe('taking back by step', () => {
  test('takes only that step back, and refuses one that others rest on', async () => {
    const { client, sandbox } = at()
    const ended = await applyPlan(client, await planFor(client, BLANK))
    const { steps } = ended.application.plan
    const idOf = (kind: string) => steps.find((step) => step.kind === kind)?.id ?? ''
    const applicationId = ended.application.id
    await expect(client.setup.undo({ applicationId, steps: [idOf('create-role')] })).rejects.toMatchObject(
      refusedAs('invalid', /built on it/),
    )
    const region = steps.find(({ title }) => title.includes('AWS_REGION'))?.id ?? ''
    const undone = (await toEnd(await client.setup.undo({ applicationId, steps: [region] }))).ended
    expect(undone.failure).toBeNull()
    expect(phasesOf(undone).filter((phase) => phase === 'undone')).toHaveLength(1)
    expect(repositoryOf(sandbox, BLANK).variables.map(({ name }) => name)).not.toContain('AWS_REGION')
  })
})
