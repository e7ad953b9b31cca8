import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Failure } from '../../shared/domain/failure'
import { type Outcome, rolecall, startRolecall } from '../support/cli'
import { temporaryFolder } from '../support/temporary-folder'
import { standingSandbox } from '../support/terminal-sandbox'

/* What docs/terminal.md promises when the world around a command is not as it should be. */

const { home, inSandbox, connected } = standingSandbox()

/** A server that answers everything so; its address. */
async function serverOf(status: number, body: string, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function expectNoTrace({ stderr }: Outcome): void {
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|Error:|\[object|undefined/)
}

describe('with --json', () => {
  test.each([
    ['a verb that is none', 2, ['burn', '--json']],
    ['a flag of the wrong form', 2, ['logs', 'acme/web', '--run', 'x', '--json']],
    ['a repository that is not there', 3, ['repo', 'acme/none', '--json']],
    ['an application that is not there', 3, ['undo', 'none', '--json']],
  ])('%s is one object with the failure, besides the sentence on standard error', async (_, code, args) => {
    const outcome = args[0] === 'burn' ? await rolecall(args) : await inSandbox(...args)
    const printed: unknown = JSON.parse(outcome.stdout)
    expect(Object.keys(printed as object)).toEqual(['failure'])
    const failure = Failure.parse((printed as { failure: unknown }).failure)
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(failure.sentence)])
    expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('a server that is not GitHub, or not well', () => {
  const JSON_TYPE = { 'content-type': 'application/json' }
  const spent = { ...JSON_TYPE, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4070908800' }
  test.each([
    ['a page of HTML', 'upstream', 200, '<html>Sign in</html>', { 'content-type': 'text/html' }],
    ['nothing', 'upstream', 200, '', {}],
    ['other JSON', 'upstream', 200, '{"hello":"world"}', JSON_TYPE],
    ['half of JSON', 'upstream', 200, '{"hello', JSON_TYPE],
    ['401', 'credentials-expired', 401, '{"message":"Bad credentials"}', JSON_TYPE],
    ['403, the limit is spent', 'rate-limited', 403, '{"message":"API rate limit exceeded"}', spent],
  ] as const)('that answers %s: fleet and repo say so', async (_, reason, status, body, headers) => {
    const env = { GITHUB_TOKEN: 'ghp_secretive', GITHUB_API_URL: await serverOf(status, body, headers) }
    const folder = await temporaryFolder()
    const fleet = await rolecall(['fleet', '--json', '--home', folder], env)
    expect([fleet.code, JSON.parse(fleet.stdout)]).toMatchObject([
      3,
      { repositories: [], failure: { reason } },
    ])
    expect(fleet.stderr).toMatch(/^Reading the fleet …\n[^\n]+\.\n$/)
    const repo = await rolecall(['repo', 'acme/web', '--home', folder], env)
    expect([repo.code, repo.stdout]).toEqual([3, ''])
    expect(repo.stderr).toMatch(/^[^\n]+\.\n$/)
    for (const outcome of [fleet, repo]) {
      expectNoTrace(outcome)
      expect(outcome.stderr + outcome.stdout).not.toContain('secretive')
    }
  })

  test('an address that is none is named with the variable that holds it', async () => {
    const env = { GITHUB_TOKEN: 'ghp_x', GITHUB_API_URL: 'github.example' }
    const outcome = await rolecall(['repo', 'acme/web', '--home', await temporaryFolder()], env)
    expect(outcome).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^GITHUB_API_URL is "github\.example".*https:\/\/api\.github\.com\.\n$/),
    })
  })

  test('a message with control characters does not steer the terminal', async () => {
    const said = '{"message":"\\u001b]0;owned\\u0007\\u001b[2Jno"}'
    const env = { GITHUB_TOKEN: 'ghp_x', GITHUB_API_URL: await serverOf(422, said, JSON_TYPE) }
    const { stderr } = await rolecall(['repo', 'acme/web', '--home', await temporaryFolder()], env)
    expect(stderr).toContain('␛]0;owned␇␛[2Jno')
  })
})

describe('an AWS that does not answer leaves GitHub’s half readable, and is named', () => {
  test.each([
    ['nobody', () => Promise.resolve('http://127.0.0.1:9'), /AWS cannot be reached.*AWS_ENDPOINT_URL/],
    ['a page of HTML', () => serverOf(200, '<html>Sign in</html>'), /is not AWS’s.*AWS_ENDPOINT_URL/],
    ['what is no address', () => Promise.resolve('moon'), /AWS_ENDPOINT_URL is "moon"/],
  ])('%s stands at AWS_ENDPOINT_URL', async (_, address, says) => {
    const env = { ...connected(), AWS_ENDPOINT_URL: await address() }
    const outcome = await rolecall(['repo', 'acme/web', '--json', '--home', await temporaryFolder()], env)
    expect(outcome.code).toBe(0)
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      state: 'unknown',
      links: { provider: { status: 'unknown' }, workflow: { status: 'ok' } },
    })
    expect(outcome.stderr).toMatch(/^The AWS profile acme-prod is not connected\. [^\n]+\n$/)
    expect(outcome.stderr).toMatch(says)
    expectNoTrace(outcome)
  })

  test.each([
    ['is not in the files', 'none', '', 'No AWS profile none stands in the config or the credentials file.'],
    [
      'names a sign-in session that is not there',
      'lost',
      '[profile lost]\nsso_session = gone\n',
      'The config file has no section [sso-session gone].',
    ],
    [
      'stands in a file that is garbage',
      'lost',
      '[[[\n= =\n',
      'No AWS profile lost stands in the config or the credentials file.',
    ],
  ])('a profile that %s', async (_, profile, config, says) => {
    const folder = await temporaryFolder()
    const file = join(folder, 'config')
    await writeFile(file, config)
    const env = { ...connected(), AWS_CONFIG_FILE: file, AWS_PROFILE: profile }
    const outcome = await rolecall(['repo', 'acme/web', '--home', join(folder, 'home')], env)
    expect(outcome.code).toBe(0)
    expect(outcome.stderr).toMatch(/^The AWS profile \w+ is not connected\. [^\n]+\n$/)
    expect(outcome.stderr).toContain(says)
  })
})

