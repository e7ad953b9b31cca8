import { checkExchange, type Exchange } from './exchange-check'
import { type ApiVersion, operationOf } from './openapi-book'

export { checkExchange, type Exchange } from './exchange-check'
export { notDescribed } from './not-described'
export { type ApiVersion, operationOf } from './openapi-book'

/** A `fetch` that checks every request and response that passes against GitHub's description. */
export interface RecordingFetch {
  fetch: typeof globalThis.fetch
  /** What was wrong, in order; empty when all was well. */
  violations: string[]
  /** Operations that were used, such as `GET /user`. */
  operations: Set<string>
  exchanges: Exchange[]
}

/** Watches the traffic below `baseUrl`; what goes elsewhere passes unseen. */
export function recordingFetch(baseUrl: string, inner: typeof globalThis.fetch = fetch): RecordingFetch {
  const record: RecordingFetch = {
    violations: [],
    operations: new Set(),
    exchanges: [],
    async fetch(input, init) {
      const request = new Request(input, init)
      const sent = await request.clone().text()
      const response = await inner(request)
      // What a redirect led to is judged by its own address, which is no operation.
      if (!request.url.startsWith(baseUrl) || response.redirected) return response
      const exchange = await exchangeOf(baseUrl, request, sent, response.clone())
      record.exchanges.push(exchange)
      record.violations.push(...checkExchange(exchange))
      const operation = operationOf(exchange)
      if (operation) record.operations.add(`${operation.method} ${operation.path}`)
      return response
    },
  }
  return record
}

async function exchangeOf(
  baseUrl: string,
  request: Request,
  sent: string,
  response: Response,
): Promise<Exchange> {
  const url = new URL(request.url)
  const received = await response.text()
  return {
    method: request.method,
    path: url.pathname.slice(new URL(baseUrl).pathname.replace(/\/$/, '').length),
    query: url.searchParams,
    version: versionOf(request),
    requestBody: sent === '' ? undefined : JSON.parse(sent),
    status: response.status,
    responseBody: received === '' ? undefined : parsed(received),
  }
}

/** The version that GitHub would answer in; one that it does not know gets the refusal of the oldest. */
function versionOf(request: Request): ApiVersion {
  return request.headers.get('x-github-api-version') === '2026-03-10' ? '2026-03-10' : '2022-11-28'
}

/** A body that is no JSON stays text, and no schema will accept it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
