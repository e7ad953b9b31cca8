import type { SignInState } from './profile'

/** How a sign-in stands: nobody is signed in, it has ended, it ends soon, or it lasts. */
export type SignInStanding = 'signed-out' | 'ended' | 'ending' | 'lasting'

/** Milliseconds before its end at which a sign-in that does not renew itself is worth a word. */
export const TELL_BEFORE = 30 * 60 * 1000

/** How a sign-in stands at a time in milliseconds. One that renews itself lasts until the service refuses. */
export function standingOf({ expiresAt, renewable }: SignInState, now: number): SignInStanding {
  if (expiresAt === null) return 'signed-out'
  if (renewable) return 'lasting'
  const left = Date.parse(expiresAt) - now
  if (left <= 0) return 'ended'
  return left <= TELL_BEFORE ? 'ending' : 'lasting'
}
