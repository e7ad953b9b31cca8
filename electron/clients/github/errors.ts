import { RequestError } from '@octokit/request-error'
import { ZodError, z } from 'zod'
import { ExpectedFailure, type Failure, failure, type Recovery } from '../../../shared/domain/failure'
import { certificateFailure } from './certificate-failure'

type Headers = Readonly<Record<string, string | number | undefined>>

/** An answer that is good by its status and holds no JSON, where nothing but JSON is asked for. */
export class NoJson extends Error {
  override readonly name = 'NoJson'
}

/**
 * Runs a call to GitHub; what may go wrong outside becomes an `ExpectedFailure` that names what was being done.
 * `doing` completes the sentence "GitHub did not …".
 */
export async function asking<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof RequestError)
      throw new ExpectedFailure(describeRefusal(error, doing), { cause: error })
    if (error instanceof ZodError || error instanceof NoJson)
      throw new ExpectedFailure(unintelligible(doing), { cause: error })
    throw error
  }
}

/** What GitHub's refusal means; null for an error that is none. */
export function failureOf(error: unknown, doing: string): Failure | null {
  return error instanceof RequestError ? describeRefusal(error, doing) : null
}

/** An answer that is not of the form that GitHub documents: a proxy's page, or another server altogether. */
export function unintelligible(doing: string): Failure {
  return failure(
    'upstream',
    `What came back when GitHub was asked to ${doing} is not GitHub’s. Check the API address and the proxy.`,
  )
}

/** The HTTP status of a refusal; null when it was something else. */
export function statusOf(error: unknown): number | null {
  if (error instanceof RequestError) return error.status
  if (error instanceof ExpectedFailure && error.failure.code) return Number(error.failure.code) || null
  return null
}

function describeRefusal(error: RequestError, doing: string): Failure {
  if (!error.response) {
    return (
      certificateFailure(error, error.request.url) ??
      failure(
        'offline',
        `GitHub could not be reached to ${doing}. Check the network, a proxy or the address.`,
      )
    )
  }
  const { status } = error
  const { headers, data } = error.response
  const said = messageOf(data)
  const code = String(status)
  const tell = (reason: Failure['reason'], sentence: string, recovery?: Recovery) =>
    failure(reason, sentence, recovery, code)
  if (status === 401)
    return tell('credentials-expired', 'GitHub no longer accepts this token. Connect a new one.', {
      kind: 'connect-github',
    })
  if (isRateLimit(status, headers, data)) return rateLimited(headers, code)
  if (status === 403) return forbidden(headers, doing, code)
  if (status === 404)
    return tell('not-found', `GitHub found nothing to ${doing}, or this token may not see it.`, {
      kind: 'connect-github',
    })
  if (status === 405 || status === 409) return tell('conflict', `GitHub would not ${doing}: ${said}`)
  if (status === 410) return tell('not-found', `What was asked for to ${doing} has expired.`)
  if (status >= 500) return tell('upstream', `GitHub failed on its side (${status}) when asked to ${doing}.`)
  return tell('invalid', `GitHub would not ${doing}: ${said}`, { kind: 'correct-input', field: null })
}

/** Whether a refusal is of a limit, and not of the token or its rights. */
export function rateLimitOf({ status, response }: RequestError): boolean {
  return response !== undefined && isRateLimit(status, response.headers, response.data)
}

/* A secondary limit may come with neither header: then only the page that it points to tells it (field-notes §4). */
function isRateLimit(status: number, headers: Headers, data: unknown): boolean {
  if (status !== 403 && status !== 429) return false
  return (
    status === 429 ||
    headers['retry-after'] !== undefined ||
    String(headers['x-ratelimit-remaining']) === '0' ||
    LimitPage.safeParse(data).success
  )
}

const LimitPage = z.object({ documentation_url: z.string().regex(/rate-limits/) })

/** When to come back, in the order of field-notes §4: retry-after, then x-ratelimit-reset. */
export function rateLimited(headers: Headers, code: string): Failure {
  const seconds = Number(headers['retry-after'])
  const reset = Number(headers['x-ratelimit-reset'])
  const at = seconds > 0 ? Date.now() + seconds * 1000 : reset > 0 ? reset * 1000 : Date.now() + 60_000
  const until = new Date(at).toISOString()
  return failure(
    'rate-limited',
    `GitHub’s rate limit is used up until ${until}.`,
    { kind: 'wait', until },
    code,
  )
}

/* A 403 names what is missing in its headers; the text of the body is for people (field-notes §4). */
function forbidden(headers: Headers, doing: string, code: string): Failure {
  const sso = /url=(\S+)/.exec(String(headers['x-github-sso'] ?? ''))?.[1]
  if (sso) {
    return failure(
      'sso-required',
      `The organization asks for single sign-on before this token may ${doing}.`,
      { kind: 'open-page', url: sso, label: 'Authorize the token' },
      code,
    )
  }
  const permission =
    String(headers['x-accepted-github-permissions'] ?? '') || String(headers['x-accepted-oauth-scopes'] ?? '')
  const missing = permission ? ` It needs ${permission}.` : ''
  return failure(
    'forbidden',
    `This token may not ${doing}.${missing}`,
    { kind: 'ask-administrator', permission: permission || `the right to ${doing}` },
    code,
  )
}

function messageOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string') {
    return data.message.endsWith('.') ? data.message : `${data.message}.`
  }
  return 'it gave no reason.'
}
