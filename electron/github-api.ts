import { GITHUB_COM, type GithubHost, hostOfApi } from '../shared/domain/github-host'
import type { HouseOptions } from './house'
import { webAddress } from './web-address'

/** The GitHub that `GITHUB_API_URL` names; null where it is not set. Throws `invalid` for what is no address. */
export function apiOf({ GITHUB_API_URL: named }: HouseOptions['env']): GithubHost | null {
  return named ? hostOfApi(webAddress(named, 'GITHUB_API_URL', GITHUB_COM.apiUrl)) : null
}
