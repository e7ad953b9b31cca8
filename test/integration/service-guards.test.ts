import { beforeEach, describe, expect, test } from 'vitest'
import type { AwsRole } from '../../electron/sandbox/aws/aws-world'
import { commitFiles, fileAt } from '../../electron/sandbox/github/git-store'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { RepositoryName } from '../../shared/domain/ids'
import type { Plan } from '../../shared/domain/plan'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import { applyPlan, phasesOf, planFor, refusedAs, standingOf, toEnd } from '../support/service-steps'

/* What Rolecall will not do: overwrite what is not its own, or act on a world other than the one that was agreed to. */

const at = sandboxHouse()
const BLANK = caseOf('nothing').repository

beforeEach(() => at().sandbox.reset())

function roleOf(name: string): AwsRole {
  const accounts = Object.values(at().sandbox.stage.world.aws.accounts)
  const role = accounts.flatMap(({ roles }) => roles).find((each) => each.name === name)
  if (!role) throw new Error(`The sandbox has no role ${name}.`)
  return role
}

/** The document with one more statement, as somebody else would have added it. */
function withStatement(document: string, statement: object): string {
  const { Statement, ...rest } = JSON.parse(document)
  return JSON.stringify({ ...rest, Statement: [...[Statement].flat(), statement] })
}

const statementsOf = (document: string): { Sid?: string }[] => [JSON.parse(document).Statement].flat()

const FOREIGN_TRUST = {
  Sid: 'Deployers',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'sts:AssumeRole',
}
const FOREIGN_GRANT = { Sid: 'Logs', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }

const NOTE = { message: 'Not Rolecall’s', author: 'sandbox-admin', date: '2026-11-20T00:00:00Z' }

const SCRIPT = 'scripts/call_bedrock.py'
const THEIRS = 'print("theirs")\n'

/** Paths of the files that the plan proposes. */
function filesOf({ steps }: Plan): string[] {
  return steps.flatMap(({ action }) =>
    action.kind === 'propose-workflow' ? action.files.map(({ path }) => path) : [],
  )
}

describe('a world that moved between the plan and its application', () => {
  test('is not touched, and what moved is named', async () => {
    const { client, sandbox } = at()
    const { repository } = caseOf('classic-trust-on-new')
    const plan = await planFor(client, repository)
    const role = roleOf('github-bedrock-new-service')
    role.trust = withStatement(role.trust, FOREIGN_TRUST)
    const moved = standingOf(sandbox, repository)
    await expect(applyPlan(client, plan)).rejects.toMatchObject(
      refusedAs('outdated', /github-bedrock-new-service.*Nothing was touched/),
    )
    expect(standingOf(sandbox, repository)).toEqual(moved)
    expect(await client.setup.applications({ repository: RepositoryName.parse(repository) })).toEqual([])
  })

  test('in the middle of it stops that step and what depends on it, and overwrites nothing', async () => {
    const { client, sandbox } = at()
    const plan = await planFor(client, BLANK)
    const events = await client.setup.apply({ planId: plan.id, exclude: [] })
    const { variables } = repositoryOf(sandbox, BLANK)
    const when = { createdAt: '2026-11-20T00:00:00Z', updatedAt: '2026-11-20T00:00:00Z' }
    const watched = (async function* () {
      for await (const event of events) {
        if (event.kind === 'started') variables.push({ name: 'AWS_REGION', value: 'ap-south-1', ...when })
        yield event
      }
    })()
    const { ended } = await toEnd(watched)
    expect(ended.failure).toMatchObject({
      reason: 'outdated',
      sentence: expect.stringMatching(/AWS_REGION.*ap-south-1/),
    })
    expect(repositoryOf(sandbox, BLANK).variables).toContainEqual(
      expect.objectContaining({ value: 'ap-south-1' }),
    )
    const phase = (kind: string) => phasesOf(ended)[plan.steps.findIndex((step) => step.kind === kind)]
    expect([phase('create-role'), phase('merge-pull-request')]).toEqual(['done', 'done'])
  })

  test('by a profile that now leads to another account is refused before anything is touched', async () => {
    const { client, sandbox } = at()
    const { repository } = caseOf('no-destinations')
    const plan = await planFor(client, repository)
    const keys = Object.values(sandbox.stage.world.aws.accessKeys)
    const production = keys.find(({ account }) => account === '111122223333')
    if (production)
      Object.assign(production, { account: '444455556666', arn: 'arn:aws:iam::444455556666:user/x' })
    const before = standingOf(sandbox, repository)
    await expect(applyPlan(client, plan)).rejects.toMatchObject(
      refusedAs('outdated', /pinned to account 111122223333 but now resolves to 444455556666/),
    )
    expect(standingOf(sandbox, repository)).toEqual(before)
  })

  test('a plan that was never made is not applied', async () => {
    const events = at().client.setup.apply({ planId: 'made-up', exclude: [] })
    await expect(events.then(toEnd)).rejects.toMatchObject(refusedAs('outdated', /no longer kept/))
  })
})

