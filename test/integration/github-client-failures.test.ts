import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createGithubClient } from '../../electron/clients/github/github-client'
import type { OctokitOptions } from '../../electron/clients/github/octokit'
import type { GithubClient } from '../../electron/clients/github-port'
import { exhaustBudget } from '../../electron/sandbox/github/request/budget'
import { ExpectedFailure, type Failure } from '../../shared/domain/failure'
import { RepositoryName } from '../../shared/domain/ids'
import { type GithubSandbox, LOGIN, startGithub, TOKEN } from '../support/github-sandbox'
import { observeAll } from '../support/seeded-github'

const WEB = RepositoryName.parse('acme/Web')
const HOUR = 60 * 60 * 1000

let sandbox: GithubSandbox
beforeAll(async () => {
  sandbox = await startGithub()
})
afterAll(() => sandbox.close())

function client(options: Partial<OctokitOptions> = {}): GithubClient {
  return createGithubClient({ baseUrl: sandbox.baseUrl, token: TOKEN, spaced: false, ...options })
}

/** The expected failure that a call ends with. */
async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  )
  if (thrown instanceof ExpectedFailure) return thrown.failure
  throw new Error('The call did not fail as expected.', { cause: thrown })
}

/** A network that takes every request and answers none. */
const silent: typeof fetch = (_, init) =>
  new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
  })

/** A network that answers every request so. */
function answering(status: number, body: string, headers: Record<string, string> = {}): typeof fetch {
  return async () => new Response(body, { status, headers })
}

describe('a token', () => {
  test('that GitHub no longer knows is expired, for a call as for a whole reading', async () => {
    const revoked = client({ token: 'ghp_revoked' })
    const wanted = { reason: 'credentials-expired', code: '401', recovery: { kind: 'connect-github' } }
    expect(await failureOf(revoked.identity())).toMatchObject(wanted)
    expect(await failureOf(observeAll(revoked, [WEB]))).toMatchObject(wanted)
  })

  test('without a right says which one, as GitHub names it', async () => {
    sandbox.github.tokens.github_pat_reader = {
      login: LOGIN,
      scopes: null,
      permissions: { metadata: 'read' },
    }
    const failed = await failureOf(
      client({ token: 'github_pat_reader' }).setVariable(WEB, null, 'REGION', 'x'),
    )
    expect(failed).toMatchObject({
      reason: 'forbidden',
      recovery: { kind: 'ask-administrator', permission: expect.stringMatching(/^actions_variables=/) },
    })
    expect(failed.sentence).toContain('actions_variables')
  })

  test('that an organization’s single sign-on does not know leads to the page that authorizes it', async () => {
    sandbox.github.tokens.ghp_sso = {
      login: LOGIN,
      scopes: ['repo'],
      permissions: {},
      ssoPending: ['acme'],
    }
    expect(await failureOf(client({ token: 'ghp_sso' }).runs(WEB))).toMatchObject({
      reason: 'sso-required',
      recovery: { kind: 'open-page', url: expect.stringContaining('/orgs/acme/sso') },
    })
  })

  test('is never told in a failure', async () => {
    const told = [
      await failureOf(client({ token: 'ghp_secretive' }).identity()),
      await failureOf(client({ baseUrl: 'http://127.0.0.1:9', token: 'ghp_secretive' }).identity()),
    ]
    expect(JSON.stringify(told)).not.toContain('ghp_secretive')
  })
})

