import { createOAuthDeviceAuth } from '@octokit/auth-oauth-device'
import { RequestError } from '@octokit/request-error'
import { Octokit } from '@octokit/rest'
import { z } from 'zod'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { GithubSignIn } from '../github-port'
import { asking } from './errors'

export interface DeviceFlowOptions {
  /** Of the host’s API. */
  baseUrl: string
  clientId: string
  signal: AbortSignal
  fetch?: typeof fetch
}

/** What Rolecall needs of a classic token; a GitHub App has permissions of its own, and its scopes are ignored. */
const SCOPES = ['repo', 'workflow', 'read:org']

type Verification = Parameters<Parameters<typeof createOAuthDeviceAuth>[0]['onVerification']>[0]

/** Begins GitHub’s device flow (RFC 8628); it is asked no faster than GitHub agrees to, and ends with the signal. */
export async function beginDeviceFlow(options: DeviceFlowOptions): Promise<GithubSignIn> {
  let entered: Promise<string> | null = null
  const shown = new Promise<Verification>((resolve, reject) => {
    const auth = createOAuthDeviceAuth({
      clientType: 'oauth-app',
      clientId: options.clientId,
      scopes: SCOPES,
      onVerification: resolve,
      request: requestOf(options),
    })
    entered = auth({ type: 'oauth' }).then(({ token }) => token)
    entered.catch(reject)
  })
  const code = codeOf(await refusing(() => shown))
  const token = refusing(() => entered ?? Promise.reject(new Error('The flow was not begun.')))
  /* Whoever leaves before the end no longer waits for it. */
  token.catch(() => {})
  return { code, token }
}

function requestOf({ baseUrl, signal, fetch: given = fetch }: DeviceFlowOptions) {
  const untilLeft: typeof fetch = (input, init) => {
    signal.throwIfAborted()
    return given(input, { ...init, signal })
  }
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  return new Octokit({ baseUrl, userAgent: 'rolecall', request: { fetch: untilLeft }, log }).request
}

function codeOf({ user_code, verification_uri, expires_in }: Verification): GithubSignIn['code'] {
  const expiresAt = new Date(Date.now() + expires_in * 1000).toISOString()
  return { userCode: user_code, verificationUrl: verification_uri, expiresAt }
}

const Refusal = z.object({ error: z.string(), error_description: z.string().optional() })

/* GitHub words a refusal of the flow in a 200, so that the status tells nothing (GitHub Docs, “Error codes for the device flow”). */
async function refusing<T>(call: () => Promise<T>): Promise<T> {
  return asking('sign you in', async () => {
    try {
      return await call()
    } catch (error) {
      const refused = error instanceof RequestError ? Refusal.safeParse(error.response?.data) : null
      if (refused?.success) throw new ExpectedFailure(failureOf(refused.data), { cause: error })
      throw error
    }
  })
}

function failureOf({ error, error_description: said = '' }: z.infer<typeof Refusal>): Failure {
  switch (error) {
    case 'expired_token':
      return failure(
        'credentials-expired',
        'The code was not entered in time. Sign in again.',
        { kind: 'retry' },
        error,
      )
    case 'access_denied':
      return failure('forbidden', 'The sign-in was cancelled on GitHub’s page.', { kind: 'retry' }, error)
    /* What an unknown client ID is told when it asks for a code. */
    case 'Not Found':
    case 'incorrect_client_credentials':
    case 'device_flow_disabled':
    case 'unauthorized_client':
      return failure(
        'invalid',
        'GitHub does not know this client ID, or its app does not allow the device flow. Check the ID, and “Enable Device Flow” in the app’s settings.',
        { kind: 'correct-input', field: 'clientId' },
        error,
      )
    default:
      return failure('upstream', `GitHub would not sign you in: ${said || error}`, { kind: 'retry' }, error)
  }
}
