import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const COOKIE = 'rolecall-session'

/**
 * Who may come in by the browser door. A link with a one-time token is exchanged for a session cookie; after that
 * every request must carry the cookie, name this host (against DNS rebinding) and come from our own page (against
 * other sites that the same browser has open).
 */
export class Admission {
  private readonly session = secret()
  private token: string | null = null

  constructor(private readonly port: number) {}

  /** A new link; the one before it no longer admits. */
  link(): string {
    this.token = secret()
    return `http://127.0.0.1:${this.port}/?token=${this.token}`
  }

  /** Exchanges the token for the `Set-Cookie` value; null when it is wrong or was used. */
  redeem(token: string): string | null {
    if (this.token === null || !same(token, this.token)) return null
    this.token = null
    return `${COOKIE}=${this.session}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Whether the request names this server by its loopback name. */
  namesUs({ host }: IncomingHttpHeaders): boolean {
    return host === `127.0.0.1:${this.port}` || host === `localhost:${this.port}`
  }

  /** Whether the request carries the session. */
  isKnown({ cookie }: IncomingHttpHeaders): boolean {
    const pairs = (cookie ?? '').split(';').map((pair) => pair.trim())
    const found = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))
    return found !== undefined && same(found.slice(COOKIE.length + 1), this.session)
  }

  /** Whether a WebSocket was opened by our own page; browsers always send its origin. */
  isFromUs({ origin, host }: IncomingHttpHeaders): boolean {
    return origin !== undefined && origin === `http://${host}`
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function same(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
