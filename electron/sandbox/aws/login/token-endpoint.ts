import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Stage } from '../../world'
import { provenKey } from './dpop'
import { CREDENTIALS_LIVE, credentialsOf, keepLogin, type LoginSession } from './login-sessions'

const Ask = z.object({ clientId: z.string(), grantType: z.string(), refreshToken: z.string().optional() })

/** A refusal of AWS Sign-In: the exception in a header, its own code and words in the body. */
class SignInFault extends Error {
  constructor(
    readonly exception: 'AccessDeniedException' | 'ValidationException',
    readonly error: string,
    message: string,
  ) {
    super(message)
    this.name = 'SignInFault'
  }
}

/**
 * AWS Sign-In’s `CreateOAuth2Token`, as far as it renews: a refresh token is good for once, and only with the key that it
 * was given for. A session is begun in a browser by the AWS CLI, which is not played.
 */
export function addTokenEndpoint(routes: Hono, stage: Stage): void {
  routes.post('/v1/token', async (context) => {
    try {
      const ask = Ask.safeParse(await context.req.json().catch(() => null))
      if (!ask.success) throw new SignInFault('ValidationException', 'INVALID_REQUEST', 'Invalid request')
      return context.json(renew(stage, ask.data, context))
    } catch (error) {
      if (error instanceof SignInFault) return refusal(error)
      throw error
    }
  })
}

function renew(
  stage: Stage,
  { clientId, grantType, refreshToken = '' }: z.infer<typeof Ask>,
  { req }: Context,
) {
  if (grantType !== 'refresh_token')
    throw new SignInFault('ValidationException', 'INVALID_REQUEST', 'Unsupported grant type')
  const { [refreshToken]: session, ...others } = stage.world.aws.logins ?? {}
  const proof = { method: req.method, url: req.url, now: stage.now() }
  const mayRenew =
    session?.clientId === clientId && provenKey(req.header('dpop'), proof) === session.keyThumbprint
  if (!session || !mayRenew) throw new SignInFault('AccessDeniedException', 'TOKEN_EXPIRED', 'Invalid token')
  checkStanding(stage, session)
  stage.world.aws.logins = others
  return {
    accessToken: credentialsOf(stage, session),
    tokenType: 'aws_sigv4',
    expiresIn: CREDENTIALS_LIVE,
    refreshToken: keepLogin(stage, session),
  }
}

function checkStanding(stage: Stage, { endsAt, refused }: LoginSession): void {
  if (refused)
    throw new SignInFault('AccessDeniedException', refused, 'The credentials of the user have changed')
  if (Date.parse(endsAt) <= stage.now())
    throw new SignInFault('AccessDeniedException', 'TOKEN_EXPIRED', 'The session has expired')
}

function refusal({ exception, error, message }: SignInFault): Response {
  return Response.json(
    { error, message },
    { status: 400, headers: { 'x-amzn-RequestId': randomUUID(), 'x-amzn-ErrorType': exception } },
  )
}
