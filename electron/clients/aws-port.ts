import type { AgreementOffer } from '../../shared/domain/agreement'
import type { AccountId, ModelId, Partition, Region, RoleName } from '../../shared/domain/ids'
import type {
  AccountObservation,
  FoundationModel,
  ModelAvailability,
  OidcProvider,
  RegionModels,
  RoleObservation,
} from '../../shared/domain/observation'
import type { ActionVerdicts } from '../../shared/domain/preflight'
import type { AwsProfile, FileComplaint } from '../../shared/domain/profile'
import type { SignInEvent } from '../../shared/domain/proof/sign-in'
import type { UseCaseForm } from '../../shared/domain/setup'

/*
 * What services ask of the clouds. Every method throws `ExpectedFailure` for what may go wrong outside,
 * and honours the signal where it takes one.
 */

/** Which sign-ins: milliseconds since the epoch, in the region that was called; `next` as the page before gave it. */
export interface SignInsAsked {
  region: Region
  from: number
  to: number
  next: string | null
}

export interface SignInPage {
  events: SignInEvent[]
  next: string | null
}

/** The organization that an account belongs to. */
export interface AwsOrganization {
  id: string
  managementAccount: AccountId
}

export interface AwsIdentity {
  account: AccountId
  arn: string
  partition: Partition
}

/** One AWS profile. Mutations resolve when AWS has accepted them; eventual consistency is the caller's to wait for. */
export interface AwsClient {
  identity(): Promise<AwsIdentity>
  alias(): Promise<string | null>
  /** What this principal may do, action by action, without a change; with the providers of these issuers. */
  verdicts(issuerHosts: readonly string[]): Promise<ActionVerdicts>
  /** `unseen` where the principal may not ask. */
  organization(): Promise<AwsOrganization | 'none' | 'unseen'>
  /**
   * One role pagination; the provider of each issuer, github.com’s where none is named; models of each wanted region; the
   * longest session of the roles for which it matters. A part that fails becomes an unread reading.
   */
  observeAccount(
    wanted: { region: Region; models: ModelId[] }[],
    signal?: AbortSignal,
    longSessions?: readonly RoleName[],
    issuerHosts?: readonly string[],
  ): Promise<AccountObservation>
  /** What Bedrock offers in a region, with the availability of the foundation models that `asked` picks. */
  regionModels(
    region: Region,
    asked: (model: FoundationModel) => boolean,
    signal?: AbortSignal,
  ): Promise<RegionModels>
  /** Offers by which an agreement for a foundation model can be made. */
  offers(region: Region, model: ModelId): Promise<AgreementOffer[]>
  /** Accepts AWS Marketplace's public offer for a foundation model. */
  acceptAgreement(region: Region, model: ModelId): Promise<void>
  /** Where the agreement for a foundation model stands. */
  agreement(region: Region, model: ModelId): Promise<ModelAvailability['agreement']>
  provider(issuerHost: string): Promise<OidcProvider | null>
  createProvider(url: string, clientIds: string[]): Promise<string>
  addAudience(providerArn: string, clientId: string): Promise<void>
  removeAudience(providerArn: string, clientId: string): Promise<void>
  deleteProvider(providerArn: string): Promise<void>
  role(name: RoleName): Promise<RoleObservation | null>
  createRole(input: {
    name: RoleName
    path: string
    trust: string
    description: string
    tags: Record<string, string>
    boundary?: string | undefined
    maxSessionDuration?: number | undefined
  }): Promise<string>
  deleteRole(name: RoleName): Promise<void>
  updateTrust(name: RoleName, document: string): Promise<void>
  putRolePolicy(name: RoleName, policy: string, document: string): Promise<void>
  deleteRolePolicy(name: RoleName, policy: string): Promise<void>
  /** Null takes the boundary away. */
  setBoundary(name: RoleName, boundary: string | null): Promise<void>
  /** A key with null is taken away. */
  setTags(name: RoleName, tags: Readonly<Record<string, string | null>>): Promise<void>
  /** Seconds, 3,600–43,200. */
  setSessionDuration(name: RoleName, seconds: number): Promise<void>
  useCaseForm(): Promise<'submitted' | 'missing'>
  submitUseCaseForm(form: UseCaseForm): Promise<void>
  /** One page of the sign-ins by web identity that CloudTrail recorded in a time. */
  signIns(asked: SignInsAsked): Promise<SignInPage>
}

/** Profiles of the machine, and what is odd in the files that they stand in. */
export interface ProfileListing {
  profiles: AwsProfile[]
  complaints: FileComplaint[]
  /** Files are there, and none of them can be read. */
  unreadable: boolean
}

/** A sign-in that waits for the user to enter a code in the browser. */
export interface DeviceSignIn {
  code: DeviceCode
  /** Whether it was entered; a sign-in is kept where the AWS CLI keeps it. To be asked every `interval` seconds. */
  ask(): Promise<'pending' | 'slow-down' | 'signed-in'>
}

export interface DeviceCode {
  userCode: string
  /** The page that takes the code, with the code filled in. */
  verificationUrl: string
  expiresAt: string
  /** Seconds. */
  interval: number
}

/** A device whose code AWS wants before it lets a profile assume its role. */
export interface MfaDevice {
  profile: string
  /** Its serial number or ARN. */
  device: string
}

/** What changed on the machine: the files that hold the profiles, or who is signed in. */
export type MachineChange = 'files' | 'sign-ins'

/** Profiles of the machine, a client for one of them, and the sign-in of one. */
export interface AwsGateway {
  profiles(): Promise<ProfileListing>
  /** Calls when a shared file or a kept sign-in changes, appears or goes; ends the watch when called itself. */
  watch(changed: (what: MachineChange) => void): () => void
  client(profile: string, region: Region | null): AwsClient
  /** Begins the device flow of IAM Identity Center. */
  signIn(profile: string): Promise<DeviceSignIn>
}
