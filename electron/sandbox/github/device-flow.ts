import { randomBytes, randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Stage } from '../world'
import type { GithubDevice } from './github-world'

/** The app of the sandbox that allows the device flow, and one that does not. */
export const CLIENT_ID = 'Ov23liSandboxRolecall'
export const CLIENT_WITHOUT_FLOW = 'Ov23liSandboxNoDevice'

/** Seconds; GitHub’s interval is 5. */
const CODE_LIVES = 900
const INTERVAL = 1
/** Letters that cannot be taken for one another. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** GitHub’s device flow (GitHub Docs, “Authorizing OAuth apps”): the codes, the token, and the page where a person decides. */
export function deviceFlowRoutes(stage: Stage): Hono {
  const routes = new Hono()
  routes.post('/login/device/code', async (c) => {
    const asked = await bodyOf(c.req.raw)
    if (asked.client_id === CLIENT_WITHOUT_FLOW) return c.json(refusal('device_flow_disabled'), 400)
    if (asked.client_id !== CLIENT_ID) return c.json({ error: 'Not Found' }, 404)
    const url = new URL(c.req.url)
    const page = `${url.origin}${url.pathname.replace(/\/code$/, '')}`
    return c.json(begin(stage, asked.scope ?? '', page))
  })
  /* A refusal is worded in a 200. */
  routes.post('/login/oauth/access_token', async (c) => c.json(redeem(stage, await bodyOf(c.req.raw))))
  routes.get('/login/device', (c) => c.html(pageOf(ENTER)))
  routes.post('/login/device', async (c) => {
    const form = await c.req.parseBody()
    const code = String(form.user_code ?? '')
      .trim()
      .toUpperCase()
    const device = Object.values(devicesOf(stage)).find((each) => each.userCode === code)
    if (!device || isPast(stage, device)) return c.html(pageOf(UNKNOWN), 404)
    device.decision = form.decision === 'approve' ? 'approved' : 'denied'
    stage.changed()
    return c.html(pageOf(device.decision === 'approved' ? APPROVED : DENIED))
  })
  return routes
}

/** As JSON, which Octokit sends, or as a form. */
async function bodyOf(request: Request): Promise<Record<string, string | undefined>> {
  const text = await request.text()
  if (!text.startsWith('{')) return Object.fromEntries(new URLSearchParams(text))
  const body: unknown = JSON.parse(text)
  return Object.fromEntries(Object.entries(Object(body)).map(([name, value]) => [name, String(value)]))
}

function devicesOf({ world: { github } }: Stage): Record<string, GithubDevice> {
  github.devices ??= {}
  return github.devices
}

function begin(stage: Stage, scope: string, page: string): object {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)] ?? 'B').join('')
  const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`
  const deviceCode = randomBytes(20).toString('hex')
  const expiresAt = new Date(stage.now() + CODE_LIVES * 1000).toISOString()
  const scopes = scope.split(/[\s,]+/).filter((each) => each !== '')
  devicesOf(stage)[deviceCode] = { userCode, scopes, expiresAt, decision: 'pending', askedAt: null }
  stage.changed()
  return {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: page,
    expires_in: CODE_LIVES,
    interval: INTERVAL,
  }
}

function redeem(stage: Stage, asked: Record<string, string | undefined>): object {
  if (asked.grant_type !== DEVICE_GRANT) return refusal('unsupported_grant_type')
  if (asked.client_id !== CLIENT_ID) return refusal('incorrect_client_credentials')
  const device = devicesOf(stage)[asked.device_code ?? '']
  if (!device) return refusal('incorrect_device_code')
  if (isPast(stage, device)) return refusal('expired_token')
  if (device.decision === 'denied') return refusal('access_denied')
  const hasty = device.askedAt !== null && stage.now() - Date.parse(device.askedAt) < INTERVAL * 900
  device.askedAt = new Date(stage.now()).toISOString()
  if (hasty) return { ...refusal('slow_down'), interval: INTERVAL + 5 }
  if (device.decision === 'pending') return refusal('authorization_pending')
  delete devicesOf(stage)[asked.device_code ?? '']
  return { access_token: mint(stage, device), token_type: 'bearer', scope: device.scopes.join(',') }
}

/** A token of the first person of the world, with the scopes that were asked for. */
function mint(stage: Stage, { scopes }: GithubDevice): string {
  const { owners, tokens } = stage.world.github
  const login = owners.find(({ kind }) => kind === 'User')?.login ?? 'sandbox-admin'
  const token = `gho_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'A')}`
  tokens[token] = { login, scopes, permissions: {} }
  stage.changed()
  return token
}

function isPast(stage: Stage, { expiresAt }: GithubDevice): boolean {
  return Date.parse(expiresAt) <= stage.now()
}

const SAYS: Readonly<Record<string, string>> = {
  authorization_pending: 'The authorization request is still pending.',
  slow_down: 'Too many requests have been made in the same timeframe.',
  expired_token: 'The device code has expired.',
  access_denied: 'The authorization request was denied.',
  incorrect_device_code: 'The device_code provided is not valid.',
  incorrect_client_credentials: 'The client_id passed is incorrect.',
  unsupported_grant_type: 'The grant type must be urn:ietf:params:oauth:grant-type:device_code.',
  device_flow_disabled: 'Device Flow must be explicitly enabled for this App',
}

function refusal(error: keyof typeof SAYS & string): {
  error: string
  error_description: string
  error_uri: string
} {
  return { error, error_description: SAYS[error] ?? '', error_uri: 'https://docs.github.com/developers/apps' }
}

type Markup = ReturnType<typeof html>

function pageOf(content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <title>Sandbox: GitHub device activation</title>
      <style>
        body { font: 16px/1.5 system-ui; max-width: 32rem; margin: 4rem auto; padding: 0 1rem }
        input, button { font: inherit; padding: 0.4rem 1rem }
      </style>
      <h1>GitHub of the sandbox</h1>
      ${content}
    </html>`
}

const ENTER = html`<form method="post">
  <p><label>Enter the code that Rolecall shows: <input name="user_code" autocomplete="off" autofocus /></label></p>
  <button name="decision" value="approve">Authorize</button>
  <button name="decision" value="deny">Cancel</button>
</form>`
const UNKNOWN = html`<p>This code is not known, or was not entered in time. Begin the sign-in anew.</p>`
const APPROVED = html`<p>The device is connected. You can close this page and go back to Rolecall.</p>`
const DENIED = html`<p>The authorization was cancelled. You can close this page.</p>`
