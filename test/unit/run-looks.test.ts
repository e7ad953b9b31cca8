import { describe, expect, test } from 'vitest'
import { RepositoryName } from '../../shared/domain/ids'
import { worthTelling } from '../../shared/domain/own-runs'
import type { RunSummary } from '../../shared/domain/run'
import { laterLook, withLooks } from '../../shared/domain/run-looks'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const HOUR = 3_600_000
const WEB = RepositoryName.parse('acme/web')

function run(id: number, part: Partial<RunSummary> & { hoursAgo?: number } = {}): RunSummary {
  const { hoursAgo = 1, ...rest } = part
  const at = new Date(NOW - hoursAgo * HOUR).toISOString()
  return {
    ...{ id, repository: WEB, number: id, attempt: 1, title: 'Bedrock', workflowName: 'Bedrock' },
    ...{ workflowPath: 'bedrock.yml', event: 'workflow_dispatch', branch: 'main', headSha: 'a', actor: null },
    ...{ status: 'in_progress', conclusion: null, createdAt: at, updatedAt: at },
    url: 'https://github.com/acme/web/actions/runs/1',
    ...rest,
  }
}
const passed = (id: number, hoursAgo: number) =>
  run(id, { status: 'completed', conclusion: 'success', hoursAgo })
const failed = (id: number, hoursAgo: number) =>
  run(id, { status: 'completed', conclusion: 'failure', hoursAgo })

describe('of two looks at a run the later one counts', () => {
  test.each<[string, Partial<RunSummary>, Partial<RunSummary>]>([
    [
      'the later attempt, though it is not over',
      { status: 'completed', conclusion: 'failure' },
      { attempt: 2 },
    ],
    ['the end within the same second', {}, { status: 'completed', conclusion: 'success' }],
    ['the beginning within the same second', { status: 'queued' }, { status: 'in_progress' }],
  ])('%s', (_, before, after) => {
    const [one, other] = [run(1, before), run(1, after)]
    expect(laterLook(one, other)).toBe(other)
  })

  test('and an older one changes nothing, nor what the fleet’s reading knows besides', () => {
    const known = { ...passed(1, 1), unproven: 'ask was skipped' }
    expect(laterLook(known, run(1))).toBe(known)
    expect(laterLook(known, passed(1, 1))).toBe(known)
  })

  test('runs that the list does not know yet join it, latest first', () => {
    expect(
      withLooks([failed(1, 2), run(2)], [passed(2, 1), run(3, { hoursAgo: 0 })]).map(({ id }) => id),
    ).toEqual([3, 2, 1])
  })
})

test('of test runs those that go on are told, and the failures of the last day that no later one made good', () => {
  const other = { ...failed(9, 3), workflowPath: 'other.yml' }
  const runs = [run(5), failed(4, 2), passed(3, 3), other, failed(2, 30)]
  expect(worthTelling(runs, NOW)).toEqual({ open: [runs[0]], failed: [runs[1], other] })
  expect(worthTelling([passed(5, 1), failed(4, 2)], NOW).failed).toEqual([])
  expect(worthTelling([failed(4, 30)], NOW).failed).toEqual([])
})
