import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../shared/domain/plan'
import { type Outcome, rolecall } from '../support/cli'
import { temporaryFolder } from '../support/temporary-folder'
import { standingSandbox } from '../support/terminal-sandbox'

const { inSandbox, sandbox, connected } = standingSandbox()

/** One line for a person: no trace, no name of an error class, and nothing that a script would read. */
function expectSentence({ stdout, stderr }: Outcome, says: RegExp): void {
  expect(stdout).toBe('')
  expect(stderr).toMatch(says)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|Error:|\[object|undefined/)
}

describe('what is typed wrong', () => {
  test.each([
    ['an unknown verb', ['burn'], /unknown command 'burn'/],
    ['no repository', ['repo'], /missing required argument 'repository'/],
    ['a repository that is none', ['repo', '../../etc'], /Write it as owner\/name/],
    ['an unknown flag', ['fleet', '--fast'], /unknown option '--fast'/],
    ['an empty home', ['fleet', '--home', ''], /Name a folder/],
    ['a model that is none', ['plan', 'acme/blank', '--model', ''], /Write a model ID/],
    ['a run that is no number', ['logs', 'acme/web', '--run', '12x'], /Write a whole number/],
    ['an input without a value', ['test', 'acme/web', '--input', 'prompt'], /Write it as name=value/],
    ['a repository to watch that is none', ['fleet', '--add', 'web'], /Write the repository as owner\/name/],
    ['an account that is none', ['plan', 'acme/blank', '--account', '12'], /twelve digits/],
    ['a region that is none', ['plan', 'acme/blank', '--region', 'moon'], /Write a region code/],
    ['a role that IAM would not take', ['plan', 'acme/blank', '--role', 'a b'], /1–64 letters/],
    ['a template that is none', ['plan', 'acme/blank', '--template', 'perl'], /keep.*python-boto3/],
  ])('%s: exit code 2 and a sentence', async (_, args, says) => {
    const outcome = args[0] === 'burn' ? await rolecall(args) : await inSandbox(...args)
    expectSentence(outcome, says)
    expect(outcome.code).toBe(2)
  })

  test('a form that does not hold the answers: exit code 3, and which answers are wanted', async () => {
    const folder = await temporaryFolder()
    const form = join(folder, 'form.json')
    for (const text of ['{"companyName":"Acme"}', 'not json']) {
      await writeFile(form, text)
      const outcome = await inSandbox('plan', 'acme/first-claude', '--form', form)
      expectSentence(outcome, /form\.json does not hold the form's answers: companyName, companyWebsite/)
      expect(outcome.code).toBe(3)
    }
    const outcome = await inSandbox('plan', 'acme/first-claude', '--form', join(folder, 'none.json'))
    expectSentence(outcome, /none\.json cannot be read/)
  })

  test('help is no mistake, and every verb shows its exit codes and an example', async () => {
    const { stdout } = await rolecall(['--help'])
    const verbs = [
      'fleet',
      'repo',
      'plan',
      'apply',
      'undo',
      'test',
      'logs',
      'diagnose',
      'inspect',
      'explain',
      'sandbox',
      'serve',
    ]
    for (const verb of verbs) {
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'))
      const help = await rolecall([verb, '--help'])
      expect([help.code, help.stderr]).toEqual([0, ''])
      expect(help.stdout).toMatch(new RegExp(`\\nExit codes:\\n  0 .*\\nExamples:\\n  rolecall ${verb}`, 's'))
    }
  })
})

describe('what the world does not have: exit code 3, a sentence, and what to do', () => {
  test.each([
    ['a repository', ['repo', 'acme/none'], /GitHub has no repository acme\/none/],
    ['a run', ['logs', 'acme/blank'], /acme\/blank has no run yet.*test acme\/blank/],
    [
      'a run of a number as GitHub’s are by now',
      ['logs', 'acme/web', '--run', '17012345678'],
      /found nothing/,
    ],
    ['a run of that number', ['diagnose', 'acme/web', '--run', '5'], /GitHub found nothing/],
    ['an application', ['undo', 'none'], /journal holds no application none/],
    ['a workflow to start', ['test', 'acme/blank'], /No workflow here calls Bedrock/],
    ['the workflow that is named', ['test', 'acme/web', '--workflow', 'x.yml'], /There is no x\.yml/],
    [
      'the branch that is named',
      ['test', 'acme/web', '--ref', 'gone'],
      /acme\/web has no branch or tag gone/,
    ],
    ['an input of that name', ['test', 'acme/web', '--input', 'colour=red'], /colour/],
  ])('%s', async (_, args, says) => {
    const outcome = await inSandbox(...args)
    expectSentence(outcome, says)
    expect(outcome.code).toBe(3)
  })

  test('a model is passed on as it was typed, and a conflict of the plan like a region', async () => {
    const planOf = async (...flags: string[]) => {
      const { stdout } = await inSandbox('plan', 'acme/blank', '--json', ...flags)
      return JSON.parse(stdout) as Plan
    }
    const { steps, conflicts, lints } = await planOf('--model', 'anthropic.claude-none')
    const says = expect.stringMatching(/no model or profile anthropic\.claude-none/)
    expect(conflicts).toEqual([{ target: 'model anthropic.claude-none', says }])
    const writing = steps.find(({ after }) => after === 'anthropic.claude-none')
    expect(writing?.kind).toBe('set-variable')
    expect(lints).toContainEqual({ stepId: writing?.id, level: 'high', rule: 'model-not-callable', says })
    expect((await planOf('--region', 'eu-moon-1')).conflicts.map((one) => one.says)).toEqual([
      expect.stringMatching(/cannot be reached in eu-moon-1.*Choose another region/),
    ])
  })
})

describe('without a connection', () => {
  test('every verb says what is missing, and how to get it', async () => {
    const folder = await temporaryFolder()
    for (const verb of ['repo', 'plan', 'test', 'logs', 'diagnose']) {
      const outcome = await rolecall([verb, 'acme/web', '--home', folder])
      expectSentence(outcome, /no GitHub identity yet.*GITHUB_TOKEN.*--sandbox/)
      expect(outcome.code).toBe(3)
    }
  })

  test('fleet --json still prints its object, with the failure in it', async () => {
    const { code, stdout } = await rolecall(['fleet', '--json', '--home', await temporaryFolder()])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ repositories: [], failure: { reason: 'not-connected' } })
  })

  test('a dead network is offline', async () => {
    const env = { GITHUB_TOKEN: 'ghp_x', GITHUB_API_URL: 'http://127.0.0.1:9' }
    const outcome = await rolecall(['repo', 'acme/web', '--home', await temporaryFolder()], env)
    expectSentence(outcome, /GitHub could not be reached.*Check the network/)
    expect(outcome.code).toBe(3)
  })

  test('a token that GitHub does not know is refused, and never printed', async () => {
    const env = { GITHUB_TOKEN: 'ghp_secretive', GITHUB_API_URL: sandbox().githubUrl }
    const outcome = await rolecall(['repo', 'acme/web', '--home', await temporaryFolder()], env)
    expectSentence(outcome, /no longer accepts this token/)
    expect(outcome.stderr).not.toContain('secretive')
  })
})

describe('any server of these protocols can stand behind it', () => {
  test('the environment’s endpoints, profile and token are used as given', async () => {
    const folder = await temporaryFolder()
    const { code, stdout } = await rolecall(['repo', 'acme/web', '--json', '--home', folder], connected())
    expect([code, JSON.parse(stdout).state]).toEqual([0, 'working'])
  })
})
