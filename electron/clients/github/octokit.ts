import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { RequestError } from '@octokit/request-error'
import { Octokit as Core } from '@octokit/rest'
import { apiVersionOf, hostOfApi } from '../../../shared/domain/github-host'
import { readExpiration } from '../../../shared/domain/token-expiry'
import type { TokenNews } from '../github-port'
import type { BudgetKeeper } from './budget'
import { certificateFailure } from './certificate-failure'
import { NoJson } from './errors'
import { rememberEtags } from './etags'

export interface OctokitOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise Server. */
  baseUrl: string
  token: string
  fetch?: typeof fetch
  /** Off only for a server of our own on loopback, which has no limits to respect. */
  spaced?: boolean
  /** Milliseconds within which an answer must begin. */
  answerWithin?: number
  /** Milliseconds between two looks for a run that the server did not name; 2,000 where it is left out. */
  lookEvery?: number
  /** Told what an answer says of the token. */
  noticed?: (news: TokenNews) => void
}

const Plugged = Core.plugin(throttling, retry)
export type Octokit = InstanceType<typeof Plugged>

/* A limit that lifts within a minute is waited for; a longer one is told to the user with its time. */
const PATIENCE = 60

/* Three retries, after 1, 4 and 9 times this: a passing fault is bridged, and who is offline hears of it in seconds. */
const RETRY_PAUSE = 250
/* A server of our own is there again at once, or gone. */
const RETRY_PAUSE_UNSPACED = 10

const EXPIRATION = 'github-authentication-token-expiration'

/* GitHub itself gives a request up after ten seconds. */
const ANSWER_WITHIN = 20_000

/** Octokit with the published limits, retries of passing faults, and conditional requests. */
export function createOctokit(options: OctokitOptions, budget: BudgetKeeper): Octokit {
  const mayWait = (seconds: number, _options: object, _octokit: unknown, retries: number): boolean =>
    seconds <= PATIENCE && retries < 2
  const octokit = new Plugged({
    auth: options.token,
    baseUrl: options.baseUrl,
    userAgent: 'rolecall',
    throttle: {
      enabled: options.spaced ?? true,
      onRateLimit: mayWait,
      onSecondaryRateLimit: mayWait,
    },
    retry: {
      doNotRetry: [400, 401, 403, 404, 405, 409, 410, 415, 422, 429],
      retryAfterBaseValue: (options.spaced ?? true) ? RETRY_PAUSE : RETRY_PAUSE_UNSPACED,
    },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  })
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = apiVersionOf(hostOfApi(options.baseUrl))
    /* A POST whose answer was lost may have done its work: a second one would start a second run. */
    if (request.method === 'POST' && request.url !== '/graphql') request.request.retries = 0
    /* Who is silent once is silent again, and a certificate stays what it is: the user hears of it now. */
    request.request.fetch = fetchWithin(options, () => {
      request.request.retries = 0
    })
  })
  octokit.hook.after('request', (response, { method, url }) => {
    budget.note(response.headers)
    options.noticed?.({ accepted: true, expiresAt: readExpiration(response.headers[EXPIRATION]) })
    const isText = typeof response.data === 'string' && response.status === 200
    if (method === 'GET' && isText && !url.endsWith('/logs')) throw new NoJson(`${url} answered no JSON.`)
  })
  octokit.hook.error('request', (error) => {
    if (error instanceof RequestError && error.response) {
      const { headers } = error.response
      budget.note(headers)
      /* Only a 401 says that the token is good no more: a 403 is of rights, or of a limit. */
      if (error.status === 401) options.noticed?.({ accepted: false, expiresAt: null })
    }
    throw error
  })
  rememberEtags(octokit)
  return octokit
}

/** A fetch that gives up when no answer has begun in time. What has begun may take as long as it is large. */
function fetchWithin(
  { fetch: given = fetch, answerWithin = ANSWER_WITHIN, baseUrl }: OctokitOptions,
  giveUp: () => void,
): typeof fetch {
  return async (input, init) => {
    const silence = new AbortController()
    const timer = setTimeout(() => {
      giveUp()
      silence.abort(new DOMException('No answer began in time.', 'TimeoutError'))
    }, answerWithin)
    try {
      const signals = init?.signal ? [init.signal, silence.signal] : [silence.signal]
      return await given(input, { ...init, signal: AbortSignal.any(signals) })
    } catch (error) {
      if (certificateFailure(error, baseUrl) !== null) giveUp()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}
