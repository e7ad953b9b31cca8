import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { repositoryOf } from '../support/seeded-github'
import { standingOf } from '../support/service-steps'
import { standingSandbox } from '../support/terminal-sandbox'

/* The verbs that change, through the built program, on a fleet of five; what each prints is docs/terminal.md. */

const { home, sandbox, inSandbox } = standingSandbox()

const BLANK = caseOf('nothing').repository
const NEW = caseOf('classic-trust-on-new').repository
const VALUES = caseOf('variable-in-environment').repository
const FORMLESS = caseOf('form-missing').repository
const WEB = caseOf('healthy-classic').repository
const FLEET = [BLANK, NEW, VALUES, FORMLESS, WEB]

interface Step {
  id: string
  kind: string
  phase: string
  dependsOn: string[]
}

interface Plan {
  repository: string
  steps: Step[]
}

interface Entry {
  repository: string
  application: string | null
}

async function json(...args: string[]) {
  const { code, stdout, stderr } = await inSandbox(...args, '--json')
  return { code, stderr, body: JSON.parse(stdout) }
}

const standing = () => FLEET.map((name) => standingOf(sandbox(), name))
const phasesOf = ({ steps }: { steps: Step[] }) => [...new Set(steps.map(({ phase }) => phase))]
const idsOf = ({ steps }: { steps: Step[] }) => steps.map(({ id }) => id)

beforeAll(async () => {
  const choice = join(home(), 'fleet.json')
  await writeFile(choice, JSON.stringify({ rolecall: 'fleet', version: 1, repositories: FLEET }))
  expect((await inSandbox('fleet', '--import', choice)).code).toBe(0)
}, 60_000)

describe('a plan in a file', { timeout: 120_000 }, () => {
  const file = () => join(home(), 'blank.plan.json')
  const kept = async () => (JSON.parse(await readFile(file(), 'utf8')) as { plans: Plan[] }).plans
  let application = ''

  test('--out keeps it for its owner; --as makes it a file of another tool; nothing is touched', async () => {
    const before = standing()
    const out = join(home(), 'blank.template.json')
    const [planned, terraform, template] = await Promise.all([
      json('plan', BLANK, '--out', file()),
      json('plan', BLANK, '--as', 'terraform'),
      json('plan', BLANK, '--as', 'cloudformation', '--out', out),
    ])
    expect([planned.code, await kept()]).toEqual([0, [planned.body]])
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect([terraform.code, Object.keys(terraform.body)]).toEqual([0, ['fileName', 'text', 'byHand']])
    expect(terraform.body.text).toMatch(/^resource "aws_iam_role" /m)
    expect([template.code, template.body]).toEqual([0, { file: out, byHand: expect.any(Number) }])
    expect(await readFile(out, 'utf8')).toContain('"AWS::IAM::Role"')
    expect(standing()).toEqual(before)
  })

  test('apply --plan is refused with what moved, and touches nothing; else the very steps are done', async () => {
    const { variables } = repositoryOf(sandbox(), BLANK)
    const when = { createdAt: '2026-11-20T00:00:00Z', updatedAt: '2026-11-20T00:00:00Z' }
    variables.push({ name: 'AWS_REGION', value: 'ap-south-1', ...when })
    const before = standing()
    const refused = await json('apply', '--plan', file(), '--yes')
    expect([refused.code, refused.body.failure]).toMatchObject([
      3,
      { reason: 'outdated', sentence: expect.stringContaining('AWS_REGION') },
    ])
    expect(standing()).toEqual(before)
    variables.pop()
    const applied = await json('apply', '--plan', file(), '--yes')
    expect([applied.code, phasesOf(applied.body)]).toEqual([0, ['done']])
    expect(idsOf(applied.body)).toEqual((await kept()).flatMap(idsOf))
    application = applied.body.application
  })

  test('what it made is removed by tear-down, which tells what it leaves, and comes back by undo', async () => {
    const before = standing()
    const shown = await json('tear-down', BLANK)
    expect([shown.code, shown.body.purpose]).toEqual([2, 'tear-down'])
    expect(shown.body.left[0]).toEqual({ target: expect.any(String), says: expect.any(String) })
    const torn = await json('tear-down', BLANK, '--yes')
    expect([torn.code, phasesOf(torn.body)]).toEqual([0, ['done']])
    expect(repositoryOf(sandbox(), BLANK).variables).toEqual([])
    const undone = await json('undo', torn.body.application)
    expect([undone.code, phasesOf(undone.body)]).toEqual([0, ['undone']])
    expect(standing()).toEqual(before)
  })

  test('a step of it is taken back, not one on which others rest; nothing is open then for resume', async () => {
    const steps = (await kept()).flatMap((plan) => plan.steps)
    const rests = new Set(steps.flatMap(({ dependsOn }) => dependsOn))
    const leaf = String(steps.find(({ id, kind }) => kind === 'set-variable' && !rests.has(id))?.id)
    const base = String(steps.find(({ kind }) => kind === 'create-role')?.id)
    const part = await json('undo', application, '--step', leaf)
    const left = (part.body.steps as Step[]).filter(({ phase }) => phase !== 'done')
    expect([part.code, left.map(({ id, phase }) => [id, phase])]).toEqual([0, [[leaf, 'undone']]])
    const refused = await Promise.all([
      json('undo', application, '--step', base),
      json('resume', application, '--yes'),
    ])
    const told = refused.map(({ code, body }) => [code, body.failure.reason])
    expect(told).toEqual([
      [3, 'invalid'],
      [3, 'invalid'],
    ])
  })
})