describe.each([
  ['as in the product', true],
  ['without spacing', false],
])('a limit, %s', (_, spaced) => {
  test('of REST that is used up says until when, and the budget shows nothing left', async () => {
    sandbox = await startGithub()
    sandbox.advance(Date.now() - sandbox.stage.now())
    exhaustBudget(sandbox.github, LOGIN, 'core', sandbox.stage.now())
    const limited = client({ spaced })
    const failed = await failureOf(limited.identity())
    expect(failed).toMatchObject({ reason: 'rate-limited', recovery: { kind: 'wait' } })
    const until = failed.recovery.kind === 'wait' ? Date.parse(failed.recovery.until ?? '') : 0
    expect(Math.abs(until - (Date.now() + HOUR))).toBeLessThan(60_000)
    expect(limited.budgets()).toMatchObject([{ resource: 'core', limit: 5000, remaining: 0 }])
  })

  test('of GraphQL that is used up is a limit, not a fleet of lost repositories', async () => {
    sandbox = await startGithub()
    sandbox.advance(Date.now() - sandbox.stage.now())
    exhaustBudget(sandbox.github, LOGIN, 'graphql', sandbox.stage.now())
    expect(await failureOf(observeAll(client({ spaced }), [WEB]))).toMatchObject({
      reason: 'rate-limited',
      recovery: { kind: 'wait', until: expect.any(String) },
    })
  })

  test('that asks for patience in seconds is answered by waiting until then', async () => {
    const slow = answering(429, '{"message":"slow down"}', { 'retry-after': '3600' })
    const failed = await failureOf(client({ spaced, fetch: slow }).identity())
    expect(failed).toMatchObject({ reason: 'rate-limited', recovery: { kind: 'wait' } })
  })

  test('a server that is silent is offline, after one try', async () => {
    const asked = vi.fn(silent)
    const waiting = client({ fetch: asked, answerWithin: 50 })
    expect(await failureOf(waiting.identity())).toMatchObject({
      reason: 'offline',
      recovery: { kind: 'retry' },
    })
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('a network that is dead is offline, soon, for a call as for a whole reading', async () => {
    const dead = client({ spaced, baseUrl: 'http://127.0.0.1:9' })
    const begun = Date.now()
    const failures = await Promise.all([failureOf(dead.identity()), failureOf(observeAll(dead, [WEB]))])
    for (const failed of failures)
      expect(failed).toMatchObject({ reason: 'offline', recovery: { kind: 'retry' } })
    expect(Date.now() - begun).toBeLessThan(8_000)
  })
})

describe('an answer that is not GitHub’s', () => {
  test('a proxy’s page, or another server, is told as such', async () => {
    const page = answering(200, '<html>Sign in to the network</html>', { 'content-type': 'text/html' })
    const other = answering(200, '{"hello":"world"}', { 'content-type': 'application/json' })
    for (const fetch of [page, other]) {
      const wanted = { reason: 'upstream', sentence: expect.stringMatching(/not GitHub’s.*address/) }
      expect(await failureOf(client({ fetch }).runs(WEB))).toMatchObject(wanted)
    }
  })

  test('a repository in a form that GitHub does not document is unread, alone', async () => {
    const strange = answering(200, '{"data":{"r0":{"id":7},"r1":null}}', {
      'content-type': 'application/json',
    })
    const found = await observeAll(client({ fetch: strange }), ['acme/Web', 'acme/gone'])
    expect(found.get('acme/Web')?.observation).toMatchObject({
      known: false,
      failure: { reason: 'upstream' },
    })
    expect(found.get('acme/gone')?.observation).toMatchObject({
      known: false,
      failure: { reason: 'not-found' },
    })
  })

  test('a failure on GitHub’s side is told as GitHub’s, after it was tried again', async () => {
    let asked = 0
    const failing: typeof fetch = async () => {
      asked += 1
      return new Response('{"message":"Server Error"}', { status: 502 })
    }
    expect(await failureOf(client({ fetch: failing }).identity())).toMatchObject({
      reason: 'upstream',
      code: '502',
    })
    expect(asked).toBe(4)
  })

  test('a change whose answer was lost is not sent twice: it may have been made', async () => {
    let sent = 0
    const losing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (init?.method !== 'POST') return response
      sent += 1
      return new Response('{"message":"Server Error"}', { status: 502 })
    }
    sandbox = await startGithub()
    const request = { repository: WEB, workflowPath: '.github/workflows/bedrock.yml', ref: 'main' }
    const inputs = { note: 'once' }
    expect(await failureOf(client({ fetch: losing }).dispatch({ ...request, inputs }))).toMatchObject({
      reason: 'upstream',
    })
    expect([sent, sandbox.repository.runs.length]).toEqual([1, 1])
  })
})
