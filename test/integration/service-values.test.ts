import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { commitFiles } from '../../electron/sandbox/github/git-store'
import { caseOf } from '../../electron/sandbox/seed/cases'
import type { BatchEvent } from '../../shared/contract/batch'
import { RepositoryName } from '../../shared/domain/ids'
import type { Plan } from '../../shared/domain/plan'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'
import { applyPlan, phasesOf, planFor, standingOf, toEnd, undo } from '../support/service-steps'

/* Values set in many repositories at once, and long-lived keys that are removed once a run has proven the role. */

const at = sandboxHouse()
beforeEach(() => at().sandbox.reset())

const LEGACY = caseOf('static-keys').repository
const WEB = caseOf('healthy-classic').repository
const NEW = caseOf('classic-trust-on-new').repository
const ENVIRONMENT = caseOf('environment-subject').repository
const WHEN = { createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-01T00:00:00Z' }

const secretNames = (name: string) => repositoryOf(at().sandbox, name).secrets.map((secret) => secret.name)
const removal = () => at().client.setup.removeKeys({ repository: RepositoryName.parse(LEGACY) })
const obstacles = ({ conflicts, needed }: Plan) => [...conflicts, ...needed].map(({ says }) => says).join(' ')

describe('leftover AWS keys of a proven repository', { timeout: 60_000 }, () => {
  test('are removed on request, irreversibly, and nothing else is touched', async () => {
    const { client } = at()
    const repository = RepositoryName.parse(LEGACY)
    repositoryOf(at().sandbox, LEGACY).environments.push({
      name: 'staging',
      id: 990_001,
      variables: [],
      secrets: [{ name: 'AWS_SESSION_TOKEN', value: 'x', ...WHEN }],
      reviewers: [],
    })
    repositoryOf(at().sandbox, LEGACY).secrets.push({ name: 'OTHER', value: 'x', ...WHEN })
    const plan = await removal()
    expect(plan.steps.map(({ kind, title, reversible }) => [kind, title, reversible])).toEqual([
      ['delete-secret', 'Delete the secret AWS_ACCESS_KEY_ID', false],
      ['delete-secret', 'Delete the secret AWS_SECRET_ACCESS_KEY', false],
      ['delete-secret', 'Delete the secret AWS_SESSION_TOKEN in environment staging', false],
    ])
    const setupsBefore = at().house.realm().settings.read().setups
    const ended = await applyPlan(client, plan)
    expect([ended.failure, new Set(phasesOf(ended))]).toEqual([null, new Set(['done'])])
    expect(secretNames(LEGACY)).toEqual(['OTHER'])
    expect(repositoryOf(at().sandbox, LEGACY).environments[0]?.secrets).toEqual([])
    expect(at().house.realm().settings.read().setups).toEqual(setupsBefore)
    const { chain } = await client.fleet.repository({ repository, fresh: true })
    expect(chain.links.variables.findings.some(({ check }) => check === 'variables.static-keys')).toBe(false)
    expect(phasesOf(await undo(client, ended))).toEqual(['undo-refused', 'undo-refused', 'undo-refused'])
  })

  test('stay while a workflow reads them, and while an organization holds them', async () => {
    const { sandbox } = at()
    const { git, owner, id } = repositoryOf(sandbox, LEGACY)
    const text = [
      'on: workflow_dispatch',
      'jobs:',
      '  old:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - uses: aws-actions/configure-aws-credentials@v4',
      '        with:',
      '          aws-access-key-id: ${{ secrets.AWS_ACCESS_KEY_ID }}',
      '          aws-secret-access-key: ${{ secrets.DEPLOY_KEY }}',
      '          aws-region: us-east-1',
    ].join('\n')
    const file = { path: '.github/workflows/old.yml', text }
    commitFiles(git, 'main', [file], { message: 'Old', author: 'octocat', date: '2026-11-01T00:00:00Z' })
    repositoryOf(sandbox, LEGACY).secrets.push({ name: 'DEPLOY_KEY', value: 'x', ...WHEN })
    const organization = sandbox.stage.world.github.owners.find(({ login }) => login === owner)
    organization?.secrets.push({
      name: 'AWS_SESSION_TOKEN',
      value: 'x',
      visibility: 'selected',
      selected: [id],
      ...WHEN,
    })
    const plan = await removal()
    expect(plan.steps.map(({ title }) => title)).toEqual(['Delete the secret AWS_SECRET_ACCESS_KEY'])
    expect(plan.conflicts.map(({ target }) => target)).toEqual([
      `${LEGACY} secret AWS_ACCESS_KEY_ID`,
      `${LEGACY} secret DEPLOY_KEY`,
    ])
    expect(obstacles(plan)).toContain('still read by .github/workflows/old.yml')
    expect(plan.left).toEqual([
      { target: 'acme secret AWS_SESSION_TOKEN', says: expect.stringMatching(/organization/) },
    ])
  })

  test('stay until a run has begun after the last change: then they go', async () => {
    const { client } = at()
    const repository = RepositoryName.parse(LEGACY)
    const [set] = (
      await client.setup.planValues({
        repositories: [repository],
        values: [{ name: 'UNRELATED', value: 'x', environment: null }],
      })
    ).plans
    if (!set) throw new Error('There is no plan.')
    await applyPlan(client, set)
    const early = await removal()
    expect([early.steps, obstacles(early)]).toEqual([
      [],
      expect.stringMatching(/once a run has shown.*from before/),
    ])
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    const { id: runId } = await client.runs.start({ repository, workflowPath: null, ref: null, inputs: {} })
    for await (const _event of await client.runs.follow({ repository, runId }));
    expect((await removal()).steps).toHaveLength(2)
  })

  test('are refused where the repository is broken', async () => {
    repositoryOf(at().sandbox, NEW).secrets.push({ name: 'AWS_ACCESS_KEY_ID', value: 'x', ...WHEN })
    const plan = await at().client.setup.removeKeys({ repository: RepositoryName.parse(NEW) })
    expect([plan.steps, obstacles(plan)]).toEqual([[], expect.stringMatching(/cannot be had back/)])
  })
})

describe('one value in many repositories', { timeout: 60_000 }, () => {
  const planned = (names: string[], name: string, value: string, environment: string | null = null) =>
    at().client.setup.planValues({
      repositories: names.map((each) => RepositoryName.parse(each)),
      values: [{ name, value, environment }],
    })

  async function applied(plans: readonly Plan[]) {
    let last: BatchEvent | null = null
    const chosen = plans.map(({ id: planId }) => ({ planId, exclude: [] }))
    for await (const event of await at().client.setup.applyMany({ plans: chosen })) last = event
    if (last?.kind !== 'ended') throw new Error('The batch ended without saying how.')
    return last.entries
  }

  test('is shown before and after, set through the journal, and taken back', async () => {
    const { client, sandbox } = at()
    const before = [WEB, NEW].map((name) => standingOf(sandbox, name))
    const { plans, groups } = await planned([WEB, NEW], 'AWS_REGION', 'us-east-2')
    expect(plans.map(({ steps }) => steps.map(({ before, after }) => [before, after]))).toEqual([
      [['us-east-1', 'us-east-2']],
      [['us-west-2', 'us-east-2']],
    ])
    expect(groups.map(({ title, members }) => [title, members.length])).toEqual([
      ['Set a variable: AWS_REGION', 2],
    ])
    const entries = await applied(plans)
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
    const regionOf = (name: string) =>
      repositoryOf(sandbox, name).variables.find((one) => one.name === 'AWS_REGION')?.value
    expect([regionOf(WEB), regionOf(NEW)]).toEqual(['us-east-2', 'us-east-2'])
    const again = await planned([WEB, NEW], 'aws_region', 'us-east-2')
    expect(again.plans.flatMap(({ steps }) => steps)).toEqual([])
    for (const { applicationId } of entries) {
      await toEnd(await client.setup.undo({ applicationId: applicationId ?? '' }))
    }
    expect([WEB, NEW].map((name) => standingOf(sandbox, name))).toEqual(before)
  })

  test('moves a stored setup with it, and back; one that is inferred is not stored', async () => {
    const { client } = at()
    await applyPlan(client, await planFor(client, NEW))
    const stored = () => at().house.realm().settings.read().setups
    const entries = await applied((await planned([WEB, NEW], 'AWS_REGION', 'us-east-1')).plans)
    expect(Object.entries(stored()).map(([name, { region }]) => [name, region])).toEqual([[NEW, 'us-east-1']])
    const { applicationId } = entries.find(({ repository }) => repository === NEW) ?? {}
    await toEnd(await client.setup.undo({ applicationId: applicationId ?? '' }))
    expect(Object.values(stored()).map(({ region }) => region)).toEqual(['us-west-2'])
  })

  test('goes into an environment, read even where no job names it; what hides a value is told', async () => {
    const { sandbox } = at()
    const staging = {
      name: 'staging',
      id: 990_002,
      variables: [{ name: 'AWS_REGION', value: 'eu-west-1', ...WHEN }],
      secrets: [],
      reviewers: [],
    }
    repositoryOf(sandbox, WEB).environments.push(staging)
    const inStaging = await planned([WEB, ENVIRONMENT], 'AWS_REGION', 'eu-west-2', 'staging')
    expect(inStaging.plans.map(({ steps }) => steps.map(({ before, after }) => [before, after]))).toEqual([
      [['eu-west-1', 'eu-west-2']],
      [],
    ])
    expect(inStaging.plans.map(obstacles)).toEqual(['', expect.stringContaining('no environment staging')])
    expect((await applied(inStaging.plans.slice(0, 1))).map(({ outcome }) => outcome)).toEqual(['done'])
    expect(staging.variables[0]?.value).toBe('eu-west-2')
    repositoryOf(sandbox, ENVIRONMENT).environments[0]?.variables.push({
      name: 'AWS_REGION',
      value: 'us-west-2',
      ...WHEN,
    })
    const [plan] = (await planned([ENVIRONMENT], 'AWS_REGION', 'us-east-2')).plans
    expect(plan?.left?.map(({ says }) => says)).toEqual([expect.stringContaining('us-west-2')])
  })

  test.each([
    ['AWS_REGION', 'Frankfurt', /is none/],
    ['BEDROCK_MODEL_ID', 'a model', /is none/],
    ['AWS_ROLE_ARN', 'my-role', /no ARN/],
  ])('%s=%s is refused where jobs read their setting from it', async (name, value, says) => {
    const [plan] = (await planned([WEB], name, value)).plans
    expect([plan?.steps, plan && obstacles(plan)]).toEqual([[], expect.stringMatching(says)])
  })

  test('that the account cannot call any more is set with a warning', async () => {
    const [plan] = (await planned([WEB], 'AWS_REGION', 'eu-west-2')).plans
    expect([plan?.steps.length, plan?.lints?.map(({ rule }) => rule)]).toEqual([1, ['model-not-callable']])
  })

  test('stays away from an archived repository', async () => {
    const { plans } = await planned([caseOf('archived').repository], 'X', 'y')
    expect([plans[0]?.steps, plans[0] && obstacles(plans[0])]).toEqual([
      [],
      expect.stringMatching(/archived/),
    ])
  })
})

/* GitHub Docs, secrets: a value is sealed by the client, and no call gives it back. */
describe('one secret in many repositories', { timeout: 60_000 }, () => {
  const VALUE = 'hush-4f1c9a70-only-in-memory'

  const planned = async (
    names: string[],
    environment: string | null = null,
    value = VALUE,
    name = 'DEPLOY_KEY',
  ) =>
    (
      await at().client.setup.planValues({
        repositories: names.map((each) => RepositoryName.parse(each)),
        values: [{ name, value, environment, secret: true }],
      })
    ).plans
  const secretOf = (name: string) =>
    repositoryOf(at().sandbox, name).secrets.find((one) => one.name === 'DEPLOY_KEY')

  async function applied(plans: readonly Plan[]) {
    let last: BatchEvent | null = null
    const chosen = plans.map(({ id: planId }) => ({ planId, exclude: [] }))
    for await (const event of await at().client.setup.applyMany({ plans: chosen })) last = event
    if (last?.kind !== 'ended') throw new Error('The batch ended without saying how.')
    return last.entries
  }

  test('is sealed for each, leaves no trace of its value, and is taken back where it was new', async () => {
    const { client, home, sandbox } = at()
    repositoryOf(sandbox, NEW).secrets.push({ name: 'DEPLOY_KEY', value: 'old', ...WHEN })
    const plans = await planned([WEB, NEW])
    expect(plans.map(({ steps }) => steps.map((step) => [step.before, step.after, step.reversible]))).toEqual(
      [[['absent', 'set', true]], [['set', 'set', false]]],
    )
    const entries = await applied(plans)
    expect(entries.map(({ outcome, failure }) => [outcome, failure])).toEqual([
      ['done', null],
      ['done', null],
    ])
    expect([secretOf(WEB)?.value, secretOf(NEW)?.value]).toEqual([VALUE, VALUE])
    const applications = await client.setup.applications({ repository: null })
    expect(applications.length).toBeGreaterThan(1)
    expect(JSON.stringify([plans, entries, applications])).not.toContain(VALUE)
    expect(await textsUnder(join(home, 'sandbox', 'journal'))).not.toContain(VALUE)
    const undone = []
    for (const { applicationId } of entries)
      undone.push((await toEnd(await client.setup.undo({ applicationId: applicationId ?? '' }))).ended)
    const outcomes = undone.map((ended) => [ended.application.repository, phasesOf(ended)])
    expect(Object.fromEntries(outcomes)).toEqual({ [WEB]: ['undone'], [NEW]: ['undo-refused'] })
    expect([secretOf(WEB), secretOf(NEW)?.value]).toEqual([undefined, VALUE])
  })

  test('goes into an environment of each that has it', async () => {
    const { sandbox } = at()
    const staging = {
      name: 'staging',
      id: 990_003,
      variables: [],
      secrets: [{ name: 'DEPLOY_KEY', value: 'old', ...WHEN }],
      reviewers: [],
    }
    repositoryOf(sandbox, WEB).environments.push(staging)
    const plans = await planned([WEB, NEW], 'staging')
    expect(plans.map(({ steps }) => steps.map(({ reversible }) => reversible))).toEqual([[false], []])
    expect(plans.map(obstacles)).toEqual(['', expect.stringContaining('no environment staging')])
    expect((await applied(plans.slice(0, 1))).map(({ outcome }) => outcome)).toEqual(['done'])
    expect([staging.secrets[0]?.value, secretOf(WEB)]).toEqual([VALUE, undefined])
  })

  test('from which jobs take their role must be the ARN of one', async () => {
    const ours = caseOf('role-in-secret').repository
    const [plan] = await planned([ours], null, 'not-an-arn', 'AWS_BEDROCK_ROLE_ARN')
    expect([plan?.steps, plan && obstacles(plan)]).toEqual([[], expect.stringMatching(/no ARN of a role/)])
    const [fit] = await planned([ours], null, 'arn:aws:iam::111122223333:role/other', 'AWS_BEDROCK_ROLE_ARN')
    expect(fit?.steps.map(({ kind }) => kind)).toEqual(['set-secret'])
  })
})

/** Every file below a folder, as one text. */
async function textsUnder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return (
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))
  ).join('')
}