describe('the whole fleet', { timeout: 120_000 }, () => {
  let entries: Entry[] = []

  test('is planned as one, grouped by change, and applied as that, without the excluded', async () => {
    const planned = await json('plan', '--all', '--exclude', WEB)
    const { plans, groups, failures } = planned.body as {
      plans: Plan[]
      groups: { kind: string; once: boolean; members: { repository: string }[] }[]
      failures: unknown[]
    }
    expect([planned.code, failures]).toEqual([0, []])
    expect(new Set(plans.map(({ repository }) => repository))).toEqual(
      new Set(FLEET.filter((name) => name !== WEB)),
    )
    const changes = groups.reduce((sum, { members }) => sum + members.length, 0)
    expect(changes).toBe(plans.flatMap(idsOf).length)
    expect(groups.filter(({ once }) => once).map(({ kind }) => kind)).toContain('submit-use-case-form')
    sandbox().stage.world.aws.accessDelay = 900
    const applied = await json('apply', '--all', '--exclude', WEB, '--yes')
    expect([applied.code, applied.body.totals]).toEqual([0, { done: 4, excluded: 1 }])
    entries = applied.body.repositories
  })

  test('what AWS has not finished is told by any later process, until it has', async () => {
    const asked = await json('waits')
    expect([asked.code, asked.body.waits]).toEqual([
      1,
      [expect.objectContaining({ what: 'form', repository: FORMLESS, overdue: false })],
    ])
    sandbox().stage.world.aws.accessDelay = 0
    expect(await json('waits', FORMLESS)).toMatchObject({ code: 0, body: { waits: [] } })
  })

  test('several are taken back by their ids: a form stays, and that is no good answer', async () => {
    const of = (name: string) => String(entries.find(({ repository }) => repository === name)?.application)
    const { code, body } = await json('undo', of(NEW), of(FORMLESS))
    expect([code, body.undone.map(({ repository }: Plan) => repository)]).toEqual([1, [NEW, FORMLESS]])
    expect(body.undone.map(phasesOf)).toEqual([['undone'], expect.arrayContaining(['undo-refused'])])
  })

  test('is moved to immutable subjects, each proven by a run', async () => {
    const { body } = await json('migrate-subjects', '--all', '--yes')
    expect(body.repositories.find(({ repository }: Entry) => repository === WEB)).toMatchObject({
      before: 'classic',
      after: 'immutable',
      applications: [expect.any(String), expect.any(String), expect.any(String)],
      run: { conclusion: 'success' },
      failure: null,
    })
  })
})
