/** How a token stands: without an end that GitHub told, far from it, close to it, or past it. */
export type TokenStanding = 'lasting' | 'ending' | 'ended'

const DAY = 24 * 60 * 60 * 1000

/** Milliseconds before its end at which a token is worth a word: time enough to ask an organization for a new one. */
export const TELL_TOKEN_BEFORE = 7 * DAY

/** How a token stands at a time in milliseconds. */
export function tokenStanding(expiresAt: string | null, now: number): TokenStanding {
  if (expiresAt === null) return 'lasting'
  const left = Date.parse(expiresAt) - now
  if (left <= 0) return 'ended'
  return left <= TELL_TOKEN_BEFORE ? 'ending' : 'lasting'
}

const EXPIRATION = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(UTC|Z|[+-]\d{2}:?\d{2})$/

/** The instant in GitHub’s header `github-authentication-token-expiration`, such as `2026-12-31 21:23:18 UTC`; null where it tells none. */
export function readExpiration(header: string | number | undefined): string | null {
  const [, date, time, zone = ''] = EXPIRATION.exec(String(header ?? '')) ?? []
  if (!date) return null
  const offset = zone === 'UTC' || zone === 'Z' ? 'Z' : zone.replace(/^(.{3}):?(..)$/, '$1:$2')
  const at = Date.parse(`${date}T${time}${offset}`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
