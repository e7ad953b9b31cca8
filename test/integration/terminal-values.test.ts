import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { startRolecall } from '../support/cli'
import { repositoryOf } from '../support/seeded-github'
import { standingSandbox } from '../support/terminal-sandbox'

const { home, sandbox, inSandbox } = standingSandbox()

async function json(...args: string[]) {
  const { code, stdout } = await inSandbox(...args, '--json')
  return { code, body: JSON.parse(stdout) }
}

const WEB = caseOf('healthy-classic').repository
const LEGACY = caseOf('static-keys').repository
const held = (name: string) => repositoryOf(sandbox(), WEB).variables.find((one) => one.name === name)?.value

describe('set', { timeout: 60_000 }, () => {
  test('shows before and after and ends with 2; with --yes it sets, and undo takes back', async () => {
    const shown = await inSandbox('set', 'BEDROCK_MODEL_ID=us.anthropic.claude-opus-4-8', WEB)
    expect(shown.code).toBe(2)
    expect(shown.stdout).toMatch(
      /1 of 1 repositories would change\.\n.*claude-sonnet-4-6 +→ +us\.anthropic\.claude-opus-4-8/,
    )
    const before = held('BEDROCK_MODEL_ID')
    const set = await json('set', 'BEDROCK_MODEL_ID=us.anthropic.claude-opus-4-8', WEB, '--yes')
    expect([set.code, set.body.totals, held('BEDROCK_MODEL_ID')]).toEqual([
      0,
      { done: 1 },
      'us.anthropic.claude-opus-4-8',
    ])
    const undone = await json('undo', set.body.repositories[0].application)
    expect([undone.code, held('BEDROCK_MODEL_ID')]).toEqual([0, before])
  })

  test('takes a secret from standard input alone, and shows nothing of it', async () => {
    const value = 'hush-77d1-of-standard-input'
    const child = startRolecall([
      'set',
      'DEPLOY_KEY',
      WEB,
      '--secret',
      '--yes',
      '--json',
      '--sandbox',
      '--home',
      home(),
    ])
    let told = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        told += chunk
      })
    child.stdin.end(`${value}\n`)
    const [code] = await once(child, 'close')
    expect([code, told.includes('"done": 1'), told.includes(value)]).toEqual([0, true, false])
    const { secrets } = repositoryOf(sandbox(), WEB)
    expect(secrets.find(({ name }) => name === 'DEPLOY_KEY')?.value).toBe(value)
  })

  test.each([
    [['set', 'AWS_REGION', WEB], /NAME=VALUE/],
    [['set', 'GITHUB_X=1', WEB], /GITHUB_/],
    [['set', 'X=1'], /--all/],
    [['set', 'X=1', WEB, '--all'], /--all/],
    [['set', 'X=1', WEB, '--secret'], /not written on the command line/],
    [['set', 'X=1', WEB, '--from-stdin'], /without a value/],
  ])('%j is misused', async (args, says) => {
    const { code, stderr } = await inSandbox(...args)
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
  })
})

describe('where values are kept', { timeout: 60_000 }, () => {
  test('is chosen by flags: a level that does not fit is a conflict', async () => {
    const { code, body } = await json(
      'plan',
      WEB,
      '--region',
      'us-west-2',
      '--region-in',
      'variable:AWS_REGION@environment:prod',
    )
    expect([code, body.setup.convention]).toMatchObject([
      0,
      { id: 'custom', region: { level: { kind: 'environment', environment: 'prod' } } },
    ])
    expect(body.conflicts[0].says).toContain('no such environment')
  })

  test('repo tells the values of each job', async () => {
    const { body } = await json('repo', caseOf('front-matter-model').repository)
    const { values } = body.values[0]
    expect(values.find((one: { kind: string }) => one.kind === 'front-matter')).toMatchObject({
      name: 'WORKFLOW.md model',
      status: 'drift',
      line: expect.any(Number),
    })
  })
})

describe('remove-keys', { timeout: 60_000 }, () => {
  test('shows the plan without --yes; with it the keys are gone', async () => {
    const shown = await json('remove-keys', LEGACY)
    expect([shown.code, shown.body.purpose, shown.body.steps.length]).toEqual([2, 'remove-keys', 2])
    const removed = await json('remove-keys', LEGACY, '--yes')
    expect([removed.code, removed.body.steps.map((step: { phase: string }) => step.phase)]).toEqual([
      0,
      ['done', 'done'],
    ])
    expect(repositoryOf(sandbox(), LEGACY).secrets).toEqual([])
    const again = await json('remove-keys', LEGACY)
    expect(again.body.steps).toEqual([])
  })
})
