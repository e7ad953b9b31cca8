import { describe, expect, test } from 'vitest'
import { type CaseId, caseOf } from '../../electron/sandbox/seed/cases'
import { RepositoryName } from '../../shared/domain/ids'
import { type SeenRun, userOf } from '../support/sandbox-door'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'

/* Each row of field-notes §7 that a world can produce: a run really comes to it, and is diagnosed as that row. */

let ahead = 0
const at = sandboxHouse({
  now: () => Date.now() + ahead,
  pass: (milliseconds) => {
    ahead += milliseconds
  },
})

const user = () => userOf(at().sandbox)
const world = () => at().sandbox.stage.world
const WEB = caseOf('healthy-classic').repository
const KEYS = caseOf('static-keys').repository

function production() {
  const account = Object.values(world().aws.accounts).find(({ alias }) => alias === 'acme-prod')
  if (!account) throw new Error('There is no account acme-prod.')
  return account
}

function roleOf(repository: string) {
  const name = `github-bedrock-${repository.split('/')[1]?.toLowerCase()}`
  const role = production().roles.find((each) => each.name === name)
  if (!role) throw new Error(`There is no role ${name}.`)
  return role
}

/** Changes parts of the world for as long as something is done. */
async function whileChanged<T, O extends object>(
  thing: O,
  change: Partial<O>,
  perform: () => Promise<T>,
): Promise<T> {
  const before = { ...thing }
  Object.assign(thing, change)
  try {
    return await perform()
  } finally {
    for (const key of Object.keys(change)) if (!(key in before)) Reflect.deleteProperty(thing, key)
    Object.assign(thing, before)
  }
}

interface Produced {
  repository: string
  run: SeenRun
}

async function dispatched(repository: string, file?: string): Promise<Produced> {
  return { repository, run: await user().dispatch(repository, file) }
}

const ofCase = (id: CaseId) => () => dispatched(caseOf(id).repository)

const CONFIGURE = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c'
const CLAUDE = 'anthropics/claude-code-action@24dcd50c0568f0fc9e9211213a4fd2d9eb15c4e0'
const ACTION = [`- uses: ${CLAUDE}`, '  with:', '    use_bedrock: "true"', '    prompt: Look at it.']
const ASK = [
  '- name: Ask Claude',
  '  env:',
  '    CLAUDE_CODE_USE_BEDROCK: "1"',
  '  run: claude -p "Hello" --model "${{ vars.BEDROCK_MODEL_ID }}"',
]
const configure = (...more: string[]) => [
  `- uses: ${CONFIGURE}`,
  '  with:',
  '    role-to-assume: ${{ vars.AWS_ROLE_ARN }}',
  '    aws-region: ${{ vars.AWS_REGION }}',
  ...more.map((line) => `    ${line}`),
]

function workflow(trigger: string, idToken: boolean, steps: string[]): string {
  return [
    'name: Bedrock by hand',
    `on: ${trigger}`,
    'jobs:',
    '  ask:',
    '    runs-on: ubuntu-latest',
    `    permissions: ${idToken ? '{ contents: read, id-token: write }' : '{ contents: read }'}`,
    '    steps:',
    ...steps.map((line) => `      ${line}`),
    '',
  ].join('\n')
}

/** Commits a workflow of its own to a healthy repository and starts it. */
async function withWorkflow(file: string, steps: string[], idToken = true): Promise<Produced> {
  const text = workflow('workflow_dispatch', idToken, steps)
  await user().commit(KEYS, { [`.github/workflows/${file}`]: text })
  return dispatched(KEYS, file)
}

/** The newest run of a repository after something was pushed to a branch of it. */
async function pushed(
  repository: string,
  files: Record<string, string>,
  branch: string,
  token = at().sandbox.token,
): Promise<Produced> {
  const pusher = userOf({ ...at().sandbox, token })
  await pusher.commit(repository, files, branch)
  const run = (await user().runs(repository)).find(({ event }) => event === 'pull_request')
  if (!run) throw new Error('Nothing ran.')
  return { repository, run }
}

