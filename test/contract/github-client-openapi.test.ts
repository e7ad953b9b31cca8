import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGithubClient } from '../../electron/clients/github/github-client'
import type { GithubClient } from '../../electron/clients/github-port'
import { RepositoryName } from '../../shared/domain/ids'
import { type RecordingFetch, recordingFetch } from '../support/github-openapi'
import { finishedRun, type GithubSandbox, startGithub, TOKEN, WORKFLOW } from '../support/github-sandbox'
import { observeAll } from '../support/seeded-github'

const WEB = RepositoryName.parse('acme/Web')

/** Where each kind of server has its API, and the version that our client speaks to it. */
const SERVERS = [
  { server: 'github.com', mount: '/github', version: '2026-03-10' },
  { server: 'GitHub Enterprise Server', mount: '/api/v3', version: '2022-11-28' },
] as const

/** Every operation that the client may ask for, by what it is for. */
const OPERATIONS = [
  'GET /user',
  'GET /user/repos',
  'GET /orgs/{org}/repos',
  'GET /orgs/{org}/teams',
  'GET /orgs/{org}/teams/{team_slug}/repos',
  'GET /search/repositories',
  'GET /orgs/{org}/actions/oidc/customization/sub',
  'GET /orgs/{org}/actions/variables',
  'GET /orgs/{org}/actions/variables/{name}/repositories',
  'PUT /orgs/{org}/actions/variables/{name}/repositories/{repository_id}',
  'DELETE /orgs/{org}/actions/variables/{name}/repositories/{repository_id}',
  'GET /orgs/{org}/actions/secrets',
  'GET /orgs/{org}/actions/secrets/{secret_name}/repositories',
  'GET /repos/{owner}/{repo}/actions/oidc/customization/sub',
  'GET /repos/{owner}/{repo}/actions/workflows',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
  'PUT /repos/{owner}/{repo}/actions/oidc/customization/sub',
  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable',
  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable',
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
  'GET /repos/{owner}/{repo}/actions/runs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun',
  'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
  'GET /repos/{owner}/{repo}/actions/organization-variables',
  'GET /repos/{owner}/{repo}/actions/organization-secrets',
  ...scoped('/repos/{owner}/{repo}/actions'),
  ...scoped('/repos/{owner}/{repo}/environments/{environment_name}'),
  'GET /repos/{owner}/{repo}/actions/permissions',
  'GET /repos/{owner}/{repo}/actions/permissions/selected-actions',
  'GET /repos/{owner}/{repo}/actions/permissions/workflow',
  'GET /repos/{owner}/{repo}/branches/{branch}',
  'GET /repos/{owner}/{repo}/branches/{branch}/protection',
  'GET /repos/{owner}/{repo}/rules/branches/{branch}',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'POST /repos/{owner}/{repo}/git/trees',
  'POST /repos/{owner}/{repo}/git/commits',
  'POST /repos/{owner}/{repo}/git/refs',
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
  'DELETE /repos/{owner}/{repo}/git/refs/{ref}',
  'GET /repos/{owner}/{repo}/pulls',
  'POST /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
]

/** Every way that a fleet may be chosen. */
async function listByEveryWay(client: GithubClient): Promise<void> {
  await client.repositoriesOf('acme')
  const [team = ''] = await client.teams('acme')
  await client.repositoriesOfTeam(team)
  await client.searchRepositories('web org:acme')
}

/** Asked only where the answer to a dispatch does not tell the run. */
const LISTED_TO_FIND = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs'

/** Variables and secrets of a repository or an environment. */
function scoped(holder: string): string[] {
  return [
    `GET ${holder}/variables`,
    `POST ${holder}/variables`,
    `GET ${holder}/variables/{name}`,
    `PATCH ${holder}/variables/{name}`,
    `DELETE ${holder}/variables/{name}`,
    `GET ${holder}/secrets`,
    `GET ${holder}/secrets/public-key`,
    `GET ${holder}/secrets/{secret_name}`,
    `PUT ${holder}/secrets/{secret_name}`,
    `DELETE ${holder}/secrets/{secret_name}`,
  ]
}

