import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { Diagnosis } from '../../shared/domain/diagnosis/diagnosis'
import { type Outcome, rolecall, startRolecall } from '../support/cli'
import { failing, jobLog, step } from '../support/job-log'
import { temporaryFolder } from '../support/temporary-folder'
import { standingSandbox } from '../support/terminal-sandbox'

/* `diagnose --log`: any text by itself, and exact where a repository or a run of it is given. */

const { inSandbox } = standingSandbox()

const REFUSED = jobLog(
  step('aws-actions/configure-aws-credentials@v6', [
    'Assuming role with OIDC',
    '##[error]Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ]),
)
const NO_FORM = jobLog(
  failing('claude -p hello', ['Model use case details have not been submitted for this account.']),
)
const GREEN = jobLog(step('claude -p hello', ['Hello!']))
const BROKEN = jobLog(failing('make', ['##[error]Linking failed']))

async function file(text: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'job.txt')
  await writeFile(path, text)
  return path
}

function diagnosesOf({ stdout }: Outcome): Diagnosis[] {
  return Diagnosis.array().parse((JSON.parse(stdout) as { diagnoses: unknown }).diagnoses)
}

describe('without any connection', () => {
  test('a cause is a bad answer, in one object; nothing else is printed, and nothing is kept', async () => {
    const home = await temporaryFolder()
    const outcome = await rolecall(['diagnose', '--log', await file(NO_FORM), '--json'], {
      HOME: home,
      ROLECALL_HOME: home,
    })
    expect([outcome.code, outcome.stderr]).toEqual([1, ''])
    expect(Object.keys(JSON.parse(outcome.stdout) as object)).toEqual(['diagnoses'])
    expect(diagnosesOf(outcome)).toMatchObject([{ row: 19, confidence: 'likely', line: 12 }])
    expect(await readdir(home)).toEqual([])
  })

  test('as text it names the cause, its line, and what mends it', async () => {
    const { stdout } = await rolecall(['diagnose', '--log', await file(NO_FORM)])
    expect(stdout).toMatch(/first-time-use form was not submitted \(likely\)\n.*\n +line 12: .*\n +→ Submit/)
  })

  test('what another program prints comes in on standard input', async () => {
    const child = startRolecall(['diagnose', '--log', '-', '--json'])
    const outcome = { code: 0, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      outcome.stdout += chunk
    })
    child.stdin.end(NO_FORM)
    await new Promise((resolve) => child.once('close', resolve))
    expect(diagnosesOf(outcome)).toMatchObject([{ row: 19 }])
  })

  test.each([
    ['a green log', GREEN, []],
    ['a failure that no rule knows', BROKEN, [{ cause: 'unknown', excerpt: 'Linking failed' }]],
  ])('%s is no bad answer', async (_, text, wanted) => {
    const outcome = await rolecall(['diagnose', '--log', await file(text), '--json'])
    expect(outcome.code).toBe(0)
    expect(diagnosesOf(outcome)).toMatchObject(wanted)
  })

  test('a file that is not there is told, and so is a run without its repository', async () => {
    const missing = await rolecall(['diagnose', '--log', 'none.txt', '--json'])
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringMatching(/none\.txt does not exist/)])
    expect(JSON.parse(missing.stdout)).toMatchObject({ failure: { reason: 'invalid', code: 'ENOENT' } })
    const homeless = await rolecall(['diagnose', '--log', await file(GREEN), '--run', '5'])
    expect([homeless.code, homeless.stderr]).toEqual([2, expect.stringMatching(/add --repository/)])
  })
})

test('held against its repository, or the very run, the same text is told exactly', async () => {
  const { repository } = caseOf('classic-trust-on-new')
  const path = await file(REFUSED)
  const alone = await rolecall(['diagnose', '--log', path, '--json'])
  expect(diagnosesOf(alone)).toMatchObject([{ row: null, cause: 'not-authorized', confidence: 'possible' }])

  const held = await inSandbox('diagnose', '--log', path, '--repository', repository, '--json')
  expect(held.code).toBe(1)
  expect(JSON.parse(held.stdout)).toMatchObject({ repository, runId: null })
  expect(diagnosesOf(held)).toMatchObject([{ row: 1, confidence: 'certain', repair: { kind: 'plan' } }])

  const latest = JSON.parse((await inSandbox('diagnose', repository, '--json')).stdout) as { runId: number }
  const exact = ['--log', path, '--repository', repository, '--run', String(latest.runId)]
  expect(diagnosesOf(await inSandbox('diagnose', ...exact, '--json'))).toMatchObject([
    { row: 1, confidence: 'certain', jobName: 'ask' },
  ])
})
