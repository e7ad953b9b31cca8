import { describe, expect, test } from 'vitest'
import { publishedPace } from '../../electron/services/setup/write-pace'

/* A clock that only moves when somebody sleeps: the time of each write is known exactly. */
function pacedClock() {
  let time = 0
  const pace = publishedPace({
    now: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds
    },
  })
  const timesOf = async (writes: number, call: string): Promise<number[]> => {
    const times: number[] = []
    for (let written = 0; written < writes; written += 1) {
      await pace.before({ calls: [call] })
      times.push(time)
    }
    return times
  }
  return { pace, timesOf, now: () => time }
}

/** The most writes that any window of that length holds. */
function mostWithin(times: readonly number[], window: number): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + window).length))
}

const VARIABLE = 'POST /repos/{owner}/{repo}/actions/variables'

describe('writes stay within the published limits', () => {
  test('GitHub: 80 in any minute and 500 in any hour, and no slower than that', async () => {
    const times = await pacedClock().timesOf(1_100, VARIABLE)
    expect([mostWithin(times, 60_000), mostWithin(times, 3_600_000)]).toEqual([80, 500])
    expect(times[79]).toBe(0)
    expect(times[80]).toBe(60_000)
    expect(times[500]).toBe(3_600_000)
  })

  test('IAM: four in any second', async () => {
    const times = await pacedClock().timesOf(12, 'iam:PutRolePolicy')
    expect([mostWithin(times, 1_000), times.at(-1)]).toEqual([4, 2_000])
  })

  test('each cloud has a pace of its own, each call of a step counts, and a read does not', async () => {
    const { pace, timesOf, now } = pacedClock()
    await timesOf(80, VARIABLE)
    await timesOf(4, 'iam:CreateRole')
    await pace.before({
      calls: ['GET /repos/{owner}/{repo}/pulls', 'GET /repos/{owner}/{repo}/git/ref/{ref}'],
    })
    expect(now()).toBe(0)
    await pace.before({ calls: ['iam:PutRolePolicy', VARIABLE] })
    expect(now()).toBe(60_000)
  })

  test('a wait of more than some seconds is told, and how long it takes', async () => {
    const { pace, timesOf } = pacedClock()
    const told: string[] = []
    const write = () => pace.before({ calls: [VARIABLE] }, (says) => told.push(says))
    await timesOf(79, VARIABLE)
    await write()
    expect(told).toEqual([])
    await write()
    expect(told).toEqual([expect.stringMatching(/500 an hour.* in 60 s\.$/)])
    await timesOf(419, VARIABLE)
    await write()
    expect(told[1]).toMatch(/ in 5\d min\.$/)
  })

  test('turns are given in the order in which they were asked for', async () => {
    const { pace } = pacedClock()
    const order: number[] = []
    const asked = Array.from({ length: 90 }, async (_, index) => {
      await pace.before({ calls: [VARIABLE] })
      order.push(index)
    })
    await Promise.all(asked)
    expect(order).toEqual(order.toSorted((one, other) => one - other))
  })
})
