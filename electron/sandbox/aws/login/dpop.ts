import { createHash, createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'

const Jwk = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() })
const Header = z.object({ typ: z.literal('dpop+jwt'), alg: z.literal('ES256'), jwk: Jwk })
const Claims = z.object({ jti: z.string().min(1), htm: z.string(), htu: z.string(), iat: z.number() })

/** Seconds that the clocks of both may differ. */
const LEEWAY = 300

/**
 * The thumbprint (RFC 7638) of the key that a proof of possession shows for this very request (RFC 9449); null for one
 * that proves nothing.
 */
export function provenKey(
  proof: string | undefined,
  { method, url, now }: { method: string; url: string; now: number },
): string | null {
  const [head = '', body = '', signature = ''] = (proof ?? '').split('.')
  const header = Header.safeParse(decoded(head)).data
  const claims = Claims.safeParse(decoded(body)).data
  if (!header || !claims || claims.htm !== method || claims.htu !== url) return null
  if (Math.abs(claims.iat - now / 1000) > LEEWAY) return null
  const key = createPublicKey({ key: header.jwk, format: 'jwk' })
  const signed = Buffer.from(`${head}.${body}`)
  const isOurs = verify(
    'sha256',
    signed,
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  return isOurs ? thumbprint(header.jwk) : null
}

/** RFC 7638: the required members in the order of their names. */
export function thumbprint({ crv, kty, x, y }: z.infer<typeof Jwk>): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return null
  }
}
