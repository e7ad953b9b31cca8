import type { GithubToken, GithubWorld } from '../github-world'
import { GithubFault } from './fault'

/** The identity behind `Authorization: token …` or `Bearer …`; 401 for an absent, unknown or expired token. `now` in milliseconds. */
export function authenticate(
  github: GithubWorld,
  authorization: string | undefined,
  now: number,
): GithubToken {
  if (!authorization) throw new GithubFault(401, 'Requires authentication')
  const token = /^(?:token|bearer)\s+(\S+)$/i.exec(authorization.trim())?.[1]
  const caller = token === undefined ? undefined : github.tokens[token]
  if (!caller || (caller.expiresAt && Date.parse(caller.expiresAt) <= now))
    throw new GithubFault(401, 'Bad credentials')
  return caller
}
