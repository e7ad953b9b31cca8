import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { CLIENT_ID, CLIENT_WITHOUT_FLOW } from '../../electron/sandbox/github/device-flow'
import { SignInEvent } from '../../shared/contract/connections'
import { hostOfApi } from '../../shared/domain/github-host'
import { type GithubHouse, githubSandbox, openGithubHouse } from '../support/github-house'

/* GitHub’s device flow (RFC 8628), by the real client against the sandbox. */

const opened = githubSandbox()

/** What a person does on GitHub’s page. */
async function decide(code: string, decision: 'approve' | 'deny'): Promise<void> {
  const body = new URLSearchParams({ user_code: code, decision })
  const answer = await fetch(`${opened().githubUrl}/login/device`, { method: 'POST', body })
  expect(answer.status).toBe(200)
}

async function begin({ client }: GithubHouse, clientId = CLIENT_ID, signal?: AbortSignal) {
  const { host } = hostOfApi(opened().githubUrl)
  const stream = await client.connections.signInGithub({ host, clientId }, signal ? { signal } : {})
  const first = await stream.next()
  const event = first.done ? undefined : SignInEvent.parse(first.value)
  if (event?.kind !== 'code') throw new Error('No code was shown.')
  return { code: event, stream }
}

const house = () => openGithubHouse({ env: { GITHUB_API_URL: opened().githubUrl } })
const refused = (reason: string, sentence: RegExp) =>
  expect.objectContaining({
    data: expect.objectContaining({ reason, sentence: expect.stringMatching(sentence) }),
  })
const device = (userCode: string) =>
  Object.values(opened().stage.world.github.devices ?? {}).find((each) => each.userCode === userCode)

describe('the device flow', () => {
  test('may show the page of a host that is not connected yet, while it goes on', async () => {
    const there = await openGithubHouse()
    const { origin } = new URL(opened().githubUrl)
    const origins = () => there.realm().connections.githubOrigins()
    expect(origins()).toEqual(['https://github.com'])
    const choice = { host: opened().githubUrl, clientId: CLIENT_ID }
    const stream = await there.client.connections.signInGithub(choice)
    await stream.next()
    expect(origins()).toEqual(['https://github.com', origin])
    await stream.return?.()
    await vi.waitFor(() => expect(origins()).toEqual(['https://github.com']))
  })

  test('shows a code, and connects the identity once it was entered', async () => {
    const there = await house()
    const { code, stream } = await begin(there)
    expect(code).toMatchObject({
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verificationUrl: `${opened().githubUrl}/login/device`,
    })
    expect(Date.parse(code.expiresAt)).toBeGreaterThan(Date.now())
    await decide(code.userCode, 'approve')
    const { value } = await stream.next()
    expect(value).toMatchObject({
      kind: 'signed-in',
      connections: { github: { login: 'sandbox-admin', origin: 'device', tokenKind: 'oauth' } },
    })
    expect(JSON.stringify(value)).not.toMatch(/gho_/)
    expect((await there.client.connections.githubWays()).clientId).toBe(CLIENT_ID)
  })

  test.each([
    ['that is denied', 'forbidden', /cancelled on GitHub’s page/, (code: string) => decide(code, 'deny')],
    [
      'that was not entered in time',
      'credentials-expired',
      /not entered in time/,
      async (code: string) => {
        const begun = device(code)
        if (begun) begun.expiresAt = new Date(0).toISOString()
      },
    ],
  ])('%s ends with the reason, and connects nothing', async (_, reason, sentence, happens) => {
    const there = await house()
    const { code, stream } = await begin(there)
    await happens(code.userCode)
    await expect(stream.next()).rejects.toEqual(refused(reason, sentence))
    expect((await there.client.connections.get()).identities).toEqual([])
  })

  test.each([CLIENT_WITHOUT_FLOW, 'Ov23liNobodyKnows'])(
    'says that the client ID %s is no good',
    async (clientId) => {
      const there = await house()
      await expect(begin(there, clientId)).rejects.toEqual(refused('invalid', /client ID/))
    },
  )

  test('is asked again while nobody has decided', async () => {
    const there = await house()
    const { code, stream } = await begin(there)
    const ended = stream.next()
    await vi.waitFor(() => expect(device(code.userCode)?.askedAt).not.toBeNull())
    await decide(code.userCode, 'approve')
    expect((await ended).value).toMatchObject({ kind: 'signed-in' })
  })

  test('is told to slow down where it is asked faster than agreed', async () => {
    const post = async (path: string, body: Record<string, string>) =>
      (
        await fetch(`${opened().githubUrl}${path}`, { method: 'POST', body: new URLSearchParams(body) })
      ).json()
    const begun = z
      .object({ device_code: z.string() })
      .parse(await post('/login/device/code', { client_id: CLIENT_ID }))
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
    const ask = () => post('/login/oauth/access_token', { client_id: CLIENT_ID, grant_type, ...begun })
    expect(await ask()).toMatchObject({ error: 'authorization_pending' })
    expect(await ask()).toMatchObject({ error: 'slow_down', interval: 6 })
  })

  test('that is left asks no more', async () => {
    const there = await house()
    const left = new AbortController()
    const { code, stream } = await begin(there, CLIENT_ID, left.signal)
    const next = stream.next().catch(() => ({ done: true }))
    left.abort()
    expect(await next).toMatchObject({ done: true })
    await decide(code.userCode, 'approve')
    expect((await there.client.connections.get()).identities).toEqual([])
  })
})
