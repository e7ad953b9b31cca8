import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnSandbox, startSandbox } from '../../electron/sandbox/sandbox'
import { CASES, type CaseId, caseOf } from '../../electron/sandbox/seed/cases'
import { type SandboxUser, userOf } from '../support/sandbox-door'

/* Each seeded repository fails as its row of field-notes §7 says, or passes, when somebody dispatches it. */

let sandbox: OwnSandbox
let user: SandboxUser

beforeAll(async () => {
  sandbox = await startSandbox({ home: null })
  user = userOf(sandbox)
})
afterAll(() => sandbox.close())

const repositoryOf = (id: CaseId) => caseOf(id).repository
const NOT_AUTHORIZED =
  'Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'

describe('what works', () => {
  const HEALTHY: CaseId[] = [
    'healthy-classic',
    'healthy-immutable',
    'static-keys',
    'role-in-secret',
    'reusable-caller',
  ]
  test.each(HEALTHY)('%s: the role is taken and the model answers', async (id) => {
    const run = await user.dispatch(repositoryOf(id))
    expect(run.conclusion).toBe('success')
    expect(run.log).toMatch(/Authenticated as assumedRoleId AROA\w+:GitHubActions/)
    expect(run.log).toContain('on Amazon Bedrock')
  })

  test('a role in a secret never shows in the log', async () => {
    const run = await user.dispatch(repositoryOf('role-in-secret'))
    expect(run.log).toContain('role-to-assume: ***')
    expect(run.log).not.toContain('arn:aws:iam::')
  })

  test('a repository whose pull requests are refused still passes from its branch', async () => {
    const run = await user.dispatch(repositoryOf('pull-request-subject'))
    expect(run.conclusion).toBe('success')
  })
})

describe('what STS refuses', () => {
  const REFUSED: CaseId[] = ['classic-trust-on-new', 'case-mismatch', 'environment-subject', 'custom-subject']
  test.each(REFUSED)('%s: not authorized, after twelve attempts', async (id) => {
    const run = await user.dispatch(repositoryOf(id))
    expect(run.conclusion).toBe('failure')
    expect(run.log.match(/Assuming role with OIDC$/gm)).toHaveLength(12)
    expect(run.log).toContain(`##[error]${NOT_AUTHORIZED}`)
  })

  test('no-provider: STS names the issuer that the account does not know (row 6)', async () => {
    const run = await user.dispatch(repositoryOf('no-provider'))
    expect(run.log).toContain(
      '##[error]Could not assume role with OIDC: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
    )
  })

  test('pull-request-subject: a push to the open pull request is refused (row 3)', async () => {
    const repository = repositoryOf('pull-request-subject')
    const [pull] = await user.read<{ head: { ref: string } }[]>(`/repos/${repository}/pulls`)
    await user.commit(repository, { 'docs/more.md': '# More\n' }, pull?.head.ref)
    const [newest] = await user.runs(repository)
    expect(newest).toMatchObject({ event: 'pull_request', conclusion: 'failure' })
    expect(newest?.log).toContain(NOT_AUTHORIZED)
  })
})

