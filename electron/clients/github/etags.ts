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
    /* Octokit's inner hooks are bound to these very options: a copy of them would not be sent. */
    if (etag) options.headers['if-none-match'] = etag
    try {
      const response = await request(options)
      /* Logs have an ETag, too, but they are large, final, and kept elsewhere. */
      if (response.headers.etag && isKept(response.data)) keep(kept, url, copyOf(response))
      return response
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 304 || !before) throw error
      keep(kept, url, before)
      return copyOf(before)
    }
  })
}

function isKept(data: unknown): boolean {
  return typeof data === 'object' && !(data instanceof ReadableStream)
}

/* Pagination takes its counts out of the data that it is given, and leaves the entries as they are. */
function copyOf(response: OctokitResponse<unknown>): OctokitResponse<unknown> {
  const { data } = response
  if (Array.isArray(data)) return { ...response, data: [...data] }
  return typeof data === 'object' ? { ...response, data: { ...data } } : response
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
