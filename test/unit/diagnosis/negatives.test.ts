import { describe, expect, test } from 'vitest'
import { diagnoseText } from '../../../shared/domain/diagnosis/diagnose-text'
import { readText } from '../../../shared/domain/diagnosis/read-text'
import { failing, jobLog, step } from '../../support/job-log'
import { SPECIMENS } from './corpus'

/* What resembles a cause and is none: nobody failed with it. */

const of = (log: string) => diagnoseText(readText(log))
const TEXT = SPECIMENS.filter(({ cause }) => cause !== 'not-on-bedrock' && cause !== 'no-credentials')

describe.each(TEXT)('“$text”', ({ text }) => {
  const plain = text.replaceAll('"', "'")

  test('in the script that a step repeats', () => {
    const script = `grep "${plain}" log.txt`
    expect(of(jobLog(failing(script, [])))).toMatchObject([{ cause: 'unknown', row: null }])
  })

  test.each([
    ['a test', `    expect(log).toContain("${plain}")`],
    ['a listing with numbers', `  12 | throw new Error("${plain}")`],
    ['what grep found', `src/errors.ts:41:  // ${plain}`],
    ['a difference', `+const TEXT = "${plain}"`],
    ['a comment', `// ${plain}`],
    ['the name of a test', `✓ explains ${plain} (3 ms)`],
    ['a failed assertion', `AssertionError: expected '' to include '${plain}'`],
    ['the title of an issue', `#41 ${plain}`],
    ['the head of the checkout', `HEAD is now at 3d3c42e Explain ${plain}`],
    ['an issue that an agent reads', `      "title": "CI: ${plain}",`],
    ['a prompt', `    "prompt": "Why does the run say ${plain}",`],
    ['a quotation', `The issue asks why the log has "${plain}" in it.`],
  ])('in %s', (_, line) => {
    expect(of(jobLog(failing('npm test', [line])))).toMatchObject([{ cause: 'unknown', row: null }])
  })

  test.each([
    ['advice', `If the log says '${plain}', look at the trust policy.`],
    ['an entry of a list', `- '${plain}': ask whoever owns the role.`],
    ['an explanation', `The error "${plain}" usually means that the trust policy is wrong.`],
  ])('in %s', (_, line) => {
    expect(of(line).filter(({ cause }) => cause !== 'unknown')).toEqual([])
  })

  test('in a page of documentation, where nobody has failed', () => {
    const page = ['# Errors', '', '## AWS', '', '```', text, '```', '', `- \`${text}\`: ask for help`]
    expect(of(page.join('\n'))).toEqual([])
  })

  test('in what a step prints whatever happens', () => {
    const log = jobLog(failing(`echo "${plain}"`, [plain, 'make: *** [all] Error 2']))
    expect(of(log).filter(({ cause }) => cause !== 'unknown')).toEqual([])
  })

  test('in a step that went well, in a job that failed for another reason', () => {
    const log = jobLog(step('cat docs/errors.md', [text]), failing('npm test', ['##[error]2 tests failed']))
    expect(of(log)).toMatchObject([{ cause: 'unknown', excerpt: '2 tests failed' }])
  })

  test('in a job that went well', () => {
    const found = of(jobLog(step('cat docs/errors.md', [text])))
    expect(found.filter(({ cause }) => cause !== 'workflow-not-on-default-branch')).toEqual([])
  })
})

test('a refusal that a later attempt makes good is no cause', () => {
  const attempts = [
    'Assuming role with OIDC',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    'Assuming role with OIDC',
    'Authenticated as assumedRoleId AROAEXAMPLE:GitHubActions',
  ]
  expect(of(jobLog(step('configure', attempts)))).toEqual([])
  expect(of(attempts.join('\n'))).toEqual([])
  const log = jobLog(step('configure', attempts), failing('npm test', ['##[error]2 tests failed']))
  expect(of(log)).toMatchObject([{ cause: 'unknown' }])
})

test.each([
  'PASS test/ExpiredToken.test.ts',
  'test/expired.spec.ts > ExpiredToken is told apart',
  'ok 3 - ExpiredTokenException: the session is renewed',
  'class ExpiredTokenError extends Error {}',
  'Switched to a new branch fix/ExpiredToken',
])('the name of an error is not the error: %s', (line) => {
  expect(of(jobLog(failing('npm test', [line])))).toMatchObject([{ cause: 'unknown' }])
})

describe('what no rule knows', () => {
  test('is unknown, and shows the lines that decide', () => {
    const [found] = of(jobLog(failing('make', ['##[error]Linking failed', '##[error]2 objects are missing'])))
    expect(found).toMatchObject({
      cause: 'unknown',
      confidence: 'possible',
      excerpt: 'Linking failed\n2 objects are missing',
    })
  })

  test('shows what the program said where the runner only says that it ended', () => {
    const said = 'ModuleNotFoundError: No module named numpy'
    expect(of(jobLog(failing('python ask.py', ['Traceback (most recent call last):', said])))).toMatchObject([
      { cause: 'unknown', excerpt: said },
    ])
  })

  test('is nothing at all in a text without an error', () => {
    expect(of('hello\nworld\n')).toEqual([])
    expect(of('')).toEqual([])
  })
})
