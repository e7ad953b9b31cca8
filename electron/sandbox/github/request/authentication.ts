import type { GithubToken, GithubWorld } from '../github-world'
import { GithubFault } from './fault'

/** The identity behind `Authorization: token …` or `Bearer …`; 401 for an absent or unknown token. */
export function authenticate(github: GithubWorld, authorization: string | undefined): GithubToken {
  if (!authorization) throw new GithubFault(401, 'Requires authentication')
  const token = /^(?:token|bearer)\s+(\S+)$/i.exec(authorization.trim())?.[1]
  const caller = token === undefined ? undefined : github.tokens[token]
  if (!caller) throw new GithubFault(401, 'Bad credentials')
  return caller
}
