import sodium from 'libsodium-wrappers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiVersion,
  checkExchange,
  type Exchange,
  notDescribed,
  operationOf,
  recordingFetch,
} from '../support/github-openapi'
import description from '../support/github-openapi.json' with { type: 'json' }
import { caller, finishedRun, type GithubSandbox, LOGIN, startGithub } from '../support/github-sandbox'

const REPO = '/repos/acme/web'
const ACTIONS = `${REPO}/actions`
const PRODUCTION = `${REPO}/environments/production`

type Call = ReturnType<typeof caller>

async function json(response: Promise<Response>): Promise<Record<string, string>> {
  return (await (await response).json()) as Record<string, string>
}

async function sealed(call: Call, holder: string, value: string) {
  await sodium.ready
  const { key, key_id } = await json(call(`GET ${holder}/public-key`))
  const recipient = sodium.from_base64(key ?? '', sodium.base64_variants.ORIGINAL)
  const box = sodium.crypto_box_seal(value, recipient)
  return { encrypted_value: sodium.to_base64(box, sodium.base64_variants.ORIGINAL), key_id }
}

describe.each(['2022-11-28', '2026-03-10'] as const)('what the sandbox answers in version %s', (version) => {
  let sandbox: GithubSandbox
  let recorder: ReturnType<typeof recordingFetch>
  let call: Call

  beforeAll(async () => {
    sandbox = await startGithub()
    recorder = recordingFetch(sandbox.baseUrl)
    const plain = caller(sandbox, recorder.fetch)
    call = (route, body, headers = {}) => plain(route, body, { 'x-github-api-version': version, ...headers })
    const [owner] = sandbox.github.owners
    const at = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }
    const selected = { visibility: 'selected' as const, selected: [sandbox.repository.id] }
    owner?.variables.push({ name: 'AWS_REGION', value: 'eu-west-2', ...selected, ...at })
    owner?.secrets.push({ name: 'SHARED', value: 'hidden', ...selected, ...at })
  })
  afterAll(() => sandbox.close())

  /** Each route in turn, with the status that GitHub documents for it. */
  async function drive(calls: [route: string, status: number, body?: unknown][]): Promise<void> {
    for (const [route, status, body] of calls) {
      const response = await call(route, body)
      expect({ route, status: response.status }).toEqual({ route, status })
      expect(recorder.violations).toEqual([])
    }
  }

  test('identity and repositories', () =>
    drive([
      ['GET /rate_limit', 200],
      ['GET /user', 200],
      ['GET /user/repos?per_page=50&page=1&sort=pushed&direction=desc', 200],
      ['GET /user/orgs', 200],
      ['GET /orgs/acme/repos?type=all', 200],
      ['GET /orgs/acme/teams?per_page=100', 200],
      ['GET /orgs/acme/teams/platform/repos', 200],
      ['GET /orgs/acme/teams/nobody/repos', 404],
      ['GET /search/repositories?q=web+org%3Aacme', 200],
      ['GET /search/repositories?q=stars%3A%3E5', 422],
      ['GET /repos/ACME/web', 200],
      ['GET /repos/acme/nothing', 404],
      [`GET ${ACTIONS}/permissions`, 200],
    ]))

  test('subject templates', () =>
    drive([
      [`GET ${ACTIONS}/oidc/customization/sub`, 200],
      [
        `PUT ${ACTIONS}/oidc/customization/sub`,
        201,
        { use_default: false, include_claim_keys: ['repo', 'ref'] },
      ],
      [`PUT ${ACTIONS}/oidc/customization/sub`, 201, { use_default: true, use_immutable_subject: true }],
      [`PUT ${ACTIONS}/oidc/customization/sub`, 422, { include_claim_keys: ['not a key'] }],
      ['GET /orgs/acme/actions/oidc/customization/sub', 200],
      ['PUT /orgs/acme/actions/oidc/customization/sub', 201, { include_claim_keys: ['repo', 'context'] }],
    ]))

  test.each([`${ACTIONS}/variables`, `${PRODUCTION}/variables`])('variables at %s', (path) =>
    drive([
      [`POST ${path}`, 201, { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::123456789012:role/x' }],
      [`POST ${path}`, 409, { name: 'aws_role_arn', value: 'again' }],
      [`GET ${path}?per_page=30`, 200],
      [`GET ${path}/AWS_ROLE_ARN`, 200],
      [`PATCH ${path}/AWS_ROLE_ARN`, 204, { name: 'AWS_ROLE_ARN', value: 'changed' }],
      [`DELETE ${path}/AWS_ROLE_ARN`, 204],
      [`GET ${path}/AWS_ROLE_ARN`, 404],
    ]),
  )

  test.each([`${ACTIONS}/secrets`, `${PRODUCTION}/secrets`])('secrets at %s', async (path) => {
    const body = await sealed(call, path, 'arn:aws:iam::123456789012:role/x')
    await drive([
      [`PUT ${path}/AWS_BEDROCK_ROLE_ARN`, 201, body],
      [`PUT ${path}/AWS_BEDROCK_ROLE_ARN`, 204, body],
      [`GET ${path}`, 200],
      [`GET ${path}/AWS_BEDROCK_ROLE_ARN`, 200],
      [`DELETE ${path}/AWS_BEDROCK_ROLE_ARN`, 204],
    ])
  })

  test('what an organization shares', () =>
    drive([
      ['GET /orgs/acme/actions/variables', 200],
      ['GET /orgs/acme/actions/variables/AWS_REGION', 200],
      ['GET /orgs/acme/actions/variables/AWS_REGION/repositories', 200],
      [`PUT /orgs/acme/actions/variables/AWS_REGION/repositories/${sandbox.repository.id}`, 204],
      [`DELETE /orgs/acme/actions/variables/AWS_REGION/repositories/${sandbox.repository.id}`, 204],
      ['GET /orgs/acme/actions/secrets', 200],
      ['GET /orgs/acme/actions/secrets/SHARED', 200],
      ['GET /orgs/acme/actions/secrets/SHARED/repositories', 200],
      [`GET ${ACTIONS}/organization-variables`, 200],
      [`GET ${ACTIONS}/organization-secrets`, 200],
    ]))

  test('environments', () =>
    drive([
      [`GET ${REPO}/environments`, 200],
      [`GET ${PRODUCTION}`, 200],
      [`GET ${REPO}/environments/nowhere`, 404],
    ]))

  test('workflows, dispatch and runs', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    const [job] = run.jobs
    if (job)
      job.annotations = [{ level: 'failure', title: '', message: 'It broke.', path: '.github', line: 1 }]
    run.artifacts = [
      {
        id: 77,
        name: 'report',
        files: { 'a.txt': 'a' },
        createdAt: run.createdAt,
        expiresAt: '2026-12-30T11:00:00Z',
      },
      {
        id: 78,
        name: 'old',
        files: { 'a.txt': 'a' },
        createdAt: run.createdAt,
        expiresAt: '2026-10-01T11:30:00Z',
      },
    ]
    const workflow = `${ACTIONS}/workflows/bedrock.yml`
    await drive([
      [`GET ${ACTIONS}/workflows`, 200],
      [`GET ${ACTIONS}/workflows/${run.workflowId}`, 200],
      [`PUT ${workflow}/disable`, 204],
      [`PUT ${workflow}/enable`, 204],
      [
        `POST ${workflow}/dispatches`,
        version === '2022-11-28' ? 204 : 200,
        { ref: 'main', inputs: { note: 'hi' } },
      ],
      [`POST ${workflow}/dispatches`, 422, { ref: 'nowhere', inputs: { note: 'hi' } }],
      [`GET ${workflow}/runs?event=workflow_dispatch&branch=main&actor=${LOGIN}`, 200],
      [`GET ${ACTIONS}/runs?status=failure&per_page=5`, 200],
      [`GET ${ACTIONS}/runs/${run.id}`, 200],
      [`GET ${ACTIONS}/runs/${run.id}/jobs?filter=latest`, 200],
      [`GET ${ACTIONS}/jobs/${run.jobs[0]?.id}`, 200],
      [`GET ${ACTIONS}/jobs/${run.jobs[0]?.id}/logs`, 302],
      [`GET ${REPO}/check-runs/${job?.id}/annotations?per_page=100`, 200],
      [`GET ${ACTIONS}/runs/${run.id}/artifacts?per_page=100`, 200],
      [`GET ${ACTIONS}/artifacts/77`, 200],
      [`GET ${ACTIONS}/artifacts/77/zip`, 302],
      [`GET ${ACTIONS}/artifacts/78/zip`, 410],
      [`POST ${ACTIONS}/runs/${run.id}/rerun-failed-jobs`, 201],
      [`GET ${ACTIONS}/runs/${run.id}/attempts/1`, 200],
      [`GET ${ACTIONS}/runs/${run.id}/attempts/1/jobs`, 200],
      [`POST ${ACTIONS}/runs/${run.id}/cancel`, 202],
      [`POST ${ACTIONS}/runs/${run.id}/cancel`, 409],
      [`POST ${ACTIONS}/runs/${run.id}/rerun`, 201, { enable_debug_logging: true }],
      [`POST ${ACTIONS}/runs/${run.id}/force-cancel`, 202],
      [`POST ${ACTIONS}/runs/${run.id}/force-cancel`, 409],
    ])
  })

  test('environments that a run waits for', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    const [job] = run.jobs
    const [environment] = sandbox.repository.environments
    Object.assign(run, { status: 'waiting', conclusion: null })
    if (job) Object.assign(job, { status: 'waiting', conclusion: null, environment: 'production' })
    const review = { environment_ids: [environment?.id], state: 'approved', comment: '' }
    await drive([
      [`GET ${ACTIONS}/runs/${run.id}/pending_deployments`, 200],
      [`POST ${ACTIONS}/runs/${run.id}/pending_deployments`, 200, review],
      [`POST ${ACTIONS}/runs/${run.id}/pending_deployments`, 422, review],
    ])
  })

  test('a change as one commit on a branch, proposed and merged', async () => {
    const head = sandbox.repository.git.branches.main
    const blob = await json(call(`POST ${REPO}/git/blobs`, { content: 'text', encoding: 'utf-8' }))
    const entry = { path: 'docs/a.md', mode: '100644', type: 'blob', sha: blob.sha }
    const gone = { path: 'README.md', mode: '100644', type: 'blob', sha: null }
    const tree = await json(call(`POST ${REPO}/git/trees`, { base_tree: head, tree: [entry, gone] }))
    const commit = await json(
      call(`POST ${REPO}/git/commits`, { message: 'Add', tree: tree.sha, parents: [head] }),
    )
    const proposal = { title: 'Add', head: 'rolecall/setup', base: 'main', body: 'Why' }
    await drive([
      [`GET ${REPO}/git/blobs/${blob.sha}`, 200],
      [`GET ${REPO}/git/trees/${tree.sha}?recursive=1`, 200],
      [`GET ${REPO}/git/commits/${commit.sha}`, 200],
      [`POST ${REPO}/git/refs`, 201, { ref: 'refs/heads/rolecall/setup', sha: head }],
      [`PATCH ${REPO}/git/refs/heads/rolecall/setup`, 200, { sha: commit.sha, force: false }],
      [`GET ${REPO}/git/ref/heads/rolecall/setup`, 200],
      [`GET ${REPO}/branches`, 200],
      [`GET ${REPO}/branches/rolecall/setup`, 200],
      [`POST ${REPO}/pulls`, 201, proposal],
      [`POST ${REPO}/pulls`, 422, proposal],
      [`GET ${REPO}/pulls?head=acme:rolecall/setup&state=open`, 200],
      [`GET ${REPO}/pulls/1`, 200],
      [`PATCH ${REPO}/pulls/1`, 200, { title: 'Add it' }],
      [`PUT ${REPO}/pulls/1/merge`, 200, { merge_method: 'merge', sha: commit.sha }],
      [`PUT ${REPO}/pulls/1/merge`, 405, {}],
      [`DELETE ${REPO}/git/refs/heads/rolecall/setup`, 204],
      [`GET ${REPO}/commits?sha=main&per_page=5`, 200],
      [`GET ${REPO}/commits/main`, 200],
      [`GET ${REPO}/contents/src/main.py?ref=main`, 200],
      [`GET ${REPO}/contents/src`, 200],
      [`GET ${REPO}/contents/nothing.py`, 404],
    ])
  })

  test('what the owners of a repository allow', async () => {
    const { repository } = sandbox
    repository.actions.allowedActions = 'selected'
    const asked = { approvals: 1, codeOwners: true, checks: ['build'] }
    repository.protection = { by: 'ruleset', ...asked }
    await drive([
      [`GET ${REPO}/rules/branches/main`, 200],
      [`GET ${REPO}/branches/main/protection`, 404],
      [`GET ${REPO}/actions/permissions/selected-actions`, 200],
      [`GET ${REPO}/actions/permissions/workflow`, 200],
    ])
    repository.protection = { by: 'branch protection', ...asked }
    await drive([
      [`GET ${REPO}/branches/main/protection`, 200],
      [`GET ${REPO}/branches/main`, 200],
    ])
  })

  test('refusals that belong to no operation', async () => {
    sandbox.github.tokens.narrow = { login: LOGIN, scopes: null, permissions: {} }
    const run = finishedRun(sandbox.github, sandbox.repository)
    run.logsExpired = true
    const refusals = await Promise.all([
      call('GET /user', undefined, { 'x-github-api-version': '1999-01-01' }),
      call(`GET ${ACTIONS}/runs`, undefined, { authorization: 'Bearer wrong' }),
      call(`GET ${ACTIONS}/runs`, undefined, { authorization: 'Bearer narrow' }),
      call(`GET ${ACTIONS}/jobs/${run.jobs[0]?.id}/logs`),
    ])
    expect(refusals.map(({ status }) => status)).toEqual([400, 401, 403, 410])
    const { headers } = await call(`GET ${ACTIONS}/variables`)
    const unchanged = await call(`GET ${ACTIONS}/variables`, undefined, {
      'if-none-match': headers.get('etag') ?? '',
    })
    expect(unchanged.status).toBe(304)
    expect(recorder.violations).toEqual([])
  })

  test('every status that the description lacks is listed, and no listed one is idle', () => {
    const undescribed = recorder.exchanges.flatMap((exchange) =>
      operationOf(exchange)?.responses[exchange.status] === undefined ? [exchange.status] : [],
    )
    expect([...new Set(undescribed)].sort()).toEqual(notDescribed.statuses.map(({ status }) => status))
  })

  test('a job that is run again, and a fork', () =>
    drive([
      [`POST ${ACTIONS}/jobs/${finishedRun(sandbox.github, sandbox.repository).jobs[0]?.id}/rerun`, 201],
      [`POST ${REPO}/forks`, 202, {}],
      ['GET /repos/engineer/web', 200],
    ]))

  test('no described operation was left out', () => {
    const described = description['2022-11-28'].operations.map(({ method, path }) => `${method} ${path}`)
    expect([...recorder.operations].sort()).toEqual(described.sort())
  })
})

