import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countPlaywright, countVitest } from '../../run/count.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const path = join(folder, 'report.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('the totals of `npm test`', () => {
  test('a file that could not be loaded counts as a failure, though no test of it ran', () => {
    const path = report({
      numPassedTests: 12,
      numFailedTests: 1,
      testResults: [
        {
          name: 'one.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'counts' },
            { status: 'failed', fullName: 'adds up', failureMessages: ['expected 3 to be 4'] },
          ],
        },
        { name: 'two.test.ts', status: 'failed', assertionResults: [] },
      ],
    })
    const counted = countVitest(path)
    expect(counted).toMatchObject({ passed: 12, failed: 2 })
    expect(counted.names).toEqual([
      'two.test.ts',
      expect.stringMatching(/^one\.test\.ts: adds up\n +expected 3 to be 4$/),
    ])
  })

  test('an end-to-end test that passed only when tried again is no pass', () => {
    const specs = [
      { title: 'opens', tests: [{ projectName: 'desktop', status: 'expected' }] },
      {
        title: 'closes',
        tests: [
          { projectName: 'desktop', status: 'expected' },
          { projectName: 'browser', status: 'unexpected' },
        ],
      },
    ]
    const path = report({
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 },
      errors: [{}],
      suites: [{ title: 'door.spec.ts', suites: [{ title: 'a door', specs }] }],
    })
    expect(countPlaywright(path)).toEqual({ passed: 5, failed: 3, names: ['a door: closes (browser)'] })
  })

  test('a suite that left no report has failed', () => {
    const nowhere = join(folder, 'nowhere.json')
    expect(countVitest(nowhere)).toMatchObject({ passed: 0, failed: 1 })
    expect(countPlaywright(nowhere)).toMatchObject({ passed: 0, failed: 1 })
  })
})