const BEDROCK_JOB = `name: Bedrock
on:
  workflow_dispatch:
permissions: { id-token: write, contents: read }
jobs:
  call:
    runs-on: ubuntu-latest
    environment: \${{ inputs.where }}
    steps:
      - uses: aws-actions/configure-aws-credentials@v6
        with: { role-to-assume: '\${{ secrets.ROLE }}', aws-region: '\${{ vars.REGION }}' }
      - run: aws bedrock-runtime converse --model-id '\${{ vars.MODEL }}'
`

/** The small world, with a job whose values may come from anywhere. */
function prepare(sandbox: GithubSandbox): void {
  const [organization] = sandbox.github.owners
  const at = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }
  organization?.variables.push({
    name: 'TEAM',
    value: 'web',
    visibility: 'selected',
    selected: [sandbox.repository.id],
    ...at,
  })
  organization?.secrets.push({
    name: 'SHARED',
    value: 'x',
    visibility: 'selected',
    selected: [sandbox.repository.id],
    ...at,
  })
  const readable = ['actions', 'actions_variables', 'contents', 'environments', 'pull_requests', 'secrets']
  const permissions = Object.fromEntries(readable.map((name) => [name, 'read' as const]))
  sandbox.github.tokens.github_pat_member = { login: 'engineer', scopes: null, permissions }
}

async function changeSettings(client: GithubClient): Promise<void> {
  for (const keys of [[], ['repo', 'context'], null]) {
    await client.setSubjectForm(WEB, keys, true)
    /* Without keys of its own the repository takes the organization's template, which is then read, too. */
    for await (const _ of client.observe([WEB])) await client.subject(WEB)
    await client.setSubjectForm(WEB, keys, false)
  }
  for (const environment of [null, 'production']) {
    await client.setVariable(WEB, environment, 'REGION', 'eu-west-2')
    await client.setVariable(WEB, environment, 'REGION', 'us-east-1')
    await client.deleteVariable(WEB, environment, 'REGION')
    await client.setSecret(WEB, environment, 'ROLE', 'arn:aws:iam::111122223333:role/x')
    await client.secretExists(WEB, environment, 'ROLE')
    await client.deleteSecret(WEB, environment, 'ROLE')
  }
}

async function proposeAndMerge(client: GithubClient): Promise<void> {
  const proposal = {
    repository: WEB,
    branch: 'rolecall/bedrock',
    base: 'main',
    title: 'Call Bedrock',
    body: '',
    files: [{ path: '.github/workflows/ask.yml', before: null, after: BEDROCK_JOB }],
  }
  const { number } = await client.propose(proposal)
  await client.propose(proposal)
  const more = { path: 'docs/bedrock.md', before: null, after: '# Bedrock\n' }
  await client.propose({ ...proposal, files: [...proposal.files, more] })
  await client.pullRequest(WEB, number)
  await client.merge(WEB, number)
  const files = [{ path: 'src/main.py', before: 'print("web")\n', after: null }]
  await client.propose({ ...proposal, branch: 'rolecall/second', files })
  await client.proposal(WEB, 'rolecall/second')
  await client.withdraw(WEB, 'rolecall/second')
  await client.file(WEB, WORKFLOW, 'main')
}

async function readPolicy(client: GithubClient, { repository }: GithubSandbox): Promise<void> {
  repository.actions.allowedActions = 'selected'
  repository.protection = { by: 'branch protection', approvals: 1, codeOwners: false, checks: ['build'] }
  const facts = (await client.repositories()).find((each) => each.repository === WEB)
  if (!facts) return
  await client.policy(facts, [1])
  await client.environmentSecrets(facts, ['production'])
  await client.repositoriesOfVariable('acme', 'TEAM')
  await client.unshareVariable('acme', 'TEAM', facts.id)
  await client.shareVariable('acme', 'TEAM', facts.id)
}

