import sodium from 'libsodium-wrappers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commitFiles, filesAt } from '../../electron/sandbox/github/git-store'
import { newRepository } from '../../electron/sandbox/github/repository-store'
import { exhaustBudget } from '../../electron/sandbox/github/request/budget'
import {
  caller,
  finishedRun,
  type GithubSandbox,
  LOGIN,
  smallWorld,
  startGithub,
  WORKFLOW,
  WORKFLOW_TEXT,
} from '../support/github-sandbox'

const REPO = '/repos/acme/Web'
const ACTIONS = `${REPO}/actions`
const DISPATCH = `POST ${ACTIONS}/workflows/bedrock.yml/dispatches`
const LATER = { 'x-github-api-version': '2026-03-10' }

let sandbox: GithubSandbox
let call: ReturnType<typeof caller>

beforeEach(async () => {
  sandbox = await startGithub(smallWorld())
  call = caller(sandbox)
})
afterEach(() => sandbox.close())

async function read(response: Promise<Response>) {
  return (await response).json()
}

function commit(branch: string, path: string, text: string | null, from = 'main'): string {
  const note = { message: `Change ${path}`, author: LOGIN, date: '2026-09-01T00:00:00Z' }
  return commitFiles(sandbox.repository.git, branch, [{ path, text }], note, from)
}

