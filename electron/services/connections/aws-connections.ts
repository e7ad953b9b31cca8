import type {
  AwsConnection,
  AwsPreflight,
  PinnedProfile,
  SignInEvent,
} from '../../../shared/contract/connections'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import { type AccountId, type Partition, partitionOf, Region } from '../../../shared/domain/ids'
import type { AwsClient, AwsGateway, ProfileListing } from '../../clients/aws-port'
import type { SettingsStore } from '../../storage/settings-store'
import type { MfaDesk } from './mfa-desk'
import { movedFailure, pinnedClient } from './pinned-client'
import { preflightOf } from './preflight'
import { followSignIn, type Pause } from './sign-in'

/** A usable AWS connection: the pin and the client behind it. */
export interface AwsLine {
  pin: PinnedProfile
  client: AwsClient
}

export interface AwsConnectionParts {
  gateway: AwsGateway
  settings: SettingsStore
  desk: MfaDesk
  /** Waits between two questions of a sign-in. */
  pause?: Pause
}

const FIRST_REGIONS: Record<Partition, Region> = {
  aws: Region.parse('us-east-1'),
  'aws-us-gov': Region.parse('us-gov-west-1'),
  'aws-cn': Region.parse('cn-north-1'),
  'aws-eusc': Region.parse('eusc-de-east-1'),
}

/** What is wrong with a profile now. */
interface Trouble {
  why: Failure
  movedTo: AccountId | null
}

/** AWS profiles: listed, signed in, pinned to the account that they resolve to, and checked. */
export class AwsConnections {
  private readonly clients = new Map<string, AwsClient>()
  private readonly troubles = new Map<string, Trouble>()
  /** Called when what is known of a connection changes. */
  changed: () => void = () => {}

  constructor(private readonly parts: AwsConnectionParts) {}

  profiles(): Promise<ProfileListing> {
    return this.parts.gateway.profiles()
  }

  /** Watches files and sign-ins of the machine; a profile that was written anew is opened anew. */
  watch(): () => void {
    return this.parts.gateway.watch((what) => {
      /* A client that is opened anew may ask for an MFA code again: a sign-in is no reason for that. */
      if (what === 'files') this.clients.clear()
      for (const [profile, { movedTo }] of this.troubles) if (movedTo === null) this.troubles.delete(profile)
      this.changed()
    })
  }

  connections(): AwsConnection[] {
    return this.pins().map((pin) => {
      const { why = null, movedTo = null } = this.troubles.get(pin.profile) ?? {}
      return { ...pin, failure: why, movedTo }
    })
  }

  /** Resolves the profile to its account and pins it there; another account than before only by `repin`. */
  async connect(profile: string, region: Region | null, repin = false): Promise<void> {
    const { gateway, settings, desk } = this.parts
    const { profiles } = await gateway.profiles()
    const listed = profiles.find(({ name }) => name === profile)
    const wanted = region ?? Region.safeParse(listed?.region).data ?? FIRST_REGIONS.aws
    desk.welcome(profile)
    const client = gateway.client(profile, wanted)
    const identity = await client.identity()
    const before = this.pins().find((pin) => pin.profile === profile)
    if (before && before.account !== identity.account && !repin) throw this.moved(before, identity.account)
    const alias = await client.alias().catch(() => null)
    this.clients.set(profile, client)
    this.troubles.delete(profile)
    const pin: PinnedProfile = { profile, ...identity, alias, region: suited(wanted, identity.partition) }
    settings.update((stored) => ({
      ...stored,
      aws: [...stored.aws.filter((other) => other.profile !== profile), pin],
    }))
    this.changed()
  }

  disconnect(profile: string): void {
    this.clients.delete(profile)
    this.troubles.delete(profile)
    this.parts.settings.update((stored) => ({
      ...stored,
      aws: stored.aws.filter((pin) => pin.profile !== profile),
    }))
    this.changed()
  }

  /** Profiles that could not be connected, with the reason. */
  unconnected(): { profile: string; failure: Failure }[] {
    const pinned = new Set(this.pins().map(({ profile }) => profile))
    return [...this.troubles]
      .filter(([profile]) => !pinned.has(profile))
      .map(([profile, { why }]) => ({ profile, failure: why }))
  }

  /** Keeps a failure with the profile; anything unexpected is thrown on. */
  blame(profile: string, error: unknown): void {
    if (!(error instanceof ExpectedFailure)) throw error
    this.troubles.set(profile, { why: error.failure, movedTo: null })
  }

  /** Signs in by the device flow and connects the profile; the code first, then that it is done. */
  async *signIn(
    profile: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Extract<SignInEvent, { kind: 'code' }>, boolean> {
    const { gateway, pause } = this.parts
    const outcome = yield* followSignIn(await gateway.signIn(profile), profile, signal, pause)
    if (outcome === 'cancelled') return false
    await this.connect(profile, null)
    return true
  }

  /** What the connected profiles may do, or one of them. Throws `not-connected` for one that is not connected. */
  async preflight(profile: string | null, issuerHosts: readonly string[]): Promise<AwsPreflight[]> {
    const lines = this.lines()
    const asked = lines.filter(({ pin }) => profile === null || pin.profile === profile)
    if (profile !== null && asked.length === 0) {
      throw notConnected(`The profile ${profile} is not connected. Connect it first.`, profile)
    }
    return Promise.all(asked.map((line) => preflightOf(line, lines, issuerHosts)))
  }

  lines(): AwsLine[] {
    return this.pins().map((pin) => ({ pin, client: this.clientOf(pin) }))
  }

  /** The line to an account, rather one that is known to work. Throws `not-connected` where there is none. */
  lineOf(account: AccountId): AwsLine {
    const lines = this.lines().filter(({ pin }) => pin.account === account)
    const line = lines.find(({ pin }) => !this.troubles.has(pin.profile)) ?? lines[0]
    if (line) return line
    throw notConnected(
      `No AWS connection reaches account ${account}. Connect a profile of that account.`,
      null,
    )
  }

  /** Throws `outdated` where the profile no longer resolves to the account that it is pinned to. */
  async verifyPin(account: AccountId): Promise<void> {
    const { pin, client } = this.lineOf(account)
    const now = await client.identity()
    if (now.account !== pin.account) throw this.moved(pin, now.account)
  }

  private pins(): PinnedProfile[] {
    return this.parts.settings.read().aws
  }

  private moved(pin: PinnedProfile, account: AccountId): ExpectedFailure {
    const why = movedFailure(pin, account)
    this.trouble(pin.profile, { why, movedTo: account })
    return new ExpectedFailure(why)
  }

  private trouble(profile: string, trouble: Trouble): void {
    const before = this.troubles.get(profile)
    this.troubles.set(profile, trouble)
    if (before?.why.sentence !== trouble.why.sentence) this.changed()
  }

  private clientOf(pin: PinnedProfile): AwsClient {
    const { profile, region } = pin
    const client = this.clients.get(profile) ?? this.parts.gateway.client(profile, region)
    this.clients.set(profile, client)
    return pinnedClient(client, pin, {
      worked: () => {
        if (this.troubles.delete(profile)) this.changed()
      },
      unusable: (why, movedTo) => this.trouble(profile, { why, movedTo }),
    })
  }
}

function notConnected(sentence: string, profile: string | null): ExpectedFailure {
  return new ExpectedFailure(failure('not-connected', sentence, { kind: 'connect-aws', profile }))
}

/** A region of another partition cannot serve the account; every partition has a first region of its own. */
function suited(region: Region, partition: Partition): Region {
  return partitionOf(region) === partition ? region : FIRST_REGIONS[partition]
}
