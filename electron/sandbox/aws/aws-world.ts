/** AWS as the sandbox holds it: plain JSON, saved as part of the world. Times are ISO 8601 in UTC. */
export interface AwsWorld {
  accounts: Record<string, AwsAccount>
  /** Access key ID → account and principal; any secret key is accepted. Session keys are added by STS. */
  accessKeys: Record<string, AwsPrincipal>
  regions: Record<string, BedrockRegion>
  /** Seconds before a new or changed role is usable (eventual consistency); 0 in tests. */
  consistencyDelay: number
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
  applicationProfiles: AwsInferenceProfile[]
  /** What a service control policy denies; empty mostly. */
  deniedRegions: string[]
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