async function runAndRead(client: GithubClient, sandbox: GithubSandbox): Promise<void> {
  const workflow = sandbox.repository.workflows.find(({ path }) => path === WORKFLOW)
  await client.disableWorkflow(WEB, workflow?.id ?? 0)
  await client.workflowState(WEB, workflow?.id ?? 0)
  await client.enableWorkflow(WEB, workflow?.id ?? 0)
  const done = finishedRun(sandbox.github, sandbox.repository)
  const request = { repository: WEB, workflowPath: WORKFLOW, ref: 'main', inputs: { note: 'hello' } }
  const { id } = await client.dispatch(request)
  await client.run(WEB, id)
  await client.runs(WEB)
  await client.refs(WEB, 'ma')
  await client.dispatchFacts(WEB, WORKFLOW, 'main')
  await client.actionsEnabled(WEB)
  await client.cancel(WEB, id, false)
  await client.rerun(WEB, id, { onlyFailed: true, jobId: null, debug: false })
  await client.cancel(WEB, id, true)
  await client.rerun(WEB, id, { onlyFailed: false, jobId: null, debug: true })
  await client.rerun(WEB, done.id, { onlyFailed: false, jobId: done.jobs[0]?.id ?? 0, debug: false })
  await client.runAttempt(WEB, id, 1)
  const waiting = finishedRun(sandbox.github, sandbox.repository)
  Object.assign(waiting, { status: 'waiting', conclusion: null })
  for (const each of waiting.jobs) Object.assign(each, { status: 'waiting', environment: 'production' })
  const [pending] = (await client.run(WEB, waiting.id)).pending ?? []
  await client.review(WEB, waiting.id, {
    environmentIds: [pending?.environmentId ?? 0],
    decision: 'approved',
    comment: 'Go',
  })
  const [job] = finishedRun(sandbox.github, sandbox.repository).jobs
  await client.jobLog(WEB, job?.id ?? 0)
  await client.runsCreated(WEB, '2026-09-01T00:00:00.000Z', null)
  await client.runsCreated(WEB, '2026-09-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z')
  await client.annotations(WEB, job?.id ?? 0)
  const kept = sandbox.repository.runs.find(({ jobs }) => jobs[0] === job)
  const times = { createdAt: '2026-10-01T11:00:00Z', expiresAt: '2026-12-30T11:00:00Z' }
  if (kept) kept.artifacts = [{ id: 77, name: 'report', files: { 'a.txt': 'a' }, ...times }]
  await client.artifacts(WEB, kept?.id ?? 0)
  await client.artifact(WEB, 77)
  if (job) Object.assign(job, { status: 'in_progress', conclusion: null })
  await client.jobLog(WEB, job?.id ?? 0)
}

describe.each(SERVERS)('what our client asks of $server', ({ mount, version }) => {
  let sandbox: GithubSandbox
  let record: RecordingFetch

  beforeAll(async () => {
    sandbox = await startGithub()
    prepare(sandbox)
    const baseUrl = sandbox.baseUrl.replace('/github', mount)
    const toSandbox: typeof fetch = async (input) => {
      const request = input as Request
      const url = request.url.replace('/api/graphql', '/github/graphql').replace(mount, '/github')
      const body = await request.arrayBuffer()
      /* An older server does not know how its run could be asked for. */
      const asks = new TextDecoder().decode(body).includes('return_run_details')
      if (asks) return Response.json({ message: 'Invalid request.' }, { status: 400 })
      const { method, headers } = request
      return fetch(url, { method, headers, ...(body.byteLength > 0 ? { body } : {}) })
    }
    record = recordingFetch(baseUrl, toSandbox)
    const clientOf = (token: string) =>
      createGithubClient({ baseUrl, token, spaced: false, fetch: record.fetch })
    const client = clientOf(TOKEN)
    await client.identity()
    await client.repositories()
    await listByEveryWay(client)
    await changeSettings(client)
    await proposeAndMerge(client)
    await runAndRead(client, sandbox)
    await readPolicy(client, sandbox)
    await observeAll(client, [WEB])
    await observeAll(clientOf('github_pat_member'), [WEB])
  }, 60_000)
  afterAll(() => sandbox.close())

  test('is valid by GitHub’s own description, and so is what comes back', () => {
    expect(record.violations).toEqual([])
  })

  test('is asked in the version that this server speaks', () => {
    expect(new Set(record.exchanges.map((exchange) => exchange.version))).toEqual(new Set([version]))
  })

  test('is these operations and no other', () => {
    const known = version === '2026-03-10' ? OPERATIONS : [...OPERATIONS, LISTED_TO_FIND]
    expect([...record.operations].sort()).toEqual([...known].sort())
  })
})
