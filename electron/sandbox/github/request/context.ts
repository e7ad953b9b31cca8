import type { Context } from 'hono'
import type { TriggerEvent } from '../../runner/trigger'
import type { Stage } from '../../world'
import type { GithubToken, GithubWorld } from '../github-world'
import type { Links } from '../respond/links'

/** The two API versions that GitHub serves; the first is the default. */
export const API_VERSIONS = ['2022-11-28', '2026-03-10'] as const
export type ApiVersion = (typeof API_VERSIONS)[number]

/** GitHub in the cloud, or an Enterprise Server of one’s own. */
export type Edition = 'cloud' | 'server'

/** What every handler may ask of its request. */
export interface Scene {
  stage: Stage
  github: GithubWorld
  links: Links
  version: ApiVersion
  edition: Edition
  caller: GithubToken
  /** ISO 8601 without milliseconds, as GitHub writes times. */
  now: string
  onDispatch(event: TriggerEvent): void
}

export interface GithubEnv {
  Variables: { scene: Scene }
}

export type GithubContext = Context<GithubEnv>

/** The instant as GitHub writes it: UTC without milliseconds. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
