import { z } from 'zod'
import { Failure } from '../domain/failure'
import { AccountId, Partition, Region } from '../domain/ids'
import { procedure } from './base'

export const ProfileKind = z.enum([
  'static',
  'assume-role',
  'sso',
  'process',
  'login-session',
  'web-identity',
  'environment',
  'empty',
])
export type ProfileKind = z.infer<typeof ProfileKind>

export const AwsProfile = z.object({ name: z.string(), kind: ProfileKind, region: z.string().nullable() })
export type AwsProfile = z.infer<typeof AwsProfile>

/** An AWS profile pinned to the account that it resolved to when the user connected it. */
export const PinnedProfile = z.object({
  profile: z.string(),
  account: AccountId,
  partition: Partition,
  alias: z.string().nullable(),
  arn: z.string(),
  region: Region,
})
export type PinnedProfile = z.infer<typeof PinnedProfile>

/** A pinned profile as it stands. `failure` says why it cannot be used now. */
export const AwsConnection = PinnedProfile.extend({ failure: Failure.nullable() })
export type AwsConnection = z.infer<typeof AwsConnection>

/** A GitHub identity on one host; the token itself never crosses the contract towards the renderer. */
export const GithubConnection = z.object({
  host: z.string(),
  /** Null until GitHub has said whose token it is. */
  login: z.string().nullable(),
  tokenKind: z.enum(['classic', 'fine-grained', 'app', 'other']),
  /** Where the token came from. */
  source: z.enum(['pasted', 'environment', 'sandbox']),
  failure: Failure.nullable(),
})
export type GithubConnection = z.infer<typeof GithubConnection>

export const Connections = z.object({
  profiles: z.array(AwsProfile),
  aws: z.array(AwsConnection),
  github: GithubConnection.nullable(),
  /** The panel looks at the embedded world and not at the real clouds. */
  sandbox: z.boolean(),
  /** Whether a pasted token outlives this process (only the desktop door with OS encryption). */
  keepsSecrets: z.boolean(),
})
export type Connections = z.infer<typeof Connections>

export const connections = {
  get: procedure.output(Connections),
  connectAws: procedure
    .input(z.object({ profile: z.string().min(1), region: Region.nullable() }))
    .output(Connections),
  disconnectAws: procedure.input(z.object({ profile: z.string() })).output(Connections),
  connectGithub: procedure.input(z.object({ token: z.string().trim().min(1).max(1024) })).output(Connections),
  disconnectGithub: procedure.output(Connections),
  /** Leaves the real clouds alone and looks at the embedded world from here on. */
  exploreSandbox: procedure.output(Connections),
  leaveSandbox: procedure.output(Connections),
}