describe('a region that the organization keeps', { timeout: 60_000 }, () => {
  test('is shared with the repository where it is right, and taken back', async () => {
    const { client, sandbox } = at()
    const { variables, id, owner } = repositoryOf(sandbox, WEB)
    const own = variables.findIndex(({ name }) => name === 'AWS_REGION')
    const region = variables.splice(own, 1)[0]?.value ?? ''
    const organization = sandbox.stage.world.github.owners.find(({ login }) => login === owner)
    const shared = {
      name: 'AWS_REGION',
      value: region,
      visibility: 'selected' as const,
      selected: [],
      ...WHEN,
    }
    organization?.variables.splice(0, organization.variables.length, shared)
    const selected = () => organization?.variables[0]?.selected
    const repository = RepositoryName.parse(WEB)
    const view = await client.fleet.repository({ repository, fresh: true })
    const missing = view.values[0]?.values.find(({ name }) => name === 'AWS_REGION')
    expect([missing?.status, missing?.says]).toEqual(['missing', expect.stringMatching(/does not share it/)])
    const { current } = await client.setup.options({ repository })
    if (!current) throw new Error('There is no setup to begin with.')
    const level = { kind: 'organization' as const }
    const convention = {
      ...current.convention,
      id: 'custom' as const,
      region: { ...current.convention.region, level },
    }
    const plan = await planFor(client, WEB, { setup: { ...current, convention } })
    expect(plan.steps.map(({ kind, needs }) => [kind, needs])).toEqual([
      ['share-variable', ['Organization variables: write']],
    ])
    const token = sandbox.stage.world.github.tokens[sandbox.token]
    token?.scopes?.splice(0, token.scopes.length, 'repo', 'workflow', 'read:org')
    const refused = await applyPlan(client, plan)
    expect([refused.failure?.recovery, selected()]).toEqual([
      { kind: 'ask-administrator', permission: 'admin:org' },
      [],
    ])
    token?.scopes?.push('admin:org')
    const ended = await applyPlan(client, plan)
    expect([ended.failure, selected()]).toEqual([null, [id]])
    expect((await client.fleet.repository({ repository, fresh: true })).chain.links.variables.status).toBe(
      'ok',
    )
    expect([(await undo(client, ended)).failure, selected()]).toEqual([null, []])
  })
})
