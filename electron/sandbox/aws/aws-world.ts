import type { TrailEvent } from './cloudtrail/trail'
import type { IdentityCenter } from './identity-center/sign-in-state'
import type { LoginSession } from './login/login-sessions'

/** AWS as the sandbox holds it: plain JSON, saved as part of the world. Times are ISO 8601 in UTC. */
export interface AwsWorld {
  accounts: Record<string, AwsAccount>
  /** Access key ID → account and principal; any secret key is accepted. Session keys are added by STS. */
  accessKeys: Record<string, AwsPrincipal>
  regions: Record<string, BedrockRegion>
  /** Seconds before a new or changed role is usable (eventual consistency); 0 in tests. */
  consistencyDelay: number
  /** Absent in a world that was kept before it had one. */
  identityCenter?: IdentityCenter
  /** Sessions of `aws login` by refresh token; absent before the first. */
  logins?: Record<string, LoginSession>
  organizations?: AwsOrganization[]
  /** Seconds that an agreement or a submitted form takes to be felt; none where it is left out. */
  accessDelay?: number
  /** Whether the issuer's certificate is held against a provider's thumbprints, as until July 2023; absent: it is not. */
  comparesThumbprints?: boolean
  /** Seconds until CloudTrail shows an event; none where it is left out. */
  trailDelay?: number
}

export interface AwsOrganization {
  id: string
  managementAccount: string
  accounts: string[]
}

export interface AwsPrincipal {
  account: string
  arn: string
  /** Null is an administrator; else IAM actions that are allowed, with `*`. A role session names its role. */
  allowedActions: string[] | null
  sessionOf: { roleName: string; expiresAt: string } | null
}

export interface AwsAccount {
  id: string
  alias: string | null
  providers: AwsProvider[]
  roles: AwsRole[]
  managedPolicies: AwsManagedPolicy[]
  /** First-time-use form as submitted (JSON text), or null. */
  useCaseForm: string | null
  /** Model IDs with an agreement in this account. Anthropic models also need the form. */
  agreements: string[]
  /** When an agreement that is still being made was accepted, by model ID. */
  pendingAgreements?: Record<string, string>
  /** When the form was submitted. */
  formSubmittedAt?: string | null
  applicationProfiles: AwsInferenceProfile[]
  /** What a service control policy denies; empty mostly. */
  deniedRegions: string[]
  /** Tokens that may be asked for in a minute, for all models together, and what was; no limit where it is left out. */
  tokens?: { aMinute: number; used: number; since: string }
  /** Sign-ins by web identity, oldest first; absent before the first. */
  trail?: TrailEvent[]
}

export interface AwsProvider {
  /** Without scheme: `token.actions.githubusercontent.com`. */
  url: string
  clientIds: string[]
  thumbprints: string[]
  createdAt: string
}

export interface AwsRole {
  name: string
  path: string
  id: string
  createdAt: string
  /** When trust or policies last changed; used with `consistencyDelay`. */
  changedAt: string
  description: string
  maxSessionDuration: number
  trust: string
  inlinePolicies: Record<string, string>
  attachedPolicyArns: string[]
  boundaryArn: string | null
  tags: Record<string, string>
  lastUsedAt: string | null
  lastUsedRegion: string | null
}

export interface AwsManagedPolicy {
  arn: string
  name: string
  document: string
}

/** What Bedrock offers in one region; the same in every account. */
export interface BedrockRegion {
  models: BedrockModel[]
  profiles: AwsInferenceProfile[]
}

export interface BedrockModel {
  id: string
  name: string
  provider: string
  lifecycle: 'ACTIVE' | 'LEGACY'
  legacyAt: string | null
  endOfLifeAt: string | null
  onDemand: boolean
}

export interface AwsInferenceProfile {
  id: string
  name: string
  kind: 'SYSTEM_DEFINED' | 'APPLICATION'
  /** Full ARNs of `foundation-model/X` in every destination; region-less for a global profile. */
  modelArns: string[]
  /** Of an application profile: its region. */
  region: string | null
}
