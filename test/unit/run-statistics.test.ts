import { describe, expect, test } from 'vitest'
import { flakyWorkflows } from '../../shared/domain/flakiness'
import { RunSummary } from '../../shared/domain/run'
import { fitsFilter, outcomeOf, RunFilter } from '../../shared/domain/run-filter'
import { periodsOf, secondsOf, statisticsOf } from '../../shared/domain/run-statistics'

type Part = { [K in keyof RunSummary]?: unknown }

let id = 1000

/** A run that began some minutes after noon and took ten seconds, unless something else is said. */
function run(minute: number, conclusion: string | null, part: Part = {}): RunSummary {
  const began = Date.parse('2026-11-20T12:00:00Z') + minute * 60_000
  id += 1
  return RunSummary.parse({
    id,
    repository: 'acme/web',
    number: id,
    attempt: 1,
    title: 'Ask the model',
    workflowName: 'Bedrock',
    workflowPath: '.github/workflows/bedrock.yml',
    event: 'push',
    branch: 'main',
    headSha: `${id}`.padStart(40, '0'),
    actor: 'octocat',
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    createdAt: new Date(began).toISOString(),
    updatedAt: new Date(began + 10_000).toISOString(),
    url: 'https://github.com/acme/web/actions/runs/1',
    ...part,
  })
}

/** `SFSF` is a success, then a failure, and so on. */
function sequence(letters: string, part: (at: number) => Part = () => ({})): RunSummary[] {
  return [...letters].map((letter, at) => {
    const conclusion = { S: 'success', F: 'failure', C: 'cancelled', T: 'timed_out' }[letter] ?? null
    return run(at, conclusion, part(at))
  })
}

describe('the outcome of a run', () => {
  test.each([
    ['in_progress', null, 'running'],
    ['queued', null, 'running'],
    ['waiting', null, 'waiting'],
    ['completed', 'success', 'success'],
    ['completed', 'failure', 'failed'],
    ['completed', 'timed_out', 'failed'],
    ['completed', 'startup_failure', 'failed'],
    ['completed', 'cancelled', 'cancelled'],
    ['completed', 'skipped', 'other'],
    ['completed', null, 'other'],
  ] as const)('%s %s is %s', (status, conclusion, outcome) => {
    expect(outcomeOf({ status, conclusion })).toBe(outcome)
  })
})

describe('a filter of runs', () => {
  const one = run(0, 'failure', { branch: 'release', actor: 'Hubot', event: 'schedule' })
  test.each<[string, object, boolean]>([
    ['nothing', {}, true],
    ['a state', { outcomes: ['failed', 'running'] }, true],
    ['another state', { outcomes: ['success'] }, false],
    ['the path of the workflow', { workflows: ['.github/workflows/bedrock.yml'] }, true],
    ['the name of the workflow in another case', { workflows: ['BEDROCK'] }, true],
    ['another workflow', { workflows: ['Build'] }, false],
    ['a login in another case', { actors: ['hubot'] }, true],
    ['a branch in another case, which is another branch', { branches: ['Release'] }, false],
    ['an event', { events: ['schedule'] }, true],
    ['words in any order and column', { text: 'hubot  ACME' }, true],
    ['words of which one is nowhere', { text: 'hubot nowhere' }, false],
    ['the time of its creation', { since: '2026-11-20T12:00:00.000Z' }, true],
    ['a later time', { since: '2026-11-20T12:00:01.000Z' }, false],
    [
      'a repository, and a state that it is not in',
      { repositories: ['acme/web'], outcomes: ['success'] },
      false,
    ],
  ])('by %s', (_, part, fits) => {
    expect(fitsFilter(RunFilter.parse(part))(one)).toBe(fits)
  })
})

describe('statistics', () => {
  test('count only what succeeded or failed toward the rate', () => {
    expect(statisticsOf([...sequence('SSSFTC'), run(9, null)])).toMatchObject({
      ...{ runs: 7, succeeded: 3, failed: 2, undecided: 2, successRate: 0.6 },
    })
    expect(statisticsOf([])).toMatchObject({ runs: 0, successRate: null, medianSeconds: null })
  })

  test('take the median and the slow tenth from runs that tell their duration', () => {
    const lasting = (seconds: number) =>
      run(0, 'success', {
        updatedAt: new Date(Date.parse('2026-11-20T12:00:00Z') + seconds * 1000).toISOString(),
      })
    const runs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map(lasting)
    expect(statisticsOf(runs)).toMatchObject({ medianSeconds: 5, slowSeconds: 9 })
    expect(secondsOf(run(0, 'success', { attempt: 2 }))).toBeNull()
    expect(secondsOf(run(0, 'cancelled'))).toBeNull()
  })

  test('go day by day, days without a run included, and several days together where there are many', () => {
    const onDay = (day: string) =>
      run(0, 'success', { createdAt: `${day}T10:00:00.000Z`, updatedAt: `${day}T10:00:30.000Z` })
    expect(
      periodsOf([onDay('2026-11-20'), onDay('2026-11-22')]).map(({ from, runs }) => [from, runs]),
    ).toEqual([
      ['2026-11-20', 1],
      ['2026-11-21', 0],
      ['2026-11-22', 1],
    ])
    const year = periodsOf([onDay('2025-11-23'), onDay('2026-11-22')])
    expect(year.length).toBeLessThanOrEqual(30)
    expect([year[0]?.from, year.at(-1)?.to]).toEqual(['2025-11-23', '2026-11-22'])
  })
})

describe('a workflow is flaky', () => {
  const signs = (runs: RunSummary[]) => flakyWorkflows(runs).map(({ signs }) => signs.map(({ kind }) => kind))
  const atOneCommit = () => ({ headSha: 'a'.repeat(40) })

  test.each<[string, RunSummary[], string[][]]>([
    ['that fails at a commit at which it succeeded', sequence('SF', atOneCommit), [['same-commit']]],
    ['not if it succeeds after it failed: that is a repair', sequence('FFS', atOneCommit), []],
    ['even where a success followed', sequence('SFS', atOneCommit), [['same-commit']]],
    ['whose last runs go back and forth', sequence('SFSFS'), [['alternating']]],
    ['not if it broke and was mended', sequence('SSSFFFSSS'), []],
    ['not if it went back and forth long ago', sequence('SFSFSSSSSSSSSSS'), []],
    [
      'not if each branch agrees with itself',
      sequence('SFSFSF', (at) => ({ branch: at % 2 ? 'x' : 'y' })),
      [],
    ],
    ['not for runs that were cancelled', sequence('SCSCSCS'), []],
  ])('%s', (_, runs, expected) => {
    expect(signs(runs)).toEqual(expected)
  })

  test('by itself: two workflows at one commit may differ', () => {
    const other = { workflowName: 'Build', workflowPath: '.github/workflows/build.yml', ...atOneCommit() }
    expect(flakyWorkflows([run(0, 'success', atOneCommit()), run(1, 'failure', other)])).toEqual([])
  })
})
