import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectWorkflow } from '../../shared/domain/inspection'
import { rolecall, startRolecall } from '../support/cli'
import { temporaryFolder } from '../support/temporary-folder'

/* Two verbs that need neither account, token nor home: they are given a home that cannot be, and no network. */

const ISSUER = 'token.actions.githubusercontent.com'
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`
const TOKEN = { provider: PROVIDER, sub: 'repo:o/r:pull_request', aud: 'sts.amazonaws.com' }
const WORKFLOW = 'on: [push, pull_request]\njobs:\n  ask:\n    runs-on: x\n    steps: [{ run: a }]\n'

const trust = (sub: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: PROVIDER },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${ISSUER}:sub`]: sub, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } },
    },
  })

/** Runs a verb in a folder with these files; a name in the arguments becomes the path of the file. */
async function withFiles(files: Record<string, string | Uint8Array>, ...args: string[]) {
  const folder = await temporaryFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const home = join(folder, 'home')
  const placed = args.map((arg) => (/\.(?:yml|json)$/.test(arg) ? join(folder, arg) : arg))
  const outcome = await rolecall(placed, { HOME: home, ROLECALL_HOME: home, XDG_CONFIG_HOME: home })
  expect(existsSync(home)).toBe(false)
  return outcome
}

describe('inspect', () => {
  test('prints what the file says, as one object or as text', async () => {
    const json = await withFiles({ 'w.yml': WORKFLOW }, 'inspect', 'w.yml', '--json')
    expect(json).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(json.stdout)).toEqual(inspectWorkflow(WORKFLOW))
    const text = await withFiles({ 'w.yml': WORKFLOW }, 'inspect', 'w.yml')
    expect(text).toMatchObject({ code: 0, stderr: '' })
    expect(text.stdout).toMatch(/Triggers {2}push, pull_request.*ask\n.*id-token +none.*pull_request\n$/s)
  })

  test.each<[what: string, files: Record<string, string | Uint8Array>, says: RegExp]>([
    ['is no workflow', { 'w.yml': 'on: push\njobz: 1\n' }, /line 2, column 1: Unexpected value 'jobz'/],
    ['is not there', {}, /cannot be read: no such file/],
    ['is not UTF-8', { 'w.yml': new Uint8Array([0x6f, 0x6e, 0x0a, 0x20, 0xc3]) }, /is not text in UTF-8/],
  ])('of a file that %s prints its shape, one sentence, and ends with 1', async (_, files, says) => {
    const { code, stdout, stderr } = await withFiles(files, 'inspect', 'w.yml', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      errors: expect.arrayContaining([
        { line: expect.any(Number), column: expect.any(Number), message: expect.any(String) },
      ]),
      triggers: [],
      dispatchInputs: [],
      jobs: [],
    })
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('reads standard input', async () => {
    const child = startRolecall(['inspect', '-', '--json'])
    child.stdin.end(WORKFLOW)
    let stdout = ''
    for await (const chunk of child.stdout) stdout += String(chunk)
    expect(JSON.parse(stdout)).toEqual(inspectWorkflow(WORKFLOW))
  })
})

describe('explain', () => {
  const explain = (files: Record<string, string | Uint8Array>, ...more: string[]) =>
    withFiles(files, 'explain', '--trust', 'trust.json', '--claims', 'token.json', ...more)

  test('ends with 0 where the token is let in, though the files come from Windows', async () => {
    const policy = `\uFEFF${trust(TOKEN.sub)}\r\n`
    const files = {
      'trust.json': policy,
      'token.json': Buffer.from(`\uFEFF${JSON.stringify(TOKEN)}`, 'utf16le'),
    }
    const { code, stdout, stderr } = await explain(files, '--json')
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ allowed: true, decidedBy: 0, acceptedByIam: true })
  })

  test('ends with 1 where it is not, and names the clause', async () => {
    const files = { 'trust.json': trust('repo:o/other:*'), 'token.json': JSON.stringify(TOKEN) }
    const { code, stdout } = await explain(files)
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /Refused: no statement.*:sub\n +wanted +repo:o\/other:\*\n +found +repo:o\/r:pull_request/s,
    )
  })

  test('ends with 3 and a sentence where there is no token to evaluate', async () => {
    const files = { 'trust.json': trust(TOKEN.sub), 'token.json': '{"sub":"x"}' }
    const { code, stdout, stderr } = await explain(files, '--json')
    expect(code).toBe(3)
    expect(stderr).toMatch(/^\S+token\.json names no provider: [^\n]*\n$/)
    expect(JSON.parse(stdout)).toMatchObject({
      failure: { reason: 'invalid', recovery: { field: 'claims' } },
    })
  })
})

test.each([
  ['no file', ['inspect'], /missing required argument 'file'/],
  ['an unknown flag', ['inspect', 'w.yml', '--fast'], /unknown option '--fast'/],
  ['no token', ['explain', '--trust', 'trust.json'], /'--claims <file>' not specified/],
  ['standard input twice', ['explain', '--trust', '-', '--claims', '-'], /Only one of --trust and --claims/],
  ['help of a verb that there is not', ['help', 'burn'], /unknown command 'burn'/],
])('%s: exit code 2 and a sentence', async (_, args, says) => {
  const { code, stdout, stderr } = await withFiles({}, ...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(says)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