describe('what never gets that far', () => {
  test('no-id-token: the hint, then the missing credentials (row 9)', async () => {
    const run = await user.dispatch(repositoryOf('no-id-token'))
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain('Did you mean to set the `id-token` permission?')
    expect(run.log).toContain(
      '##[error]Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
    )
    expect(run.log).not.toContain('Assuming role with OIDC')
  })

  test('variable-in-environment: a job outside of the environment sees no region (row 13)', async () => {
    const run = await user.dispatch(repositoryOf('variable-in-environment'))
    expect(run.log).toContain('##[error]Input required and not supplied: aws-region')
  })

  test('nested-token: the run does not start, and has neither jobs nor logs (row 11)', async () => {
    const run = await user.dispatch(repositoryOf('nested-token'))
    expect(run).toMatchObject({ status: 'completed', conclusion: 'startup_failure', jobs: [] })
    const kept = sandbox.stage.world.github.repositories.flatMap(({ runs }) => runs)
    expect(kept.find(({ id }) => id === run.id)?.message).toContain(
      "The nested job 'ask' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
    )
  })

  test.each([
    ['no-dispatch', 422, "Workflow does not have 'workflow_dispatch' trigger"],
    ['disabled', 422, 'disabled workflow'],
    ['archived', 403, 'archived'],
  ] as const)('%s: GitHub refuses the dispatch with %i', async (id, status, message) => {
    const repository = repositoryOf(id)
    const { workflows } = await user.read<{ workflows: { id: number }[] }>(
      `/repos/${repository}/actions/workflows`,
    )
    const route = `POST /repos/${repository}/actions/workflows/${workflows[0]?.id}/dispatches`
    const response = await user.call(route, { ref: 'main' })
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(message)
  })

  test('nothing: there is no workflow, role or variable', async () => {
    const repository = repositoryOf('nothing')
    expect(await user.read(`/repos/${repository}/actions/workflows`)).toMatchObject({ total_count: 0 })
    expect(await user.read(`/repos/${repository}/actions/variables`)).toMatchObject({ total_count: 0 })
  })
})

describe('what Bedrock refuses', () => {
  test('form-missing: 404 with the text about the use case form, as Claude Code words it (row 19)', async () => {
    const run = await user.dispatch(repositoryOf('form-missing'))
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain(
      'API Error: 404 Model use case details have not been submitted for this account.',
    )
    expect(run.log).toContain('try again in 15 minutes')
  })

  test('wrong-profile: the prefix does not suit the region (row 22)', async () => {
    const run = await user.dispatch(repositoryOf('wrong-profile'))
    expect(run.log).toContain(
      'botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the Converse operation: The provided model identifier is invalid.',
    )
  })

  test('no-destinations: the policy lacks a model that the profile routes to (row 23)', async () => {
    const run = await user.dispatch(repositoryOf('no-destinations'))
    expect(run.log).toMatch(
      /botocore\.errorfactory\.AccessDeniedException: An error occurred \(AccessDeniedException\) .* is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:eu-[\w-]+::foundation-model\//,
    )
    expect(run.log).toContain('##[error]Process completed with exit code 1.')
  })
})

describe('the last runs that the world begins with', () => {
  const passed: CaseId[] = [
    'healthy-classic',
    'healthy-immutable',
    'no-dispatch',
    'static-keys',
    'disabled',
    'archived',
    'legacy-model',
  ]
  const failed: CaseId[] = [
    'classic-trust-on-new',
    'no-id-token',
    'form-missing',
    'no-provider',
    'pull-request-subject',
    'agreement-missing',
  ]

  test.each(passed)('%s had succeeded', async (id) => {
    expect((await user.runs(repositoryOf(id))).at(-1)).toMatchObject({ conclusion: 'success' })
  })
  test.each(failed)('%s had failed', async (id) => {
    expect((await user.runs(repositoryOf(id))).at(-1)).toMatchObject({ conclusion: 'failure' })
  })
  test('the workflow disabled by inactivity last ran more than sixty days ago (row 30)', () => {
    const { runs } = kept('disabled')
    expect(Date.now() - Date.parse(runs[0]?.createdAt ?? '')).toBeGreaterThan(60 * 24 * 3_600_000)
  })
  test('each took as long as a real one seems to, and ended before the world began', () => {
    for (const { runs } of CASES.map(({ id }) => kept(id))) {
      const [first] = runs
      if (!first || first.conclusion === 'startup_failure') continue
      expect(Date.parse(first.updatedAt) - Date.parse(first.createdAt)).toBeGreaterThan(10_000)
      expect(Date.parse(first.updatedAt)).toBeLessThan(Date.now())
    }
  })
})

function kept(id: CaseId) {
  const found = sandbox.stage.world.github.repositories.find(
    ({ owner, name }) => `${owner}/${name}` === repositoryOf(id),
  )
  if (!found) throw new Error(`There is no repository for ${id}.`)
  return found
}