describe('every request', () => {
  test('needs a token, and a known one', async () => {
    expect(await read(call('GET /user', undefined, { authorization: '' }))).toMatchObject({
      message: 'Requires authentication',
      status: '401',
    })
    expect(await read(call('GET /user', undefined, { authorization: 'token nope' }))).toMatchObject({
      message: 'Bad credentials',
    })
  })

  test('may name an API version that exists', async () => {
    const answered = await call('GET /user', undefined, LATER)
    expect(answered.headers.get('x-github-api-version-selected')).toBe('2026-03-10')
    const refused = await call('GET /user', undefined, { 'x-github-api-version': 'v3' })
    expect(refused.status).toBe(400)
    expect((await refused.json()).message).toContain('is not a supported version')
  })

  test('finds repositories without regard to case and answers 404 in JSON elsewhere', async () => {
    expect(await read(call('GET /repos/ACME/wEB'))).toMatchObject({ full_name: 'acme/Web' })
    expect(await read(call('GET /repos/acme/none'))).toMatchObject({ message: 'Not Found', status: '404' })
    expect(await read(call('GET /no/such/route'))).toMatchObject({ message: 'Not Found' })
  })

  test('spends the hourly budget, but not for 304', async () => {
    const first = await call('GET /user')
    expect(first.headers.get('x-ratelimit-remaining')).toBe('4999')
    expect(first.headers.get('x-ratelimit-resource')).toBe('core')
    const again = await call('GET /user', undefined, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('x-ratelimit-remaining')).toBe('4999')
  })

  test('is refused once the budget is gone, until it resets', async () => {
    exhaustBudget(sandbox.github, LOGIN, 'core', sandbox.stage.now())
    const refused = await call('GET /user')
    expect(refused.status).toBe(403)
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(Number(refused.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(sandbox.stage.now())
    expect((await call('GET /rate_limit')).status).toBe(200)
    sandbox.advance(3_600_000)
    expect((await call('GET /user')).status).toBe(200)
  })
})

test('an ETag changes with what is read, and belongs to its token', async () => {
  sandbox.github.tokens.second = { login: LOGIN, scopes: ['repo'], permissions: {} }
  const path = `GET ${ACTIONS}/variables`
  const etag = (await call(path)).headers.get('etag') ?? ''
  expect((await call(path, undefined, { 'if-none-match': etag })).status).toBe(304)
  const other = await call(path, undefined, { 'if-none-match': etag, authorization: 'Bearer second' })
  expect(other.status).toBe(200)
  await call(`POST ${ACTIONS}/variables`, { name: 'A', value: '1' })
  expect((await call(path, undefined, { 'if-none-match': etag })).status).toBe(200)
})

test('variables come at most thirty a page, with links to the other pages', async () => {
  for (let index = 0; index < 65; index++) {
    const at = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }
    sandbox.repository.variables.push({ name: `V_${String(index).padStart(2, '0')}`, value: 'x', ...at })
  }
  const seen: string[] = []
  let next: string | undefined = `GET ${ACTIONS}/variables?per_page=100`
  while (next) {
    const response: Response = await call(next)
    const body = await response.json()
    expect(body.total_count).toBe(65)
    expect(body.variables.length).toBeLessThanOrEqual(30)
    seen.push(...body.variables.map((each: { name: string }) => each.name))
    const url = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
    next = url && `GET ${url.slice(sandbox.baseUrl.length)}`
  }
  expect(seen).toHaveLength(65)
  expect(new Set(seen).size).toBe(65)
})

describe('rights', () => {
  const as = (token: string) => ({ authorization: `Bearer ${token}` })

  test('a fine-grained token is told which permission it lacks', async () => {
    sandbox.github.tokens.fine = { login: LOGIN, scopes: null, permissions: { actions_variables: 'read' } }
    expect((await call(`GET ${ACTIONS}/variables`, undefined, as('fine'))).status).toBe(200)
    const refused = await call(`POST ${ACTIONS}/variables`, { name: 'A', value: '1' }, as('fine'))
    expect(refused.status).toBe(403)
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('actions_variables=write')
    expect(refused.headers.get('x-oauth-scopes')).toBeNull()
  })

  test('a classic token shows its scopes, and without `repo` a private repository is not there', async () => {
    sandbox.github.tokens.classic = { login: LOGIN, scopes: ['read:org'], permissions: {} }
    const refused = await call(`GET ${REPO}`, undefined, as('classic'))
    expect(refused.status).toBe(404)
    expect(refused.headers.get('x-oauth-scopes')).toBe('read:org')
    expect((await call('GET /orgs/acme/actions/variables', undefined, as('classic'))).status).toBe(200)
  })

  test('a workflow file asks for its own right', async () => {
    const head = sandbox.repository.git.branches.main
    const body = { base_tree: head, tree: [{ path: '.github/workflows/x.yml', content: 'on: push' }] }
    sandbox.github.tokens.classic = { login: LOGIN, scopes: ['repo'], permissions: {} }
    expect((await call(`POST ${REPO}/git/trees`, body, as('classic'))).status).toBe(404)
    sandbox.github.tokens.fine = { login: LOGIN, scopes: null, permissions: { contents: 'write' } }
    const refused = await call(`POST ${REPO}/git/trees`, body, as('fine'))
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('contents=write,workflows=write')
  })

  test('an organization behind single sign-on names the page that authorizes the token', async () => {
    sandbox.github.tokens.pending = { login: LOGIN, scopes: ['repo'], permissions: {}, ssoPending: ['acme'] }
    const refused = await call(`GET ${REPO}`, undefined, as('pending'))
    expect(refused.status).toBe(403)
    expect(refused.headers.get('x-github-sso')).toMatch(/^required; url=http/)
  })

  test('an archived repository can only be read', async () => {
    sandbox.repository.archived = true
    expect((await call(`GET ${ACTIONS}/variables`)).status).toBe(200)
    const refused = await call(`POST ${ACTIONS}/variables`, { name: 'A', value: '1' })
    expect(refused.status).toBe(403)
    expect((await refused.json()).message).toContain('archived')
  })
})

describe('secrets', () => {
  const seal = async (value: string) => {
    await sodium.ready
    const { key, key_id } = await read(call(`GET ${ACTIONS}/secrets/public-key`))
    const box = sodium.crypto_box_seal(value, sodium.from_base64(key, sodium.base64_variants.ORIGINAL))
    return { encrypted_value: sodium.to_base64(box, sodium.base64_variants.ORIGINAL), key_id }
  }

  test('a sealed value is opened for the runner and never shown', async () => {
    expect((await call(`PUT ${ACTIONS}/secrets/role_arn`, await seal('arn:é'))).status).toBe(201)
    expect(sandbox.repository.secrets).toMatchObject([{ name: 'ROLE_ARN', value: 'arn:é' }])
    expect((await call(`PUT ${ACTIONS}/secrets/ROLE_ARN`, await seal('other'))).status).toBe(204)
    const listed = await (await call(`GET ${ACTIONS}/secrets`)).text()
    expect(listed).toContain('ROLE_ARN')
    expect(listed).not.toContain('other')
  })

  test('what was sealed for another key is refused', async () => {
    const body = await seal('x')
    expect((await call(`PUT ${ACTIONS}/secrets/A`, { ...body, key_id: '1' })).status).toBe(422)
    expect((await call(`PUT ${ACTIONS}/secrets/A`, { ...body, encrypted_value: 'AAAA' })).status).toBe(422)
    expect(sandbox.repository.secrets).toEqual([])
  })
})

describe('the subject of a repository', () => {
  test('has a prefix that follows its settings', async () => {
    const path = `${ACTIONS}/oidc/customization/sub`
    expect((await read(call(`GET ${path}`))).sub_claim_prefix).toBe('repo:acme/Web')
    await call(`PUT ${path}`, { use_default: true, use_immutable_subject: true })
    const { id } = sandbox.repository
    expect((await read(call(`GET ${path}`))).sub_claim_prefix).toBe(`repo:acme@1001/Web@${id}`)
  })

  test('is immutable from birth for a repository created after 15 July 2026', async () => {
    newRepository(sandbox.github, { owner: 'acme', name: 'new', createdAt: '2026-08-01T00:00:00Z' })
    const settings = await read(call('GET /repos/acme/new/actions/oidc/customization/sub'))
    expect(settings).toMatchObject({ use_default: true, use_immutable_subject: true })
  })
})

describe('dispatching', () => {
  const good = { ref: 'main', inputs: { note: 'hello' } }

  test('answers with the run in the later version, and in the older one only when asked', async () => {
    const later = await call(DISPATCH, good, LATER)
    expect(later.status).toBe(200)
    const { workflow_run_id } = await later.json()
    expect((await call(DISPATCH, good)).status).toBe(204)
    expect((await call(DISPATCH, { ...good, return_run_details: true })).status).toBe(200)
    expect(await read(call(`GET ${ACTIONS}/runs/${workflow_run_id}`))).toMatchObject({
      status: 'queued',
      event: 'workflow_dispatch',
      head_branch: 'main',
    })
    expect(sandbox.events[0]).toMatchObject({
      event: 'workflow_dispatch',
      ref: 'refs/heads/main',
      inputs: { note: 'hello', model: 'small' },
      runId: workflow_run_id,
    })
  })

  test.each([
    ['a ref that is not there', { ref: 'nowhere', inputs: { note: 'x' } }, 'No ref found for: nowhere'],
    [
      'an undeclared input',
      { ref: 'main', inputs: { note: 'x', y: '' } },
      'Unexpected inputs provided: ["y"]',
    ],
    ['a missing input', { ref: 'main' }, "Required input 'note' not provided"],
    ['a value that is no option', { ref: 'main', inputs: { note: 'x', model: 'huge' } }, 'allowed values'],
    ['no ref', { inputs: {} }, '"ref" wasn\'t supplied.'],
  ])('refuses %s', async (_, body, says) => {
    const refused = await call(DISPATCH, body, LATER)
    expect(refused.status).toBe(422)
    expect((await refused.json()).message).toContain(says)
    expect(sandbox.events).toEqual([])
  })

  test('refuses a file without the trigger, an unknown workflow and a disabled one', async () => {
    commit('main', WORKFLOW, WORKFLOW_TEXT.replace('workflow_dispatch', 'workflow_call'))
    expect((await read(call(DISPATCH, good))).message).toBe(
      "Workflow does not have 'workflow_dispatch' trigger",
    )
    expect((await call(`POST ${ACTIONS}/workflows/none.yml/dispatches`, good)).status).toBe(404)
    await call(`PUT ${ACTIONS}/workflows/bedrock.yml/disable`)
    expect(await read(call(DISPATCH, good))).toMatchObject({
      status: '422',
      message: "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
    })
  })
})

describe('runs', () => {
  test('can be filtered, newest first', async () => {
    const first = finishedRun(sandbox.github, sandbox.repository)
    await call(DISPATCH, { ref: 'main', inputs: { note: 'x' } })
    const all = await read(call(`GET ${ACTIONS}/runs`))
    expect(all.workflow_runs.map((run: { status: string }) => run.status)).toEqual(['queued', 'completed'])
    const failed = await read(call(`GET ${ACTIONS}/runs?status=failure&created=2026-09-01..2026-10-02`))
    expect(failed.workflow_runs).toMatchObject([{ id: first.id }])
    expect((await read(call(`GET ${ACTIONS}/runs?branch=other`))).total_count).toBe(0)
    expect((await read(call(`GET ${ACTIONS}/runs?created=<2026-10-01`))).total_count).toBe(0)
  })

  test('run again as a new attempt while the first stays readable', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    const [job] = run.jobs
    expect((await call(`POST ${ACTIONS}/runs/${run.id}/rerun`)).status).toBe(201)
    expect(sandbox.events.at(-1)).toMatchObject({ runId: run.id })
    const path = `GET ${ACTIONS}/runs/${run.id}`
    expect(await read(call(path))).toMatchObject({ run_attempt: 2, status: 'queued', conclusion: null })
    expect(await read(call(`${path}/attempts/1`))).toMatchObject({ run_attempt: 1, conclusion: 'failure' })
    expect((await read(call(`${path}/jobs`))).jobs).toEqual([])
    expect((await read(call(`${path}/jobs?filter=all`))).jobs).toMatchObject([
      { id: job?.id, run_attempt: 1 },
    ])
  })

  test('are cancelled with their unfinished jobs, once', async () => {
    await call(DISPATCH, { ref: 'main', inputs: { note: 'x' } })
    const [run] = sandbox.repository.runs
    const cancel = `POST ${ACTIONS}/runs/${run?.id}/cancel`
    expect((await call(cancel)).status).toBe(202)
    expect(run).toMatchObject({ status: 'completed', conclusion: 'cancelled' })
    expect((await call(cancel)).status).toBe(409)
  })
})

