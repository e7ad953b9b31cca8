import { z } from 'zod'
import { Failure } from '../domain/failure'
import { GithubFeatureVerdict } from '../domain/github-preflight'
import { Instant } from '../domain/ids'
import { Budget } from './fleet'

/** What kind of token an identity acts by, as its prefix tells. */
export const TokenKind = z.enum(['classic', 'fine-grained', 'oauth', 'app', 'other'])
export type TokenKind = z.infer<typeof TokenKind>

/** Where a token came from. Those of the environment and of `gh` are read there anew, and kept nowhere else. */
export const TokenOrigin = z.enum(['pasted', 'device', 'gh', 'environment', 'sandbox'])
export type TokenOrigin = z.infer<typeof TokenOrigin>

/** A GitHub identity on one host; the token itself never crosses the contract towards the renderer. */
export const GithubConnection = z.object({
  id: z.string(),
  host: z.string(),
  /** Null until GitHub has said whose token it is. */
  login: z.string().nullable(),
  tokenKind: TokenKind,
  origin: TokenOrigin,
  /** Null where GitHub told no end. */
  expiresAt: Instant.nullable(),
  /** The one that Rolecall acts as now. */
  active: z.boolean(),
  /** File with the certificates of a server of one’s own; null mostly. */
  caFile: z.string().nullable(),
  budgets: z.array(Budget),
  failure: Failure.nullable(),
})
export type GithubConnection = z.infer<typeof GithubConnection>

/** A GitHub as a person names it: `github.com`, `octo.ghe.com`, or the address of a server. */
export const HostChoice = z.object({
  host: z.string().trim().min(1).max(300),
  caFile: z.string().trim().min(1).max(4096).nullable().default(null),
})
export type HostChoice = z.infer<typeof HostChoice>

/** A token that was found on this machine and could be adopted. */
export const FoundToken = z.object({
  host: z.string(),
  login: z.string().nullable(),
  origin: z.enum(['gh', 'environment']),
})
export type FoundToken = z.infer<typeof FoundToken>

/** What a person may want to know before connecting. */
export const GithubWays = z.object({
  /** The host that is offered first. */
  host: z.string(),
  found: z.array(FoundToken),
  /** Client ID of the OAuth or GitHub App that the device flow asks for; null where none is configured. */
  clientId: z.string().nullable(),
})
export type GithubWays = z.infer<typeof GithubWays>

/** What a token may do, feature by feature. `features` is empty where `failure` says why. */
export const GithubPreflight = z.object({
  id: z.string(),
  host: z.string(),
  login: z.string().nullable(),
  tokenKind: TokenKind,
  expiresAt: Instant.nullable(),
  /** Classic scopes; null for a token that has none. */
  scopes: z.array(z.string()).nullable(),
  /** What was read to find out; nothing was changed. */
  tried: z.array(z.string()),
  features: z.array(GithubFeatureVerdict),
  /** Organizations that ask for single sign-on, with the page that authorizes the token. */
  sso: z.array(z.object({ organization: z.string(), url: z.url({ protocol: /^https?$/ }) })),
  failure: Failure.nullable(),
})
export type GithubPreflight = z.infer<typeof GithubPreflight>
