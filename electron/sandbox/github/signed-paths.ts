import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'

/** How long the address of a log or an artifact works (field-notes §4). */
const LIFETIME_MS = 60_000

/** Addresses that work without a token, for a minute, as those of the blob storage behind GitHub do. */
export interface SignedPaths {
  /** The path with an expiry and a signature. */
  sign(path: string): string
  isGenuine(c: Context): boolean
  /** 403 in the storage's own form. */
  refuse(c: Context): Response
  /** 404 in the storage's own form. */
  absent(c: Context): Response
}

/** Signatures that hold until the process ends. */
export function signedPaths(now: () => number): SignedPaths {
  const key = randomBytes(32)
  const signatureOf = (path: string, expires: number) =>
    createHmac('sha256', key).update(`${path}\n${expires}`).digest('base64url')
  const answer = (c: Context, status: 403 | 404, body: string) =>
    c.body(body, status, { 'Content-Type': 'application/xml' })
  return {
    sign(path) {
      const expires = now() + LIFETIME_MS
      return `${path}?se=${expires}&sig=${signatureOf(path, expires)}`
    },
    isGenuine(c) {
      const path = c.req.path.slice(c.req.path.indexOf('/signed/'))
      const expires = Number(c.req.query('se'))
      return same(c.req.query('sig') ?? '', signatureOf(path, expires)) && expires >= now()
    },
    refuse: (c) => answer(c, 403, blobError('AuthenticationFailed')),
    absent: (c) => answer(c, 404, blobError('BlobNotFound')),
  }
}

/** The store answers as the blob storage behind GitHub does: in XML. */
function blobError(code: 'BlobNotFound' | 'AuthenticationFailed'): string {
  const says =
    code === 'BlobNotFound'
      ? 'The specified blob does not exist.'
      : 'Server failed to authenticate the request.'
  return `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${says}</Message></Error>`
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
