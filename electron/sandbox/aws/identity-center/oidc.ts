import { randomBytes, randomInt } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Stage } from '../../world'
import { OidcFault } from './oidc-fault'
import { identityCenterOf, inSeconds, isPast, START_URL } from './sign-in-state'

/** Seconds. */
const REGISTRATION = 90 * 24 * 60 * 60
const CODE_LIVES = 600
const SESSION_LIVES = 8 * 60 * 60
const REFRESHED_LIVES = 60 * 60
const INTERVAL = 1

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** Letters that cannot be taken for one another. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

const Registration = z.object({
  clientName: z.string().min(1),
  clientType: z.literal('public'),
  scopes: z.array(z.string()).optional(),
  grantTypes: z.array(z.string()).optional(),
})
const Start = z.object({ clientId: z.string(), clientSecret: z.string(), startUrl: z.string() })
const Ask = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  grantType: z.string(),
  deviceCode: z.string().optional(),
  refreshToken: z.string().optional(),
})
type Ask = z.infer<typeof Ask>

const token = (prefix: string): string => `${prefix}-${randomBytes(48).toString('base64url')}`

/** IAM Identity Center's OIDC (API reference): RegisterClient, StartDeviceAuthorization, CreateToken. */
export function addOidcRoutes(routes: Hono, stage: Stage): void {
  const answering = (answer: (body: unknown, context: Context) => object) => async (context: Context) => {
    try {
      return context.json(answer(await context.req.json().catch(() => null), context))
    } catch (error) {
      if (error instanceof OidcFault) return error.response()
      throw error
    }
  }
  routes.post(
    '/client/register',
    answering((body) => register(stage, parsed(Registration, body))),
  )
  routes.post(
    '/device_authorization',
    answering((body, context) => start(stage, parsed(Start, body), new URL(context.req.url))),
  )
  routes.post(
    '/token',
    answering((body) => createToken(stage, parsed(Ask, body))),
  )
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new OidcFault('InvalidRequestException', 'invalid_request', 'Invalid request')
}

function register(stage: Stage, { scopes = [], grantTypes = [] }: z.infer<typeof Registration>): object {
  const clientId = token('client').slice(0, 32)
  const secret = token('secret')
  const expiresAt = inSeconds(stage, REGISTRATION)
  const refreshes = scopes.includes('sso:account:access') && grantTypes.includes('refresh_token')
  identityCenterOf(stage).clients[clientId] = { secret, expiresAt, refreshes }
  stage.changed()
  return {
    clientId,
    clientSecret: secret,
    clientIdIssuedAt: Math.floor(stage.now() / 1000),
    clientSecretExpiresAt: Math.floor(Date.parse(expiresAt) / 1000),
  }
}

function checkedClient(stage: Stage, { clientId, clientSecret }: { clientId: string; clientSecret: string }) {
  const client = identityCenterOf(stage).clients[clientId]
  if (client?.secret === clientSecret && !isPast(stage, client.expiresAt)) return client
  throw new OidcFault('InvalidClientException', 'invalid_client', 'Invalid client', 401)
}

function start(stage: Stage, input: z.infer<typeof Start>, asked: URL): object {
  checkedClient(stage, input)
  if (input.startUrl.replace(/[#/]*$/, '') !== START_URL) {
    throw new OidcFault('InvalidRequestException', 'invalid_request', 'Invalid start url provided')
  }
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)] ?? 'B').join('')
  const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`
  const deviceCode = token('device')
  identityCenterOf(stage).devices[deviceCode] = {
    userCode,
    clientId: input.clientId,
    expiresAt: inSeconds(stage, CODE_LIVES),
    decision: 'pending',
    askedAt: null,
  }
  stage.changed()
  const page = `${asked.origin}${asked.pathname.replace(/device_authorization$/, 'device')}`
  return {
    deviceCode,
    userCode,
    verificationUri: page,
    verificationUriComplete: `${page}?user_code=${userCode}`,
    expiresIn: CODE_LIVES,
    interval: INTERVAL,
  }
}

function createToken(stage: Stage, ask: Ask): object {
  const client = checkedClient(stage, ask)
  if (ask.grantType === DEVICE_GRANT) {
    redeem(stage, ask)
    return session(stage, ask.clientId, SESSION_LIVES, client.refreshes)
  }
  if (ask.grantType !== 'refresh_token') {
    throw new OidcFault('UnsupportedGrantTypeException', 'unsupported_grant_type', 'Unsupported grant type')
  }
  const { refreshTokens } = identityCenterOf(stage)
  const { refreshToken = '' } = ask
  if (refreshTokens[refreshToken] !== ask.clientId) throw invalidGrant('Invalid refresh token provided')
  delete refreshTokens[refreshToken]
  return session(stage, ask.clientId, REFRESHED_LIVES, true)
}

/** A device code is good for one token, and is asked for no faster than agreed (RFC 8628, 3.5). */
function redeem(stage: Stage, { deviceCode = '', clientId }: Ask): void {
  const { devices } = identityCenterOf(stage)
  const device = devices[deviceCode]
  if (device?.clientId !== clientId) throw invalidGrant('Invalid device code provided')
  if (isPast(stage, device.expiresAt)) {
    throw new OidcFault('ExpiredTokenException', 'expired_token', 'Device code has expired')
  }
  const hasty = device.askedAt !== null && stage.now() - Date.parse(device.askedAt) < INTERVAL * 900
  device.askedAt = new Date(stage.now()).toISOString()
  stage.changed()
  if (device.decision === 'denied') {
    throw new OidcFault('AccessDeniedException', 'access_denied', 'The request was denied')
  }
  if (hasty) throw new OidcFault('SlowDownException', 'slow_down', 'Client polled faster than the interval')
  if (device.decision === 'pending') {
    throw new OidcFault('AuthorizationPendingException', 'authorization_pending', 'Authorization pending')
  }
  delete devices[deviceCode]
}

function session(stage: Stage, clientId: string, seconds: number, refreshes: boolean): object {
  const { sessions, refreshTokens } = identityCenterOf(stage)
  const accessToken = token('aoaAAAAA')
  sessions[accessToken] = { expiresAt: inSeconds(stage, seconds) }
  const refreshToken = refreshes ? token('aorAAAAA') : null
  if (refreshToken !== null) refreshTokens[refreshToken] = clientId
  stage.changed()
  return { accessToken, tokenType: 'Bearer', expiresIn: seconds, ...(refreshToken ? { refreshToken } : {}) }
}

function invalidGrant(message: string): OidcFault {
  return new OidcFault('InvalidGrantException', 'invalid_grant', message)
}
