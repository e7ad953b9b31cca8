import { expect, test } from 'vitest'
import { groupJobs } from '../../shared/domain/job-groups'
import type { RunJob } from '../../shared/domain/run'

function job(name: string, id: number): RunJob {
  const times = { startedAt: null, completedAt: null, url: null, steps: [] }
  return { id, name, status: 'queued', conclusion: null, ...times }
}

const shapeOf = (names: string[]) =>
  groupJobs(names.map(job)).map(({ kind, title, jobs }) => [kind, title, jobs.map(({ label }) => label)])

test.each<[string, string[], unknown]>([
  [
    'jobs of their own',
    ['lint', 'build'],
    [
      ['single', 'lint', ['lint']],
      ['single', 'build', ['build']],
    ],
  ],
  [
    'combinations of a matrix under the name that they share',
    ['build (linux, 20)', 'lint', 'build (linux, 22)'],
    [
      ['matrix', 'build', ['linux, 20', 'linux, 22']],
      ['single', 'lint', ['lint']],
    ],
  ],
  ['a single job with parentheses as itself', ['test (slow)'], [['single', 'test (slow)', ['test (slow)']]]],
  [
    'what a reusable workflow runs under its caller, however deep',
    ['review / ask', 'review / tools / fetch', 'publish'],
    [
      ['called', 'review', ['ask', 'tools / fetch']],
      ['single', 'publish', ['publish']],
    ],
  ],
  [
    'a matrix of calls under each call',
    ['ask (eu) / call', 'ask (us) / call'],
    [
      ['called', 'ask (eu)', ['call']],
      ['called', 'ask (us)', ['call']],
    ],
  ],
])('shows %s', (_, names, groups) => {
  expect(shapeOf(names)).toEqual(groups)
})