describe("a job's log", () => {
  test('is behind a signed address that works without a token for one minute', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    const redirect = await call(`GET ${ACTIONS}/jobs/${run.jobs[0]?.id}/logs`)
    expect(redirect.status).toBe(302)
    const address = redirect.headers.get('location') ?? ''
    expect(await (await fetch(address)).text()).toContain('hello')
    expect((await fetch(address.replace(/sig=.*/, 'sig=forged'))).status).toBe(403)
    sandbox.advance(61_000)
    expect((await fetch(address)).status).toBe(403)
  })

  test('is not there while the job runs', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    Object.assign(run.jobs[0] ?? {}, { status: 'in_progress', conclusion: null })
    const redirect = await call(`GET ${ACTIONS}/jobs/${run.jobs[0]?.id}/logs`)
    const missing = await fetch(redirect.headers.get('location') ?? '')
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('<Code>BlobNotFound</Code>')
  })

  test('is gone once it expired', async () => {
    const run = finishedRun(sandbox.github, sandbox.repository)
    run.logsExpired = true
    expect((await call(`GET ${ACTIONS}/jobs/${run.jobs[0]?.id}/logs`)).status).toBe(410)
  })
})

describe('pull requests', () => {
  const proposal = { title: 'Set up', head: 'setup', base: 'main', body: '' }

  test('tell the runner, merge into the base and register the workflows that they bring', async () => {
    commit('setup', '.github/workflows/new.yml', 'name: New\non: push\n')
    const { number, mergeable } = await read(call(`POST ${REPO}/pulls`, proposal))
    expect(mergeable).toBe(true)
    expect(sandbox.events).toMatchObject([{ event: 'pull_request', ref: `refs/pull/${number}/merge` }])
    expect((await read(call(`GET ${ACTIONS}/workflows`))).total_count).toBe(1)
    const merged = await read(call(`PUT ${REPO}/pulls/${number}/merge`, {}))
    expect(sandbox.repository.git.commits[merged.sha]?.parents).toHaveLength(2)
    expect(filesAt(sandbox.repository.git, 'main')).toHaveProperty(['.github/workflows/new.yml'])
    const { workflows } = await read(call(`GET ${ACTIONS}/workflows`))
    expect(workflows).toMatchObject([{ name: 'Bedrock' }, { name: 'New', state: 'active' }])
    expect(sandbox.events.at(-1)).toMatchObject({ event: 'push', ref: 'refs/heads/main' })
    expect(await read(call(`GET ${REPO}/pulls/${number}`))).toMatchObject({ state: 'closed', merged: true })
  })

  test('do not merge over a conflict or a head that moved', async () => {
    commit('setup', 'README.md', '# Ours\n')
    const { number } = await read(call(`POST ${REPO}/pulls`, proposal))
    const moved = await call(`PUT ${REPO}/pulls/${number}/merge`, { sha: 'f'.repeat(40) })
    expect(moved.status).toBe(409)
    const before = commit('main', 'README.md', '# Theirs\n')
    expect(await read(call(`GET ${REPO}/pulls/${number}`))).toMatchObject({ mergeable: false })
    expect((await call(`PUT ${REPO}/pulls/${number}/merge`, {})).status).toBe(405)
    expect(sandbox.repository.git.branches.main).toBe(before)
  })

  test('are refused twice, without commits, and from a branch that is not there', async () => {
    expect((await read(call(`POST ${REPO}/pulls`, proposal))).errors).toMatchObject([{ field: 'head' }])
    sandbox.repository.git.branches.setup = sandbox.repository.git.branches.main ?? ''
    const empty = await read(call(`POST ${REPO}/pulls`, proposal))
    expect(empty.errors[0].message).toBe('No commits between main and setup')
    commit('setup', 'a.txt', 'a')
    await call(`POST ${REPO}/pulls`, proposal)
    const twice = await read(call(`POST ${REPO}/pulls`, proposal))
    expect(twice.errors[0].message).toBe('A pull request already exists for acme:setup.')
  })

  test('close when their branch is deleted', async () => {
    commit('rolecall/setup', 'a.txt', 'a')
    const { number } = await read(call(`POST ${REPO}/pulls`, { ...proposal, head: 'rolecall/setup' }))
    expect((await call(`DELETE ${REPO}/git/refs/heads%2Frolecall%2Fsetup`)).status).toBe(204)
    expect(await read(call(`GET ${REPO}/pulls/${number}`))).toMatchObject({ state: 'closed', merged: false })
  })
})

