import { Hono } from 'hono'
import {
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import { isGithubIssuer } from '../../shared/domain/trust-claims'
import { readText, writeText } from '../storage/atomic-file'

/** The issuer of github.com, whatever address the sandbox has: trust policies and providers name it too. */
export const SANDBOX_ISSUER = 'https://token.actions.githubusercontent.com'

/** A token's claims, or why it is refused. `expired` is judged by the clock that the caller passes. */
export type TokenVerdict =
  | { valid: true; claims: JWTPayload }
  | { valid: false; why: 'malformed' | 'signature' | 'expired' | 'issuer' }

/** GitHub's OIDC issuer as the sandbox plays it. Times are milliseconds since the epoch. */
export interface IssuerKeys {
  issuer: string
  /** Signs a token that is valid for five minutes from `now`, as GitHub's are; `by` is another issuer than github.com’s. */
  mint(claims: Record<string, string>, audience: string, now: number, by?: string): Promise<string>
  verify(token: string, now: number): Promise<TokenVerdict>
  /** The public half, as `jwks_uri` serves it. */
  publicKeys(): { keys: JWK[] }
}

const LIFETIME_SECONDS = 300

/** Opens the key pair of a sandbox's folder, or makes one; `file` null keeps it in memory. */
export async function openIssuer(file: string | null): Promise<IssuerKeys> {
  const jwk = (await readKey(file)) ?? (await makeKey(file))
  const kid = await calculateJwkThumbprint(jwk)
  const privateKey = await importJWK(jwk, 'RS256')
  const publicJwk: JWK = { kty: 'RSA', n: jwk.n ?? '', e: jwk.e ?? '', alg: 'RS256', use: 'sig', kid }
  const publicKey = await importJWK(publicJwk, 'RS256')
  return {
    issuer: SANDBOX_ISSUER,
    mint: (claims, audience, now, by = SANDBOX_ISSUER) => {
      const issuedAt = Math.floor(now / 1000)
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setIssuer(by)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt - 600)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(privateKey)
    },
    verify: (token, now) => verdictOn(token, publicKey, now),
    publicKeys: () => ({ keys: [publicJwk] }),
  }
}

async function verdictOn(
  token: string,
  key: Awaited<ReturnType<typeof importJWK>>,
  now: number,
): Promise<TokenVerdict> {
  try {
    const { payload } = await jwtVerify(token, key, { currentDate: new Date(now) })
    /* One key plays every GitHub: an enterprise's own issuer, a tenant's and a server's publish keys just as well. */
    if (!isGithubIssuer(String(payload.iss).replace('https://', ''))) return { valid: false, why: 'issuer' }
    return { valid: true, claims: payload }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { valid: false, why: 'expired' }
    if (error instanceof errors.JWTClaimValidationFailed) return { valid: false, why: 'issuer' }
    if (error instanceof errors.JWSSignatureVerificationFailed) return { valid: false, why: 'signature' }
    if (error instanceof errors.JOSEError) return { valid: false, why: 'malformed' }
    throw error
  }
}

async function makeKey(file: string | null): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  if (file) await writeText(file, JSON.stringify(jwk))
  return jwk
}

/** A missing or unreadable key is made anew: tokens live five minutes, so no one depends on the old one. */
async function readKey(file: string | null): Promise<JWK | null> {
  const text = file ? await readText(file) : null
  try {
    const jwk: unknown = JSON.parse(text ?? 'null')
    return isRsaPrivateKey(jwk) ? jwk : null
  } catch {
    return null
  }
}

function isRsaPrivateKey(value: unknown): value is JWK {
  return typeof value === 'object' && value !== null && 'kty' in value && value.kty === 'RSA' && 'd' in value
}

/** Discovery document and keys, as GitHub serves them; to be mounted at `/oidc`. */
export function issuerRoutes(keys: IssuerKeys): Hono {
  const routes = new Hono()
  routes.get('/.well-known/openid-configuration', (context) =>
    context.json({
      issuer: keys.issuer,
      jwks_uri: new URL('jwks', context.req.url).href,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    }),
  )
  routes.get('/.well-known/jwks', (context) => context.json(keys.publicKeys()))
  return routes
}
