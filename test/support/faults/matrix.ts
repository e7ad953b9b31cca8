import { afterAll, beforeAll, describe, type ExpectStatic, test } from 'vitest'
import type { PanelClient } from '../../../electron/terminal/session'
import type { RepositoryName } from '../../../shared/domain/ids'
import { FAULTS, type Fault } from './fault-proxy'
import { killedAtTerminal, killedIn } from './killed'
import type { Kept, Lane } from './lane'
import { lanePool } from './lane-pool'
import { prepared, type Scenario } from './scenario'
import { recordOf, type Tally, tally } from './tally'
import { isWhole, latest, RESUME } from './works'

/*
 * Every mutating call × every fault. The calls are those that an undisturbed run makes, so that none is forgotten when a
 * kind of step is added. Whatever happens to one of them, the end is that of the undisturbed run: at once where the
 * engine can bridge it, else after `resume`, by the same process or by the next one.
 */

/** What a case starts from, and what it must come to. */
interface Ground {
  scenario: Scenario
  repository: RepositoryName
  kept: Kept
  calls: string[]
  end: End
}

interface End {
  clouds: Tally
  journal: unknown
}

interface Case {
  index: number
  fault: Fault
  /** The killed process is one of the built program, ended by SIGKILL. */
  isReal: boolean
}

/* Most of what a case takes is waiting for what never comes: several wait at once, each in a world of its own. */
const LANES = 8

/* A new lane, or a new process for it, costs as much as a case: those of some calls stay together. */
const CALLS_TOGETHER = 4

/* A process of the program takes seconds: one case of each scenario, in all of them with `npm run faults`. */
const EVERY_KILL_IS_REAL = process.env.ROLECALL_FAULTS === 'kill-programs'

/** The tests of these scenarios; the number of cases that were run is told at the end. */
export function faultMatrix(what: string, scenarios: readonly Scenario[]): void {
  const lanes = lanePool()
  const count = { calls: 0, cases: 0, killed: 0, real: 0 }
  const began = Date.now()
  beforeAll(() => lanes.open(LANES), 120_000)
  afterAll(async () => {
    const seconds = Math.round((Date.now() - began) / 1000)
    console.log(
      `Faults of ${what}: ${count.cases} cases run in ${seconds} s: ${count.calls} mutating calls of ${scenarios.length} scenarios × ${FAULTS.length} faults. Of the ${count.killed} killed processes, ${count.real} were the built program, ended by SIGKILL; the others were cut off within the test’s own process, and their leases left behind.`,
    )
    await lanes.close()
  })
  describe('whatever happens to a call, the end is that of an undisturbed run', {
    timeout: 1_200_000,
  }, () => {
    test.concurrent.for(scenarios)('$name ($id)', async (scenario, { expect }) => {
      const ground = await lanes.use((lane) => undisturbed(lane, scenario, expect))
      const cases = casesOf(ground, KILLS[scenarios.indexOf(scenario) % KILLS.length])
      await Promise.all(cases.map((some) => lanes.use((lane) => everyOne(lane, ground, some, expect))))
      count.calls += ground.calls.length
      for (const { fault, isReal } of cases.flat()) {
        count.cases += 1
        if (KILLS.includes(fault)) count.killed += 1
        if (isReal) count.real += 1
      }
    })
  })
}

/* Which way to be killed is really tried changes from scenario to scenario. */
const KILLS: readonly Fault[] = ['killed after success', 'killed before']

/** All cases of a scenario, in groups. In each group those that kill the process come last. */
function casesOf({ calls }: Ground, really: Fault | undefined): Case[][] {
  const middle = Math.floor(calls.length / 2)
  const isReal = (index: number, fault: Fault) =>
    EVERY_KILL_IS_REAL ? KILLS.includes(fault) : fault === really && index === middle
  const groups: Case[][] = []
  for (let first = 0; first < calls.length; first += CALLS_TOGETHER) {
    const indices = [...calls.keys()].slice(first, first + CALLS_TOGETHER)
    groups.push(
      FAULTS.flatMap((fault) => indices.map((index) => ({ index, fault, isReal: isReal(index, fault) }))),
    )
  }
  return groups
}

async function everyOne(lane: Lane, ground: Ground, cases: Case[], expect: ExpectStatic): Promise<void> {
  const { kept, calls, end } = ground
  let anew: 'anew' | undefined = 'anew'
  for (const one of cases) {
    const call = calls[one.index] ?? ''
    const what = `${call} (call ${one.index + 1}) met ${one.fault}${one.isReal ? ', really' : ''}`
    await lane.restore(kept, anew)
    anew = undefined
    try {
      const seen = await disturbed(lane, ground, one)
      expect
        .soft(settled(seen.clouds, call, one), `${what}: the clouds`)
        .toEqual(settled(end.clouds, call, one))
      expect.soft(seen.journal, `${what}: the journal`).toEqual(end.journal)
    } catch (error) {
      expect.soft(error, `${what}: it went wrong`).toBeNull()
    }
  }
}

/* A rule may keep a merged branch from being deleted: its refusal is no failure of the merge, and the branch stays. */
function settled({ branches, ...rest }: Tally, call: string, { fault }: Case): Partial<Tally> {
  return fault === '403' && call.startsWith('DELETE /git/refs') ? rest : { branches, ...rest }
}

async function undisturbed(lane: Lane, scenario: Scenario, expect: ExpectStatic): Promise<Ground> {
  const { repository, kept } = await prepared(lane, scenario)
  await lane.restore(kept)
  const { client, proxy } = await lane.process()
  void proxy.arm(null)
  await scenario.work.through(client, repository)
  const calls = [...proxy.calls]
  const application = await latest(client, repository)
  expect(calls, 'the mutating calls').not.toEqual([])
  expect(isWhole(application), 'undisturbed, it comes to its end').toBe(true)
  expect([...new Set(application.plan.steps.map(({ kind }) => kind))].sort(), 'the steps').toEqual(
    [...scenario.kinds].sort(),
  )
  return { scenario, repository, kept, calls, end: await endOf(lane, repository) }
}

async function disturbed(lane: Lane, ground: Ground, one: Case): Promise<End> {
  const { scenario, repository } = ground
  const { index, fault } = one
  const through = (client: PanelClient) => scenario.work.through(client, repository)
  if (one.isReal) await killedAtTerminal(lane, index, fault, await verbOf(lane, ground))
  else if (KILLS.includes(fault)) await killedIn(await lane.process(), index, fault, through)
  else {
    const { client, proxy } = await lane.process()
    let isMet = false
    void proxy.arm(index, fault).then(() => {
      isMet = true
    })
    await through(client)
    if (!isMet) throw new Error('The call was never made.')
  }
  const { client, proxy } = await lane.process()
  void proxy.arm(null)
  if (!isWhole(await latest(client, repository))) await RESUME.through(client, repository)
  return endOf(lane, repository)
}

async function verbOf(lane: Lane, { scenario, repository, kept }: Ground): Promise<string[]> {
  const { client } = await lane.process()
  const hasBegun = Object.keys(kept.journal).length > 0
  const id = hasBegun ? (await latest(client, repository)).id : ''
  return scenario.work.verb({ repository, latest: id, form: lane.form })
}

async function endOf({ sandbox, process }: Lane, repository: RepositoryName): Promise<End> {
  await sandbox.idle()
  const { client } = await process()
  return {
    clouds: tally(sandbox, repository),
    journal: recordOf(await latest(client, repository)),
  }
}
