import { createHash } from 'node:crypto'
import type { GithubContext } from './context'

/** Gives a successful GET its weak ETag (one per token, as GitHub's are) and answers 304 where the caller has it already. */
export async function answerConditionally(c: GithubContext): Promise<void> {
  if (c.req.method !== 'GET' || c.res.status !== 200) return
  const body = await c.res.clone().text()
  const key = `${c.req.header('authorization')}\n${c.req.header('accept')}\n${body}`
  const etag = `W/"${createHash('sha256').update(key).digest('hex')}"`
  c.res.headers.set('etag', etag)
  c.res.headers.set('cache-control', 'private, max-age=60, s-maxage=60')
  const held = (c.req.header('if-none-match') ?? '').split(',').map((each) => each.trim())
  if (!held.includes(etag)) return
  const headers = new Headers(c.res.headers)
  headers.delete('content-type')
  headers.delete('content-length')
  c.res = undefined
  c.res = new Response(null, { status: 304, headers })
}
