import { beforeAll, describe, expect, test } from 'vitest'
import type { AwsAccount, AwsRole } from '../../electron/sandbox/aws/aws-world'
import type { GithubRepository } from '../../electron/sandbox/github/github-world'
import { RepositoryName } from '../../shared/domain/ids'
import { sandboxHouse } from '../support/sandbox-house'
import { FORM } from '../support/service-steps'

/*
 * Twelve links broken one after the other in a repository that works: run, diagnosed, repaired by the plan that the
 * diagnosis leads to, run again, green. Everything through the contract and the real SDKs.
 */

const at = sandboxHouse()
const REPOSITORY = RepositoryName.parse('acme/web')

function worldOf(): { repository: GithubRepository; account: AwsAccount; role: AwsRole } {
  const { world } = at().sandbox.stage
  const repository = world.github.repositories.find(({ name, owner }) => `${owner}/${name}` === REPOSITORY)
  const arn = repository?.variables.find(({ name }) => name === 'AWS_ROLE_ARN')?.value ?? ''
  const account = world.aws.accounts[arn.split(':')[4] ?? '']
  const role = account?.roles.find(({ name }) => arn.endsWith(`/${name}`))
  if (!repository || !account || !role) throw new Error('The seeded world lacks its healthy repository.')
  return { repository, account, role }
}

type World = ReturnType<typeof worldOf>

function withTrust({ role }: World, edit: (text: string) => string): void {
  role.trust = edit(role.trust)
}

function setVariable({ repository }: World, name: string, value: string | null): void {
  repository.variables = repository.variables.filter((one) => one.name !== name)
  const at = '2026-01-01T00:00:00Z'
  if (value !== null) repository.variables.push({ name, value, createdAt: at, updatedAt: at })
}

/** What is broken, which row tells it, and how. Each leaves a repository that works; the subject changes for good. */
const BREAKS: [string, number | null, string, (world: World) => void][] = [
  ['the provider is gone', 6, 'no-provider', ({ account }) => void account.providers.splice(0)],
  [
    'the provider lacks the audience',
    7,
    'provider-audience',
    ({ account }) => {
      for (const provider of account.providers) provider.clientIds = ['https://github.com/acme']
    },
  ],
  [
    'the trust spells the name in other case',
    4,
    'literal-mismatch',
    (world) => withTrust(world, (text) => text.replace('repo:acme/web', 'repo:Acme/Web')),
  ],
  [
    'the trust expects another audience',
    5,
    'audience-or-custom-subject',
    (world) => withTrust(world, (text) => text.replace('"sts.amazonaws.com"', '"https://github.com/acme"')),
  ],
  [
    'the trust names another branch',
    null,
    'subject-refused',
    (world) => withTrust(world, (text) => text.replace('refs/heads/main', 'refs/heads/other')),
  ],
  [
    'the role is gone',
    null,
    'role-missing',
    ({ account, role }) => void account.roles.splice(account.roles.indexOf(role), 1),
  ],
  [
    'the role may not call the model',
    23,
    'permission-missing',
    ({ role }) => {
      role.inlinePolicies = {}
      role.attachedPolicyArns = []
    },
  ],
  [
    'the form is missing',
    19,
    'use-case-form',
    ({ account }) => {
      account.useCaseForm = null
    },
  ],
  ['the region is not set', 13, 'no-region', (world) => setVariable(world, 'AWS_REGION', null)],
  ['the role is not set', 13, 'no-role', (world) => setVariable(world, 'AWS_ROLE_ARN', null)],
  [
    'the profile does not suit the region',
    22,
    'invalid-model',
    (world) => setVariable(world, 'BEDROCK_MODEL_ID', 'eu.anthropic.claude-sonnet-4-6'),
  ],
  [
    'the repository presents its IDs',
    1,
    'immutable-subject',
    ({ repository }) => {
      repository.subject.immutable = true
    },
  ],
]

async function runOnce() {
  const { client, sandbox } = at()
  const run = await client.runs.start({ repository: REPOSITORY, workflowPath: null, ref: null, inputs: {} })
  await sandbox.idle()
  const target = { repository: REPOSITORY, runId: run.id }
  return { ...(await client.runs.get(target)), diagnoses: await client.runs.diagnose(target) }
}

async function repair(): Promise<string[]> {
  const { client } = at()
  const plan = await client.setup.plan({ repository: REPOSITORY, setup: healthy, form: FORM })
  for await (const event of await client.setup.apply({ planId: plan.id, exclude: [] })) {
    if (event.kind === 'ended' && event.failure) throw new Error(event.failure.sentence)
  }
  return plan.steps.map(({ kind }) => kind)
}

type Options = Awaited<ReturnType<ReturnType<typeof at>['client']['setup']['options']>>
let healthy: Options['current'] = null

beforeAll(async () => {
  const { client } = at()
  healthy = (await client.setup.options({ repository: REPOSITORY })).current
}, 60_000)
describe.sequential('a link is broken', () => {
  test.each(BREAKS)(
    '%s: run, diagnosed as row %s (%s), repaired, run, green',
    async (_, row, cause, spoil) => {
      const { sandbox } = at()
      spoil(worldOf())
      sandbox.stage.changed()
      const broken = await runOnce()
      expect(broken.run.conclusion).toBe('failure')
      expect(broken.diagnoses).toMatchObject([
        { row, cause, confidence: 'certain', repair: { kind: 'plan' } },
      ])
      const [first] = broken.diagnoses
      const wanted = first?.repair?.kind === 'plan' ? first.repair.steps : []
      expect(wanted).toEqual(expect.arrayContaining([expect.any(String)]))
      const done = await repair()
      expect(done.some((kind) => wanted.some((step) => step === kind))).toBe(true)
      const mended = await runOnce()
      expect([mended.run.conclusion, mended.diagnoses]).toEqual(['success', []])
    },
  )
})