describe('one commit by the Git database', () => {
  test('changes, adds and removes files on top of a base tree', async () => {
    const head = sandbox.repository.git.branches.main
    const tree = await read(
      call(`POST ${REPO}/git/trees`, {
        base_tree: head,
        tree: [
          { path: 'src/main.py', mode: '100644', type: 'blob', content: 'print("new")\n' },
          { path: 'scripts/call.py', mode: '100644', type: 'blob', content: 'call()\n' },
          { path: 'README.md', mode: '100644', type: 'blob', sha: null },
        ],
      }),
    )
    const made = await read(
      call(`POST ${REPO}/git/commits`, { message: 'Change', tree: tree.sha, parents: [head] }),
    )
    await call(`POST ${REPO}/git/refs`, { ref: 'refs/heads/setup', sha: made.sha })
    expect(filesAt(sandbox.repository.git, 'setup')).toEqual({
      [WORKFLOW]: WORKFLOW_TEXT,
      'src/main.py': 'print("new")\n',
      'scripts/call.py': 'call()\n',
    })
    const file = await read(call(`GET ${REPO}/contents/src%2Fmain.py?ref=setup`))
    expect(Buffer.from(file.content, 'base64').toString()).toBe('print("new")\n')
  })

  test('a branch moves forward only, unless forced', async () => {
    const begun = sandbox.repository.git.branches.main
    commit('setup', 'a.txt', 'a')
    const back = await call(`PATCH ${REPO}/git/refs/heads/setup`, { sha: begun })
    expect((await back.json()).message).toBe('Update is not a fast forward')
    expect((await call(`PATCH ${REPO}/git/refs/heads/setup`, { sha: begun, force: true })).status).toBe(200)
  })
})
