import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Failure } from '../domain/failure'
import { OwnerLogin } from '../domain/fleet-choice'
import { HostFleet } from '../domain/host-fleet'
import { AccountId, Instant, Partition, Region } from '../domain/ids'
import { FeatureVerdict } from '../domain/preflight'
import { AwsProfile, FileComplaint } from '../domain/profile'
import { EnterpriseSlug } from '../domain/token-issuer'
import { procedure } from './base'
import { GithubConnection, GithubPreflight, GithubWays, HostChoice } from './github-connections'

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
export const AwsConnection = PinnedProfile.extend({
  failure: Failure.nullable(),
  /** The account that it resolves to now, where that is not the pinned one: nothing is done with it then. */
  movedTo: AccountId.nullable(),
})
export type AwsConnection = z.infer<typeof AwsConnection>

/** AWS wants the code of a device before it lets a profile assume its role. */
export const MfaQuestion = z.object({ id: z.string(), profile: z.string(), device: z.string() })
export type MfaQuestion = z.infer<typeof MfaQuestion>

export const Connections = z.object({
  profiles: z.array(AwsProfile),
  /** What is odd in the files that the profiles stand in. */
  complaints: z.array(FileComplaint),
  /** Files are there, and none of them can be read. */
  unreadable: z.boolean(),
  aws: z.array(AwsConnection),
  questions: z.array(MfaQuestion),
  /** The identity that Rolecall acts as. */
  github: GithubConnection.nullable(),
  /** Every GitHub identity, of every host; the active one among them. */
  identities: z.array(GithubConnection),
  /** The panel looks at the embedded world and not at the real clouds. */
  sandbox: z.boolean(),
  /** Whether a pasted token outlives this process (only the desktop door with OS encryption). */
  keepsSecrets: z.boolean(),
  /** Why no token outlives it, where the system could have encrypted and does not. */
  whyNotKept: z.string().optional(),
})
export type Connections = z.infer<typeof Connections>

/** Progress of a sign-in by a device flow, AWS’s or GitHub’s: the code to enter, then its end. */
export const SignInEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('code'),
    userCode: z.string(),
    verificationUrl: z.url({ protocol: /^https?$/ }),
    expiresAt: Instant,
  }),
  z.object({ kind: z.literal('signed-in'), connections: Connections }),
])
export type SignInEvent = z.infer<typeof SignInEvent>

/** Whether the first-time-use form of an account is covered by its organization's management account. */
export const OrganizationForm = z.object({
  id: z.string(),
  managementAccount: AccountId,
  coversForm: z.enum(['yes', 'no', 'unknown']),
  says: z.string(),
})
export type OrganizationForm = z.infer<typeof OrganizationForm>

/** What a connected profile may do, feature by feature. `features` is empty where `failure` says why. */
export const AwsPreflight = z.object({
  profile: z.string(),
  account: AccountId,
  partition: Partition,
  features: z.array(FeatureVerdict),
  /** Null where there is none, or the profile may not see it. */
  organization: OrganizationForm.nullable(),
  failure: Failure.nullable(),
})
export type AwsPreflight = z.infer<typeof AwsPreflight>

/** Who signs the tokens of jobs. Issuers with their scheme. */
export const TokenIssuers = z.object({
  /** That of the host, which signs for every owner without one of its own. */
  host: z.string(),
  /** Whether enterprises of this host may have an issuer of their own. */
  perEnterprise: z.boolean(),
  /** By owner, in lower case. */
  own: z.array(z.object({ owner: z.string(), enterprise: EnterpriseSlug, issuer: z.string() })),
})
export type TokenIssuers = z.infer<typeof TokenIssuers>

const aProfile = z.object({ profile: z.string().min(1) })

export const connections = {
  get: procedure.output(Connections),
  /** The connections, and again whenever they, the profiles or the sign-ins change. */
  watch: procedure.output(eventIterator(Connections)),
  /** Pins the profile to the account that it resolves to; `repin` allows another one than before. */
  connectAws: procedure
    .input(aProfile.extend({ region: Region.nullable(), repin: z.boolean().default(false) }))
    .output(Connections),
  /** Signs in by the device flow; leaving the stream cancels it. */
  signInAws: procedure.input(aProfile).output(eventIterator(SignInEvent)),
  /** Answers a question of `Connections.questions`; null declines. */
  answerMfa: procedure
    .input(z.object({ id: z.string(), code: z.string().trim().min(1).max(64).nullable() }))
    .output(Connections),
  /** What the connected profiles may do, or one of them; found without a change. */
  preflightAws: procedure.input(z.object({ profile: z.string().nullable() })).output(z.array(AwsPreflight)),
  disconnectAws: procedure.input(z.object({ profile: z.string() })).output(Connections),
  /** Connects by a pasted token, and acts as it; `replaces` is the identity whose token it takes the place of. */
  connectGithub: procedure
    .input(
      HostChoice.partial({ host: true }).extend({
        token: z.string().trim().min(1).max(1024),
        replaces: z.string().nullable().default(null),
      }),
    )
    .output(Connections),
  /** Signs in by GitHub’s device flow; leaving the stream cancels it. */
  signInGithub: procedure
    .input(HostChoice.extend({ clientId: z.string().trim().min(1).max(200) }))
    .output(eventIterator(SignInEvent)),
  /** What this machine has to connect with: tokens of `gh` and of the environment. */
  githubWays: procedure.output(GithubWays),
  /** Adopts the token of `gh` for a host, or the environment’s. */
  adoptGithub: procedure
    .input(HostChoice.extend({ origin: z.enum(['gh', 'environment']) }))
    .output(Connections),
  /** Acts as another connected identity from here on. */
  useGithub: procedure.input(z.object({ id: z.string() })).output(Connections),
  /** What the connected identities may do, or one of them; found without a change. */
  preflightGithub: procedure.input(z.object({ id: z.string().nullable() })).output(z.array(GithubPreflight)),
  /** Signs an identity out and wipes its token; the active one where none is named. */
  disconnectGithub: procedure.input(z.object({ id: z.string() }).optional()).output(Connections),
  /** How the fleet of each connected GitHub stands: the one that is looked at now, the others as they were read last. */
  hosts: procedure.output(z.array(HostFleet)),
  /** Who signs the tokens of jobs on the GitHub that is looked at. */
  issuers: procedure.output(TokenIssuers),
  /** Says that the enterprise of an owner signs with an issuer of its own; null takes it back. */
  setIssuer: procedure
    .input(z.object({ owner: OwnerLogin, enterprise: EnterpriseSlug.nullable() }))
    .output(TokenIssuers),
  /** Leaves the real clouds alone and looks at the embedded world from here on. */
  exploreSandbox: procedure.output(Connections),
  leaveSandbox: procedure.output(Connections),
}
