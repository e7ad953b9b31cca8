import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CaseId, caseOf } from '../../../electron/sandbox/seed/cases'
import type { PanelClient } from '../../../electron/terminal/session'
import type { ApplyEvent } from '../../../shared/contract/setup'
import { RepositoryName } from '../../../shared/domain/ids'
import { type Application, phaseOf } from '../../../shared/domain/journal'
import { FORM, planFor } from '../service-steps'
import { FAULTS, type Fault } from './fault-proxy'
import { type Kept, type Lane, openLane, type Tally, tally } from './lane'

/*
 * Every mutating call × every fault. The calls are those that an undisturbed run makes, so that none is forgotten when a
 * kind of step is added. Whatever happens to one of them, the end is that of the undisturbed run: at once where the
 * engine can bridge it, else after `resume`, by the same process or by the next one.
 */

/** What is done under faults, from what was kept. */
type Work = (client: PanelClient, repository: string) => Promise<AsyncIterable<ApplyEvent>>

export interface Scenario {
  name: string
  id: CaseId
  /** The state from which it starts. */
  before: (lane: Lane, repository: string) => Promise<Kept>
  work: Work
  /** The phase in which every step ends. */
  ends: 'done' | 'undone'
}

export const apply: Work = async (client, repository) => {
  const plan = await planFor(client, repository, { form: FORM })
  return client.setup.apply({ planId: plan.id, exclude: [] })
}
const onLatest =
  (door: (client: PanelClient, applicationId: string) => Promise<AsyncIterable<ApplyEvent>>): Work =>
  async (client, repository) =>
    door(client, (await latest(client, repository)).id)
export const undo = onLatest((client, applicationId) => client.setup.undo({ applicationId }))
export const resume = onLatest((client, applicationId) => client.setup.resume({ applicationId }))
export const tearDown: Work = async (client, repository) => {
  const plan = await client.setup.tearDown({ repository: RepositoryName.parse(repository) })
  return client.setup.apply({ planId: plan.id, exclude: [] })
}

export const untouched = async (lane: Lane): Promise<Kept> => lane.keep()
export const applied = async (lane: Lane, repository: string): Promise<Kept> => {
  const { client } = await lane.process()
  await drain(await apply(client, repository))
  return lane.keep()
}
/** Killed in its first call, which arrived. */
export const interrupted = async (lane: Lane, repository: string): Promise<Kept> => {
  const killed = await lane.process()
  const met = killed.proxy.arm(0, 'killed after success')
  void drain(await apply(killed.client, repository)).catch(() => {})
  await met
  killed.kill()
  return lane.keep()
}

/* The whole product takes minutes: a run takes some faults for each call, in turn; ROLECALL_FAULTS=all takes all. */
const EACH = process.env.ROLECALL_FAULTS === 'all' ? FAULTS.length : 2

function faultsFor(index: number): Fault[] {
  return Array.from({ length: EACH }, (_, turn) => FAULTS[(index * EACH + turn) % FAULTS.length] ?? '500')
}

/* Most of a case is waiting for what never comes: several wait at once, each in a world of its own. */
const LANES = 4

/** The tests of these scenarios; the number of cases that were run is told at the end. */
export function faultMatrix(what: string, scenarios: readonly Scenario[]): void {
  let cases = 0
  const free: Lane[] = []
  const lanes: Lane[] = []
  const waiting: ((lane: Lane) => void)[] = []
  beforeAll(async () => {
    lanes.push(...(await Promise.all(Array.from({ length: LANES }, openLane))))
    free.push(...lanes)
  }, 120_000)
  afterAll(async () => {
    console.log(
      `Faults of ${what}: ${cases} cases run, ${EACH} of ${FAULTS.length} faults for each mutating call.`,
    )
    await Promise.all(lanes.map((lane) => lane.close()))
  })
  const take = (): Lane | Promise<Lane> => free.pop() ?? new Promise((resolve) => waiting.push(resolve))
  const giveBack = (lane: Lane): void => {
    const next = waiting.shift()
    if (next) next(lane)
    else free.push(lane)
  }
  describe('whatever happens to a call, the end is that of an undisturbed run', {
    timeout: 1_200_000,
  }, () => {
    test.concurrent.each(scenarios)('$name ($id)', async (scenario) => {
      const lane = await take()
      try {
        cases += await everyCase(lane, scenario)
      } finally {
        giveBack(lane)
      }
    })
  })
}

/** How many cases were run. */
async function everyCase(lane: Lane, { id, before, work, ends }: Scenario): Promise<number> {
  const { repository } = caseOf(id)
  await lane.begin(repository)
  const kept = await before(lane, repository)
  const { calls, end } = await undisturbed(lane, kept, repository, work)
  expect(calls.length).toBeGreaterThan(0)
  for (const [index, call] of calls.entries()) {
    for (const fault of faultsFor(index)) {
      const seen = await disturbed(lane, kept, repository, work, { index, fault })
      expect(settled(seen.end, call, fault), `${call} met ${fault}: the clouds`).toEqual(
        settled(end, call, fault),
      )
      expect(
        seen.application.plan.steps.map((step) => [step.title, phaseOf(seen.application, step.id)]),
        `${call} met ${fault}: the journal`,
      ).toEqual(seen.application.plan.steps.map((step) => [step.title, ends]))
      expect(seen.application.endedAt, `${call} met ${fault}: the end`).not.toBeNull()
    }
  }
  return calls.length * EACH
}

/* A rule may keep a merged branch from being deleted: its refusal is no failure of the merge, and the branch stays. */
function settled(end: Tally, call: string, fault: Fault): Partial<Tally> {
  if (fault !== '403' || !call.startsWith('DELETE /git/refs')) return end
  const { branches: _kept, ...rest } = end
  return rest
}

async function undisturbed(lane: Lane, kept: Kept, repository: string, work: Work) {
  await lane.restore(kept)
  const { client, proxy } = await lane.process()
  void proxy.arm(null, '500')
  await drain(await work(client, repository))
  await lane.sandbox.idle()
  return { calls: [...proxy.calls], end: tally(lane.sandbox, repository) }
}

async function disturbed(
  lane: Lane,
  kept: Kept,
  repository: string,
  work: Work,
  { index, fault }: { index: number; fault: Fault },
): Promise<{ end: Tally; application: Application }> {
  await lane.restore(kept)
  const first = await lane.process()
  const met = first.proxy.arm(index, fault)
  const working = (async () => drain(await work(first.client, repository)))()
  if (fault.startsWith('killed')) {
    working.catch(() => {})
    await met
    first.kill()
  } else await working
  const { client, proxy } = await lane.process()
  if (fault === 'lasting outage') void proxy.arm(null, fault)
  if (!isWhole(await latest(client, repository))) await drain(await resume(client, repository))
  await lane.sandbox.idle()
  return { end: tally(lane.sandbox, repository), application: await latest(client, repository) }
}

function isWhole(application: Application): boolean {
  const wanted = application.undo ? 'undone' : 'done'
  return (
    application.endedAt !== null &&
    application.plan.steps.every(({ id }) => phaseOf(application, id) === wanted)
  )
}

async function latest(client: PanelClient, repository: string): Promise<Application> {
  const [found] = await client.setup.applications({ repository: RepositoryName.parse(repository) })
  if (!found) throw new Error('Nothing was applied.')
  return found
}

async function drain(events: AsyncIterable<ApplyEvent>): Promise<void> {
  for await (const _event of events) {
    // Only the end matters.
  }
}
