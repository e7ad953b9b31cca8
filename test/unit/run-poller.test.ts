import { describe, expect, test } from 'vitest'
import { pollPause } from '../../electron/services/runs/pace'
import { type PollClock, type PollNews, RunPoller } from '../../electron/services/runs/poller'
import type { Budget } from '../../shared/contract/fleet'
import { ExpectedFailure, type Failure, failure } from '../../shared/domain/failure'
import { RepositoryName } from '../../shared/domain/ids'
import type { RunState, RunStatus } from '../../shared/domain/run'

const WEB = RepositoryName.parse('acme/web')
const BEGIN = Date.parse('2026-11-22T12:00:00Z')
const BASE = 2_000
const MINUTE = 60_000

/** Time that passes only when it is told to. */
function fakeClock(): PollClock & { pass(milliseconds: number): Promise<void> } {
  let now = BEGIN
  let timers: { at: number; act: () => void }[] = []
  return {
    now: () => now,
    after(milliseconds, act) {
      const timer = { at: now + milliseconds, act }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    async pass(milliseconds) {
      const end = now + milliseconds
      await settled()
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
        if (!next) break
        timers = timers.filter((each) => each !== next)
        now = Math.max(now, next.at)
        next.act()
        await settled()
      }
      now = end
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

function stateOf(runId: number, status: RunStatus): RunState {
  const at = new Date(BEGIN).toISOString()
  return {
    run: {
      ...{
        id: runId,
        repository: WEB,
        number: 1,
        attempt: 1,
        title: 'x',
        workflowName: 'x',
        workflowPath: null,
      },
      ...{ event: 'push', branch: 'main', headSha: 'a', actor: null, createdAt: at, updatedAt: at },
      status,
      conclusion: status === 'completed' ? 'success' : null,
      url: 'https://github.com/acme/web/actions/runs/1',
    },
    jobs: [],
    readAt: at,
  }
}

/** A poller over runs whose states are in the test's hands, with every request that it makes. */
function polled({ own = false } = {}) {
  const clock = fakeClock()
  const states = new Map<number, RunStatus | Failure>()
  const asked: number[] = []
  const held: { budget: Budget | null } = { budget: null }
  const poller = new RunPoller({
    async read(_, runId) {
      asked.push(runId)
      const stands = states.get(runId) ?? 'in_progress'
      if (typeof stands === 'object') throw new ExpectedFailure(stands)
      return stateOf(runId, stands)
    },
    budget: () => held.budget,
    usual: () => null,
    isOwn: () => own,
    base: BASE,
    clock,
  })
  /** Requests since the last count, so much time later. */
  let counted = 0
  const during = async (milliseconds: number) => {
    await clock.pass(milliseconds)
    const count = asked.length - counted
    counted = asked.length
    return count
  }
  const heard: PollNews[] = []
  const follow = (runId = 1) => poller.subscribe(WEB, runId, (news) => heard.push(news))
  return { poller, clock, states, held, heard, follow, during }
}

describe('the poller', () => {
  test('asks once for a run however many want to know, and tells all of them', async () => {
    const { poller, during, follow, heard } = polled()
    const others: string[] = []
    follow()
    poller.subscribe(WEB, 1, ({ kind }) => others.push(kind))
    expect(await during(0)).toBe(1)
    expect([heard.map(({ kind }) => kind), others]).toEqual([['state'], ['state']])
  })

  test('tells who comes later how the run stands, without asking for it', async () => {
    const { during, follow, heard } = polled()
    follow()
    await during(0)
    follow()
    expect([await during(0), heard.length]).toEqual([0, 2])
  })

  test('is quick while a run is young, and calmer the longer it lasts', async () => {
    const { during, follow } = polled()
    follow()
    expect(await during(30_000)).toBe(15)
    expect(await during(4 * MINUTE)).toBe(40)
    await during(MINUTE)
    expect(await during(10 * MINUTE)).toBe(30)
  })

  test('goes on for hours, and stops when the run is completed', async () => {
    const { poller, states, during, follow, heard } = polled()
    follow()
    expect(await during(10 * 60 * MINUTE)).toBeGreaterThan(1_700)
    states.set(1, 'completed')
    await during(MINUTE)
    expect([await during(60 * MINUTE), poller.size]).toEqual([0, 0])
    expect(heard.at(-1)).toMatchObject({ kind: 'state', state: { run: { status: 'completed' } } })
  })

  test('asks for a run no more once nobody wants to know', async () => {
    const { poller, during, follow } = polled()
    const leave = follow()
    await during(MINUTE)
    leave()
    expect([await during(60 * MINUTE), poller.size]).toEqual([0, 0])
  })

  test('pauses while no panel can be seen, and looks at once when one can', async () => {
    const { poller, during, follow } = polled()
    follow()
    const hide = poller.attend()
    await during(MINUTE)
    hide()
    expect(await during(60 * MINUTE)).toBe(0)
    poller.attend()
    expect(await during(0)).toBe(1)
  })

  test('goes on with a run of its own while hidden, ten times calmer', async () => {
    const { poller, during, follow } = polled({ own: true })
    follow()
    poller.attend()()
    await during(10 * MINUTE)
    expect(await during(20 * MINUTE)).toBe(6)
  })

  test('asks a third as often on battery', async () => {
    const { poller, during, follow } = polled()
    follow()
    poller.saveEnergy(true)
    await during(10 * MINUTE)
    expect(await during(10 * MINUTE)).toBe(10)
  })

  test('spares a budget that runs out, and asks nothing once it is gone until it is refilled', async () => {
    const { held, during, follow } = polled()
    follow()
    await during(10 * MINUTE)
    const resetsAt = new Date(BEGIN + 60 * MINUTE).toISOString()
    held.budget = { resource: 'core', limit: 5_000, remaining: 400, resetsAt }
    await during(MINUTE)
    expect(await during(10 * MINUTE)).toBe(6)
    held.budget = { ...held.budget, remaining: 50 }
    await during(5 * MINUTE)
    expect(await during(30 * MINUTE)).toBe(0)
  })

  test('bridges what passes with growing pauses, says so, and waits out a limit', async () => {
    const { states, during, follow, heard } = polled()
    follow()
    await during(0)
    states.set(1, failure('offline', 'No network.'))
    await during(10 * MINUTE)
    expect(await during(10 * MINUTE)).toBe(10)
    expect(heard.at(-1)).toMatchObject({ kind: 'delayed', failure: { reason: 'offline' } })
    const until = new Date(BEGIN + 60 * MINUTE).toISOString()
    states.set(1, failure('rate-limited', 'Used up.', { kind: 'wait', until }))
    await during(MINUTE)
    expect(await during(38 * MINUTE)).toBe(0)
    states.set(1, 'in_progress')
    expect(await during(2 * MINUTE)).toBeGreaterThan(0)
    expect(heard.at(-1)?.kind).toBe('delayed')
  })

  test('gives up what does not pass, and says why', async () => {
    const { poller, states, during, follow, heard } = polled()
    states.set(1, failure('not-found', 'Gone.'))
    follow()
    await during(MINUTE)
    expect(heard).toMatchObject([{ kind: 'lost', error: { failure: { reason: 'not-found' } } }])
    expect(poller.size).toBe(0)
  })

  test('looks at no more runs a minute than GitHub’s limit has room for, however many are open', async () => {
    const { during, follow } = polled()
    for (let runId = 1; runId <= 100; runId += 1) follow(runId)
    expect(await during(0)).toBe(100)
    /* A look is two requests, of 900 a minute that all tools share (field-notes §4). */
    expect(await during(MINUTE)).toBeLessThanOrEqual(300)
  })
})

test.each<[string, Partial<Parameters<typeof pollPause>[0]>, number | null]>([
  ['a run that has just been queued', { status: 'queued', elapsed: 10_000 }, BASE],
  ['one that has long been queued', { status: 'queued', elapsed: 20 * MINUTE }, BASE * 15],
  ['one that waits for a review', { status: 'waiting' }, BASE * 10],
  ['one near its usual end', { elapsed: 19 * MINUTE, usual: 20 * MINUTE }, BASE],
  ['one that is late', { elapsed: 40 * MINUTE, usual: 20 * MINUTE }, BASE * 10],
  ['one of forty that are open', { elapsed: 1_000, open: 40 }, BASE * 4],
  ['one that nobody can see', { hidden: true }, null],
])('%s is looked at in its own rhythm', (_, part, pause) => {
  const situation = {
    ...{ status: 'in_progress' as const, elapsed: 10 * MINUTE, usual: null, hidden: false, own: false },
    ...{ onBattery: false, open: 1, budget: null },
    ...part,
  }
  expect(pollPause(situation, BASE)).toBe(pause)
})