describe('what belongs to somebody else', () => {
  test('in a trust policy is kept, in its place', async () => {
    const { client } = at()
    const role = roleOf('github-bedrock-new-service')
    role.trust = withStatement(role.trust, FOREIGN_TRUST)
    const ended = await applyPlan(client, await planFor(client, caseOf('classic-trust-on-new').repository))
    expect(ended.failure).toBeNull()
    expect(statementsOf(role.trust)).toContainEqual(FOREIGN_TRUST)
  })

  test('in a permission policy is kept', async () => {
    const { client } = at()
    const role = roleOf('github-bedrock-router')
    const [name = ''] = Object.keys(role.inlinePolicies)
    role.inlinePolicies[name] = withStatement(role.inlinePolicies[name] ?? '', FOREIGN_GRANT)
    const ended = await applyPlan(client, await planFor(client, caseOf('no-destinations').repository))
    expect(ended.failure).toBeNull()
    const documents = Object.values(role.inlinePolicies).flatMap(statementsOf)
    expect(documents).toContainEqual(FOREIGN_GRANT)
  })

  test('at the workflow’s path stays as it is: ours gets another name', async () => {
    const { client, sandbox } = at()
    const { git } = repositoryOf(sandbox, BLANK)
    const path = '.github/workflows/bedrock.yml'
    const text = 'name: Other\non: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }\n'
    commitFiles(git, 'main', [{ path, text }], NOTE)
    const plan = await planFor(client, BLANK)
    expect(filesOf(plan)).toEqual(['.github/workflows/rolecall-bedrock.yml', 'scripts/call_bedrock.py'])
    expect((await applyPlan(client, plan)).failure).toBeNull()
    expect(fileAt(git, 'main', path)).toBe(text)
  })

  test('at the script’s path is told by the plan, keeps the proposal out of it, and stays as it is', async () => {
    const { client, sandbox } = at()
    const { git } = repositoryOf(sandbox, BLANK)
    commitFiles(git, 'main', [{ path: SCRIPT, text: THEIRS }], NOTE)
    const plan = await planFor(client, BLANK)
    expect([filesOf(plan), plan.conflicts]).toEqual([
      [],
      [{ target: SCRIPT, says: expect.stringMatching(/already, with other content.*another template/) }],
    ])
    const { current } = await client.setup.options({ repository: RepositoryName.parse(BLANK) })
    if (!current) throw new Error('There is no setup to begin with.')
    const other = await planFor(client, BLANK, { setup: { ...current, template: 'claude-cli' } })
    expect([filesOf(other), other.conflicts]).toEqual([['.github/workflows/bedrock.yml'], []])
    expect((await applyPlan(client, plan)).failure).toBeNull()
    expect(fileAt(git, 'main', SCRIPT)).toBe(THEIRS)
  })

  test('at the script’s path since the plan was made stops its application before anything is touched', async () => {
    const { client, sandbox } = at()
    const { git } = repositoryOf(sandbox, BLANK)
    const plan = await planFor(client, BLANK)
    commitFiles(git, 'main', [{ path: SCRIPT, text: THEIRS }], NOTE)
    const moved = standingOf(sandbox, BLANK)
    await expect(applyPlan(client, plan)).rejects.toMatchObject(
      refusedAs('outdated', /scripts\/call_bedrock\.py is in the repository already.*Nothing was touched/),
    )
    expect(standingOf(sandbox, BLANK)).toEqual(moved)
  })

  test('at the script’s path since the application began is not overwritten either', async () => {
    const { client, sandbox } = at()
    const { git } = repositoryOf(sandbox, BLANK)
    const plan = await planFor(client, BLANK)
    const events = await client.setup.apply({ planId: plan.id, exclude: [] })
    const watched = (async function* () {
      for await (const event of events) {
        if (event.kind === 'started') commitFiles(git, 'main', [{ path: SCRIPT, text: THEIRS }], NOTE)
        yield event
      }
    })()
    const { ended } = await toEnd(watched)
    expect(ended.failure?.sentence).toMatch(
      /scripts\/call_bedrock\.py exists already.*Nothing was overwritten/,
    )
    expect(phasesOf(ended).slice(-2)).toEqual(['failed', 'skipped'])
    expect(fileAt(git, 'main', SCRIPT)).toBe(THEIRS)
  })
})