const PRODUCED: Record<number, () => Promise<Produced>> = {
  1: ofCase('classic-trust-on-new'),
  2: ofCase('environment-subject'),
  3: () => pushed(caseOf('pull-request-subject').repository, { 'docs/a.md': 'A\n' }, 'docs/explain'),
  4: ofCase('case-mismatch'),
  5: ofCase('custom-subject'),
  6: ofCase('no-provider'),
  7: async () => {
    const [provider] = production().providers
    if (!provider) throw new Error('There is no provider.')
    return whileChanged(provider, { clientIds: ['https://github.com/acme'] }, () =>
      diagnosedBefore(() => dispatched(WEB)),
    )
  },
  9: ofCase('no-id-token'),
  10: () => {
    const token = 'ghp_dependabot'
    world().github.tokens[token] = { login: 'dependabot[bot]', scopes: ['repo', 'workflow'], permissions: {} }
    return pushed(caseOf('pull-request-subject').repository, { 'docs/b.md': 'B\n' }, 'docs/explain', token)
  },
  11: ofCase('nested-token'),
  12: () => withWorkflow('row-12.yml', ACTION, false),
  13: ofCase('variable-in-environment'),
  15: async () => {
    const branch = 'add-claude'
    const text = workflow('pull_request', true, ACTION)
    await user().commit(WEB, { 'docs/claude.md': 'Soon.\n' }, branch)
    await user().write(`POST /repos/${WEB}/pulls`, { title: 'Add Claude', head: branch, base: 'main' })
    return pushed(WEB, { '.github/workflows/claude-review.yml': text }, branch)
  },
  16: () => withWorkflow('row-16.yml', [...configure('role-duration-seconds: 7200'), ...ASK]),
  17: () => withWorkflow('row-17.yml', [...configure(), '- run: sleep 75m', ...ASK]),
  18: async () => {
    const now = new Date(at().sandbox.stage.now()).toISOString()
    return whileChanged(world().aws, { consistencyDelay: 600 }, () =>
      whileChanged(roleOf(WEB), { createdAt: now, changedAt: now }, () =>
        diagnosedBefore(() => dispatched(WEB)),
      ),
    )
  },
  19: ofCase('form-missing'),
  20: () => whileChanged(production(), { agreements: [] }, () => diagnosedBefore(() => dispatched(WEB))),
  21: async () => {
    const model = repositoryOf(at().sandbox, WEB).variables.find(({ name }) => name === 'BEDROCK_MODEL_ID')
    if (!model) throw new Error('There is no variable for the model.')
    return whileChanged(model, { value: 'anthropic.claude-sonnet-4-6' }, () =>
      diagnosedBefore(() => dispatched(WEB)),
    )
  },
  22: ofCase('wrong-profile'),
  23: ofCase('no-destinations'),
  24: () =>
    whileChanged(production(), { deniedRegions: ['us-west-2'] }, () =>
      diagnosedBefore(() => dispatched(WEB)),
    ),
  25: async () => {
    const models = Object.values(world().aws.regions).flatMap((region) =>
      region.models.filter(({ id }) => id === 'anthropic.claude-sonnet-4-6'),
    )
    const ended = { endOfLifeAt: '2026-11-01T00:00:00.000Z', lifecycle: 'LEGACY' as const }
    return models.reduce(
      (perform, model) => () => whileChanged(model, ended, perform),
      () => diagnosedBefore(() => dispatched(WEB)),
    )()
  },
  26: () => {
    const tokens = { aMinute: 1, used: 0, since: new Date(at().sandbox.stage.now()).toISOString() }
    return whileChanged(production(), { tokens }, () => dispatched(WEB))
  },
  27: () =>
    whileChanged(world(), { tools: { claudeCode: 'summarises' } }, () =>
      dispatched(caseOf('form-missing').repository),
    ),
  28: () => {
    const { actions } = repositoryOf(at().sandbox, KEYS)
    const loose = configure().map((line) =>
      line.replace(CONFIGURE, 'aws-actions/configure-aws-credentials@v6'),
    )
    return whileChanged(actions, { shaPinningRequired: true }, () =>
      diagnosedBefore(() => withWorkflow('row-28.yml', [...loose, ...ASK])),
    )
  },
}

const told = new Map<number, (number | null)[]>()

/** Diagnoses while the world still is as the run met it. */
async function diagnosedBefore(perform: () => Promise<Produced>): Promise<Produced> {
  const produced = await perform()
  told.set(produced.run.id, await rowsOf(produced))
  return produced
}

async function rowsOf({ repository, run }: Produced): Promise<(number | null)[]> {
  const name = RepositoryName.parse(repository)
  const diagnoses = await at().client.runs.diagnose({ repository: name, runId: run.id })
  return diagnoses.map(({ row }) => row)
}

/** Rows that no run of the sandbox comes to, and why (docs/sandbox.md). */
const NOT_PRODUCED = {
  8: 'AWS has not looked at thumbprints of GitHub since 2023',
  14: 'a defect that some releases of an action were reported to have',
  29: 'GitHub refuses the dispatch: there is no run',
  30: 'GitHub starts no run: the state of the workflow tells',
}

test('every row is produced, or is listed with why it is not', () => {
  const rows = [...Object.keys(PRODUCED), ...Object.keys(NOT_PRODUCED)].map(Number)
  expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
})

describe('the runner comes to', { timeout: 30_000 }, () => {
  test.each(Object.keys(PRODUCED).map(Number))('row %i, and the run is diagnosed as that', async (row) => {
    const produced = await PRODUCED[row]?.()
    if (!produced) throw new Error(`Row ${row} is not produced.`)
    expect(told.get(produced.run.id) ?? (await rowsOf(produced))).toEqual([row])
  })
})

describe('what GitHub does not start', () => {
  test('row 29: its refusal of the dispatch, held against the repository, is that row', async () => {
    const { repository } = caseOf('no-dispatch')
    const listed = await user().read<{ workflows: { id: number }[] }>(
      `/repos/${repository}/actions/workflows`,
    )
    const route = `POST /repos/${repository}/actions/workflows/${listed.workflows[0]?.id}/dispatches`
    const response = await user().call(route, { ref: 'main' })
    const { message } = (await response.json()) as { message: string }
    const [diagnosis] = await at().client.runs.diagnoseText({
      repository: RepositoryName.parse(repository),
      runId: null,
      text: `could not create workflow dispatch event: HTTP ${response.status}: ${message}\n`,
    })
    expect(diagnosis).toMatchObject({ row: 29, confidence: 'certain' })
  })

  test('row 30: the chain tells the state of the workflow', async () => {
    const repository = RepositoryName.parse(caseOf('disabled').repository)
    const { chain } = await at().client.fleet.repository({ repository, fresh: true })
    expect(chain.links.workflow.findings).toContainEqual(
      expect.objectContaining({
        check: expect.stringMatching(/^workflow\.disabled/),
        repair: expect.anything(),
      }),
    )
  })
})
