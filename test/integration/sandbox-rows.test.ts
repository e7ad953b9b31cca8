import { describe, expect, test } from 'vitest'
import { type CaseId, caseOf } from '../../electron/sandbox/seed/cases'
import type { TestEntry } from '../../shared/contract/test-runs'
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
  8: () => {
    const [provider] = production().providers
    if (!provider) throw new Error('There is no provider.')
    /* The only thumbprint that was to be given until June 2023. */
    const old = { thumbprints: ['6938fd4d98bab03faadb97b34396831e3780aea1'] }
    return whileChanged(world().aws, { comparesThumbprints: true }, () =>
      whileChanged(provider, old, () => dispatched(WEB)),
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
  14: () =>
    whileChanged(world(), { tools: { claudeCode: 'loses-credentials' } }, () =>
      withWorkflow('row-14.yml', [...configure(), ...ACTION]),
    ),
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

/** A pull request from the fork of somebody who may not write to the repository. */
async function fromFork(): Promise<Produced> {
  const { repository } = caseOf('pull-request-subject')
  const token = 'ghp_contributor'
  const login = 'octo-contributor'
  const { github } = world()
  github.owners.push({ login, id: 4711, kind: 'User', variables: [], secrets: [], claimKeys: [] })
  github.tokens[token] = { login, scopes: ['repo', 'workflow'], permissions: {} }
  const contributor = userOf({ ...at().sandbox, token })
  const fork = await contributor.write<{ full_name: string }>(`POST /repos/${repository}/forks`, {})
  await contributor.commit(fork.full_name, { 'docs/c.md': 'C\n' }, 'explain')
  const head = `${login}:explain`
  await contributor.write(`POST /repos/${repository}/pulls`, { title: 'Explain', head, base: 'main' })
  await at().sandbox.idle()
  const run = (await user().runs(repository)).find(({ event }) => event === 'pull_request')
  if (!run) throw new Error('Nothing ran.')
  return { repository, run }
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

/** Rows that have no run, as GitHub starts none: its refusal of the dispatch is what is produced. */
const REFUSED: Record<number, { id: CaseId; message: string }> = {
  29: { id: 'no-dispatch', message: "Workflow does not have 'workflow_dispatch' trigger" },
  30: { id: 'disabled', message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow" },
}

test('every row is produced', () => {
  const rows = [...Object.keys(PRODUCED), ...Object.keys(REFUSED)].map(Number)
  expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
})

describe('the runner comes to', { timeout: 30_000 }, () => {
  test.each(Object.keys(PRODUCED).map(Number))('row %i, and the run is diagnosed as that', async (row) => {
    const produced = await PRODUCED[row]?.()
    if (!produced) throw new Error(`Row ${row} is not produced.`)
    expect(told.get(produced.run.id) ?? (await rowsOf(produced))).toEqual([row])
  })
})

test('row 10 is a fork’s, too: its commit lies elsewhere, and GitHub gives it no token', async () => {
  const produced = await fromFork()
  expect(await rowsOf(produced)).toEqual([10])
  const { run } = await at().client.runs.get({
    repository: RepositoryName.parse(produced.repository),
    runId: produced.run.id,
  })
  expect(run).toMatchObject({ headRepository: 'octo-contributor/reviews', actor: 'octo-contributor' })
})

describe.each(Object.entries(REFUSED))('row %s, of which there is no run', (number, { id, message }) => {
  const { repository } = caseOf(id)
  const name = RepositoryName.parse(repository)

  test('is told from GitHub’s own refusal, held against the repository', async () => {
    const listed = await user().read<{ workflows: { id: number }[] }>(
      `/repos/${repository}/actions/workflows`,
    )
    const route = `POST /repos/${repository}/actions/workflows/${listed.workflows[0]?.id}/dispatches`
    const response = await user().call(route, { ref: 'main' })
    expect([response.status, await response.json()]).toEqual([422, expect.objectContaining({ message })])
    const [diagnosis] = await at().client.runs.diagnoseText({
      repository: name,
      runId: null,
      text: `could not create workflow dispatch event: HTTP 422: ${message}\n`,
    })
    expect(diagnosis).toMatchObject({ row: Number(number), confidence: 'certain' })
  })

  test('is what a test run says that could not be started, with the repair', async () => {
    const entries: TestEntry[] = []
    for await (const event of await at().client.runs.startMany({ repositories: [name], atOnce: 1 })) {
      if (event.kind === 'settled') entries.push(event.entry)
    }
    expect(entries).toMatchObject([
      { outcome: 'refused', diagnoses: [{ row: Number(number), repair: { kind: 'plan' } }] },
    ])
  })
})
