import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commitFiles } from '../../electron/sandbox/github/git-store'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { LINKS } from '../../shared/domain/finding'
import { rolecall } from '../support/cli'
import { repositoryOf } from '../support/seeded-github'
import { temporaryFolder } from '../support/temporary-folder'
import { standingSandbox } from '../support/terminal-sandbox'

/* The built program, as it is documented in docs/terminal.md; the sandbox of its home runs in this process. */

const ESCAPE = String.fromCharCode(27)

const { home, sandbox, inSandbox } = standingSandbox()

/** The one JSON object that a verb prints. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await inSandbox(...args, '--json')
  return { code, stderr, body: JSON.parse(stdout) }
}

describe('fleet', () => {
  test('prints every repository with the status of its seven links, and progress elsewhere', async () => {
    const { code, body, stderr } = await json('fleet')
    expect(code).toBe(0)
    expect(Object.keys(body)).toEqual(['repositories', 'failure'])
    const web = body.repositories.find((each: { repository: string }) => each.repository === 'acme/web')
    expect(Object.keys(web.links)).toEqual([...LINKS])
    expect(web).toMatchObject({ state: 'working', links: { provider: { status: 'ok', breaks: false } } })
    expect(Object.keys(web)).toEqual([
      'repository',
      'state',
      'links',
      'account',
      'role',
      'region',
      'model',
      'lastRun',
      'headline',
      'readAt',
      'failure',
    ])
    expect(stderr).toBe('Reading the fleet …\n')
  })

  test('as text is a table with a legend', async () => {
    const { code, stdout } = await inSandbox('fleet')
    expect(code).toBe(0)
    expect(stdout).toMatch(/acme\/web +✓ ✓ ✓ ✓ ✓ ✓ ✓ +working/)
    expect(stdout).toMatch(/globex\/pilot +✗/)
    expect(stdout).toContain('Links: provider, trust, permissions')
  })
})

describe('the main job, one command after the other', { timeout: 60_000 }, () => {
  const { repository } = caseOf('classic-trust-on-new')

  test('repo shows what is wrong, with evidence and repair', async () => {
    const { code, body } = await json('repo', repository)
    expect([code, body.state, body.links.trust.breaks]).toEqual([0, 'broken', true])
    expect(Object.keys(body)).toEqual([
      'repository',
      'state',
      'links',
      'setup',
      'setupIsStored',
      'variables',
      'values',
      'runs',
      'readAt',
    ])
    const { stdout } = await inSandbox('repo', repository)
    expect(stdout).toMatch(/≠ trust\n/)
    expect(stdout).toMatch(/wanted .*\n.*found/)
  })

  test('diagnose says why the last run failed, and that is a bad answer', async () => {
    const { code, body } = await json('diagnose', repository)
    expect([code, body.diagnoses[0].row]).toEqual([1, 1])
    expect(Object.keys(body)).toEqual(['repository', 'runId', 'diagnoses'])
  })

  test('apply without --yes shows the plan, changes nothing, and does not count as success', async () => {
    const shown = await json('apply', repository)
    expect([shown.code, shown.stderr]).toEqual([2, 'Nothing was changed. Add --yes to apply this plan.\n'])
    const planned = await json('plan', repository)
    expect(planned.code).toBe(0)
    expect(Object.keys(planned.body)).toEqual([
      'id',
      'repository',
      'createdAt',
      'setup',
      'steps',
      'conflicts',
      'needed',
      'lints',
    ])
    const ids = (body: { steps: { id: string }[] }) => body.steps.map(({ id }) => id)
    expect(ids(planned.body)).toEqual(ids(shown.body))
  })

  test('plan as text shows what changes with a few lines around it, in colour only where that is wanted', async () => {
    const plain = await inSandbox('plan', repository)
    expect(plain.stdout).toMatch(/^ +@@ -\d+,\d+ \+\d+,\d+ @@\n/m)
    expect(plain.stdout).toMatch(/^ +- .*"repo:acme\/new-service:\*"\n/m)
    expect(plain.stdout).toMatch(/^ +\+ .*"repo:acme@\d+\/new-service@\d+:/m)
    expect(plain.stdout).not.toContain('"Version"')
    expect(plain.stdout).not.toContain(ESCAPE)
    const asked = ['plan', repository, '--sandbox', '--home', home()]
    const coloured = await rolecall(asked, { FORCE_COLOR: '1' })
    expect(coloured.stdout).toContain(`${ESCAPE}[32m+`)
    expect(coloured.stdout).toContain(`${ESCAPE}[31m-`)
    expect((await rolecall(asked, { NO_COLOR: '1' })).stdout).toBe(plain.stdout)
  })

  test('apply --yes, test --wait, logs, undo', async () => {
    const applied = await json('apply', repository, '--yes')
    expect(applied.code).toBe(0)
    expect(applied.body).toMatchObject({
      repository,
      steps: [{ id: expect.any(String), title: expect.any(String), phase: 'done', url: null }],
      conflicts: [],
      needed: [],
      failure: null,
      chain: { repository },
    })
    expect(applied.stderr).toMatch(/^begun .*\ndone .*\n$/)

    const { body: fleet } = await json('fleet')
    const row = fleet.repositories.find((each: { repository: string }) => each.repository === repository)
    expect([row.state, row.links.lastRun.breaks]).toEqual(['unproven', false])
    expect((await inSandbox('repo', repository)).stdout).toMatch(
      /missing: The last run of .* is from before Rolecall’s change of [\s\S]*→ Start a test run\./,
    )

    const tested = await json('test', repository, '--wait')
    expect([tested.code, tested.body.run.conclusion, tested.body.diagnoses]).toEqual([0, 'success', []])
    expect(Object.keys(tested.body)).toEqual(['run', 'jobs', 'diagnoses'])
    expect(tested.stderr).toMatch(/success +ask \/ Configure AWS credentials/)

    const logs = await json('logs', repository, '--run', String(tested.body.run.id))
    expect(logs.code).toBe(0)
    expect(logs.body.jobs[0]).toMatchObject({ job: { name: 'ask' }, log: { available: true } })
    expect((await inSandbox('logs', repository)).stdout).toContain('on Amazon Bedrock')
    expect((await inSandbox('diagnose', repository)).stdout).toBe(
      'Nothing to diagnose: the run did not fail, and nothing of it was skipped.\n',
    )

    const undone = await json('undo', applied.body.application)
    expect([undone.code, undone.body.steps[0].phase]).toEqual([0, 'undone'])
    expect((await json('repo', repository)).body.links.trust.breaks).toBe(true)
  })

  test('a run that fails is a bad answer, with its diagnosis', async () => {
    const { code, body } = await json('test', caseOf('wrong-profile').repository, '--wait')
    expect([code, body.run.conclusion, body.diagnoses[0].row]).toEqual([1, 'failure', 22])
  })
})

describe('a file of somebody else’s where the template would put its own', { timeout: 60_000 }, () => {
  test('is told by plan with the way out; apply leaves it, says so, and that is a bad answer', async () => {
    const { repository } = caseOf('nothing')
    const { git } = repositoryOf(sandbox(), repository)
    const file = { path: 'scripts/call_bedrock.py', text: 'print("theirs")\n' }
    commitFiles(git, 'main', [file], { message: 'Mine', author: 'octocat', date: '2026-11-20T00:00:00Z' })
    const told = /^! scripts\/call_bedrock\.py: .*with other content.*choose another template/m
    const planned = await inSandbox('plan', repository)
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringMatching(told)])
    const applied = await inSandbox('apply', repository, '--yes')
    expect([applied.code, applied.stdout]).toEqual([1, expect.stringMatching(told)])
    const other = await json('plan', repository, '--template', 'claude-cli')
    expect(other.body.conflicts).toEqual([])
  })
})

describe('a world of its own', { timeout: 60_000 }, () => {
  test('lives under the home: one command sees what the last one did, though nothing runs in between', async () => {
    const folder = await temporaryFolder()
    const alone = (...args: string[]) => rolecall([...args, '--sandbox', '--home', folder, '--json'])
    const { repository } = caseOf('variable-in-environment')
    const applied = JSON.parse((await alone('apply', repository, '--yes')).stdout)
    const tested = await alone('test', repository, '--wait')
    expect([tested.code, JSON.parse(tested.stdout).run.conclusion]).toEqual([0, 'success'])
    expect((await alone('undo', applied.application)).code).toBe(0)
  })

  test('what was kept and cannot be read is set aside, and that is said on standard error', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'settings.json'), '{"fleet": [')
    const { code, stderr } = await rolecall(['fleet', '--sandbox', '--home', folder, '--json'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^The settings could not be read and were kept as .*unreadable-.*\n/)
    const [aside = ''] = (await readdir(folder)).filter((name) => name.includes('unreadable'))
    expect(await readFile(join(folder, aside), 'utf8')).toBe('{"fleet": [')
  })
})
