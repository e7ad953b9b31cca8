import { createHash } from 'node:crypto'
import type { GithubContext } from './context'

/** Gives a successful GET its weak ETag (one per token, as GitHub's are) and answers 304 where the caller has it already. */
export async function answerConditionally(c: GithubContext): Promise<void> {
  if (c.req.method !== 'GET' || c.res.status !== 200) return
  const body = Buffer.from(await c.res.arrayBuffer())
  const asked = `${c.req.header('authorization')}\n${c.req.header('accept')}\n`
  const etag = `W/"${createHash('sha256').update(asked).update(body).digest('hex')}"`
  const headers = new Headers(c.res.headers)
  headers.set('etag', etag)
  headers.set('cache-control', 'private, max-age=60, s-maxage=60')
  const held = (c.req.header('if-none-match') ?? '').split(',').map((each) => each.trim())
  // Hono would else carry the headers of the response that was read over to the new one.
  c.res = undefined
  if (!held.includes(etag)) {
    c.res = new Response(body, { status: 200, headers })
    return
  }
  headers.delete('content-type')
  headers.delete('content-length')
  c.res = new Response(null, { status: 304, headers })
}