describe('the validator', () => {
  const variable = {
    name: 'A',
    value: 'b',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  }
  const good: Exchange = {
    method: 'GET',
    path: '/repos/acme/web/actions/variables/A',
    query: new URLSearchParams(),
    version: '2022-11-28',
    requestBody: undefined,
    status: 200,
    responseBody: variable,
  }
  const merge = { ...good, method: 'PUT', path: '/repos/acme/web/pulls/1/merge' }
  const merged = { sha: 'a', merged: true, message: 'done' }

  test('accepts what is described', () => {
    expect(checkExchange(good)).toEqual([])
    expect(checkExchange({ ...merge, requestBody: {}, responseBody: merged })).toEqual([])
  })

  test.each<[string, Partial<Exchange>, RegExp]>([
    [
      'a missing property',
      { responseBody: { name: 'A', value: 'b' } },
      /must have required property 'created_at'/,
    ],
    ['a wrong type', { responseBody: { ...variable, value: 3 } }, /\/value must be string/],
    [
      'a wrong format',
      { responseBody: { ...variable, created_at: 'today' } },
      /must match format "date-time"/,
    ],
    [
      'a property too many',
      { responseBody: { ...variable, scope: 'x' } },
      /must NOT have additional properties.*scope/,
    ],
    ['an unexpected status', { status: 418 }, /status 418 is not described/],
    ['an unknown operation', { path: '/repos/acme/web/nothing' }, /no such operation/],
    [
      'an unknown query parameter',
      { query: new URLSearchParams('visibility=all') },
      /visibility is not described/,
    ],
    ['a body where there is none', { status: 304, responseBody: variable }, /has no body/],
    ['a body that is not asked for', { requestBody: { name: 'A' } }, /operation takes none/],
  ])('detects %s', (_, change, complaint) => {
    expect(checkExchange({ ...good, ...change }).join('\n')).toMatch(complaint)
  })

  test('detects a wrong request', () => {
    const wrong = { ...merge, requestBody: { method: 'merge' }, responseBody: merged }
    expect(checkExchange(wrong).join('\n')).toMatch(/request .*additional properties.*method/)
    const dispatch = { ...good, method: 'POST', path: '/repos/acme/web/actions/workflows/1/dispatches' }
    expect(checkExchange({ ...dispatch, status: 204, responseBody: undefined }).join()).toMatch(/has no body/)
  })

  test('knows what the later version changed', () => {
    const path = '/repos/acme/web/actions/workflows/1/dispatches'
    const dispatch = { ...good, method: 'POST', path, responseBody: undefined, status: 204 }
    const asked = { ...dispatch, requestBody: { ref: 'main', return_run_details: false } }
    const complaints = (version: ApiVersion) => checkExchange({ ...asked, version }).join('\n')
    expect(complaints('2022-11-28')).toBe('')
    expect(complaints('2026-03-10')).toMatch(/status 204 is not described/)
    expect(complaints('2026-03-10')).toMatch(/additional properties.*return_run_details/)
  })
})
