import { RequestError } from '@octokit/request-error'
import type { OctokitResponse } from '@octokit/types'
import type { Octokit } from './octokit'

/* About the responses of four thousand repositories; the least recently used goes first. */
const KEPT = 16_000

/** Asks again with `If-None-Match`: an authorised 304 costs no primary quota (field-notes §4). */
export function rememberEtags(octokit: Octokit): void {
  const kept = new Map<string, OctokitResponse<unknown>>()
  octokit.hook.wrap('request', async (request, options) => {
    if (options.method !== 'GET') return request(options)
    const { url } = octokit.request.endpoint(options)
    const before = kept.get(url)
    const etag = before?.headers.etag
    try {
      const response = await request(
        etag ? { ...options, headers: { ...options.headers, 'if-none-match': etag } } : options,
      )
      if (response.headers.etag) keep(kept, url, response)
      return response
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 304 || !before) throw error
      keep(kept, url, before)
      return before
    }
  })
}

function keep(
  kept: Map<string, OctokitResponse<unknown>>,
  url: string,
  response: OctokitResponse<unknown>,
): void {
  kept.delete(url)
  kept.set(url, response)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
}