describe('a home that cannot be used', () => {
  test('is named, with what to do', async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'file')
    await writeFile(file, '')
    const verbs = [['repo', 'acme/web'], ['fleet', '--sandbox'], ['sandbox'], ['serve', '--no-open']]
    for (const verb of verbs) {
      const outcome = await rolecall([...verb, '--home', file], connected())
      expect([outcome.code, outcome.stdout]).toEqual([3, ''])
      expect(outcome.stderr).toMatch(/file\S* cannot be used: .*another folder with --home\.\n$/)
      expectNoTrace(outcome)
    }
  })

  test('so is a folder where the settings should be', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'settings.json'))
    const outcome = await rolecall(['repo', 'acme/web', '--home', folder], connected())
    expect([outcome.code, outcome.stdout]).toEqual([3, ''])
    expect(outcome.stderr).toMatch(
      /^A file of the home folder cannot be used: .*another folder with --home\.\n$/,
    )
  })

  test('a record of applied steps that cannot be read is set aside and told, not lost', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'journal'))
    await writeFile(join(folder, 'journal', 'abc.jsonl'), '{"line"\nx\n')
    const { code, stderr } = await rolecall(['undo', 'abc', '--home', folder], connected())
    expect(code).toBe(3)
    expect(stderr).toMatch(/A record of applied steps could not be read and was kept as .*unreadable-/)
    expect(await readdir(join(folder, 'journal'))).toEqual([expect.stringContaining('abc.jsonl.unreadable-')])
  })
})

test('a port that is taken is named', async () => {
  const port = new URL(await serverOf(200, '')).port
  const outcome = await rolecall(['serve', '--no-open', '--port', port, '--home', await temporaryFolder()])
  expect(outcome.code).toBe(3)
  expect(outcome.stderr).toBe(`Port ${port} is taken by another program. Choose another with --port.\n`)
})

test('whoever stops reading the output ends no command badly', async () => {
  for (const stream of ['stdout', 'stderr'] as const) {
    const child = startRolecall(['fleet', '--json', '--sandbox', '--home', home()])
    let told = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      told += chunk
    })
    child.stdout.resume()
    child[stream].destroy()
    const [code] = (await once(child, 'close')) as [number | null]
    expect([code, told]).toEqual([0, stream === 'stdout' ? 'Reading the fleet …\n' : ''])
  }
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s stops a verb, says what goes on, and loses nothing',
  { timeout: 60_000 },
  async (signal, code) => {
    const folder = await temporaryFolder()
    const flags = ['--sandbox', '--home', folder]
    const child = startRolecall(['test', 'acme/web', '--wait', '--json', '--pace', '2000', ...flags])
    onTestFinished(() => void child.kill('SIGKILL'))
    let told = ''
    let answer = ''
    child.stdout.on('data', (chunk: Buffer) => {
      answer += String(chunk)
    })
    await new Promise<void>((resolve) => {
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        told += chunk
        if (told.includes('Run ')) resolve()
      })
    })
    const run = /^Run (\d+)/m.exec(told)?.[1] ?? ''
    child.kill(signal)
    expect([...(await once(child, 'close')), answer]).toEqual([code, null, ''])
    expect(told).toMatch(new RegExp(`\\nStopped\\. The run goes on\\. .*--run ${run}\\n$`))
    expect(await readdir(join(folder, 'sandbox'))).not.toContain('address.json')
    const world = JSON.parse(await readFile(join(folder, 'sandbox', 'world.json'), 'utf8'))
    expect(JSON.stringify(world)).toContain(run)
  },
)
