import type {
  AwsConnection,
  Connections,
  GithubConnection,
  PinnedProfile,
} from '../../shared/contract/connections'
import { ExpectedFailure, type Failure, failure } from '../../shared/domain/failure'
import { type AccountId, partitionOf, Region } from '../../shared/domain/ids'
import type { AwsClient, AwsGateway } from '../clients/aws-port'
import type { GithubClient } from '../clients/github-port'
import type { SettingsStore } from '../storage/settings-store'
import type { Vault } from '../storage/vault'

/** A usable AWS connection: the pin and the client behind it. */
export interface AwsLine {
  pin: PinnedProfile
  client: AwsClient
}

export interface ConnectionParts {
  aws: AwsGateway
  github: (token: string) => GithubClient
  /** Host of the GitHub API, under which its token is kept. */
  host: string
  settings: SettingsStore
  vault: Vault
  sandbox: boolean
}

const FALLBACK_REGION = Region.parse('us-east-1')

/** Connects and disconnects; hands the clients of connected clouds to the other services. */
export class ConnectionService {
  private readonly clients = new Map<string, AwsClient>()
  private readonly awsFailures = new Map<string, Failure>()
  private identity: { client: GithubClient; connection: GithubConnection } | null = null

  constructor(private readonly parts: ConnectionParts) {}

  get host(): string {
    return this.parts.host
  }

  async get(): Promise<Connections> {
    const { aws, sandbox, vault } = this.parts
    const failureOf = ({ profile }: PinnedProfile) => this.awsFailures.get(profile) ?? null
    return {
      profiles: await aws.profiles(),
      aws: this.lines().map(({ pin }): AwsConnection => ({ ...pin, failure: failureOf(pin) })),
      github: this.identity?.connection ?? null,
      sandbox,
      keepsSecrets: vault.durable,
    }
  }

  /** Resolves the profile to its account and pins it there. */
  async connectAws(profile: string, region: Region | null): Promise<void> {
    const { aws, settings } = this.parts
    const listed = (await aws.profiles()).find(({ name }) => name === profile)
    const wanted = region ?? Region.safeParse(listed?.region).data ?? FALLBACK_REGION
    const client = aws.client(profile, wanted)
    const identity = await client.identity()
    const alias = await client.alias().catch(() => null)
    this.clients.set(profile, client)
    this.awsFailures.delete(profile)
    const pin: PinnedProfile = { profile, ...identity, alias, region: suited(wanted, identity.partition) }
    settings.update((stored) => ({
      ...stored,
      aws: [...stored.aws.filter((other) => other.profile !== profile), pin],
    }))
  }

  disconnectAws(profile: string): void {
    this.clients.delete(profile)
    this.awsFailures.delete(profile)
    this.parts.settings.update((stored) => ({
      ...stored,
      aws: stored.aws.filter((pin) => pin.profile !== profile),
    }))
  }

  /** Profiles that could not be connected, with the reason. */
  unconnected(): { profile: string; failure: Failure }[] {
    const pinned = new Set(this.parts.settings.read().aws.map(({ profile }) => profile))
    return [...this.awsFailures]
      .filter(([profile]) => !pinned.has(profile))
      .map(([profile, failure]) => ({ profile, failure }))
  }

  /** Keeps a failure with the profile; anything unexpected is thrown on. */
  blame(profile: string, error: unknown): void {
    this.awsFailures.set(profile, failureOf(error))
  }

  /** Takes a token only when GitHub accepts it, and keeps it in the vault. */
  async connectGithub(token: string): Promise<void> {
    const { host, vault } = this.parts
    const client = this.parts.github(token)
    const connection: GithubConnection = { ...(await client.identity()), source: 'pasted', failure: null }
    await vault.set(host, token)
    this.identity = { client, connection }
  }

  /** Takes a token that was accepted before; what is wrong with it now is shown with the connection. */
  async adoptGithub(token: string, source: GithubConnection['source']): Promise<void> {
    const client = this.parts.github(token)
    const adopted: GithubConnection = {
      host: this.host,
      login: null,
      tokenKind: 'other',
      source,
      failure: null,
    }
    this.identity = { client, connection: adopted }
    const connection = await client.identity().then(
      (identity): GithubConnection => ({ ...adopted, ...identity }),
      (error: unknown): GithubConnection => ({ ...adopted, failure: failureOf(error) }),
    )
    if (this.identity.client === client) this.identity = { client, connection }
  }

  async disconnectGithub(): Promise<void> {
    this.identity = null
    await this.parts.vault.delete(this.host)
  }

  hasGithub(): boolean {
    return this.identity !== null
  }

  /** Throws `not-connected`. */
  github(): GithubClient {
    if (this.identity) return this.identity.client
    throw new ExpectedFailure(
      failure('not-connected', 'Rolecall has no GitHub identity yet. Connect one with a token.', {
        kind: 'connect-github',
      }),
    )
  }

  lines(): AwsLine[] {
    return this.parts.settings.read().aws.map((pin) => ({ pin, client: this.clientOf(pin) }))
  }

  /** Throws `not-connected` where no connected profile is pinned to the account. */
  lineOf(account: AccountId): AwsLine {
    const line = this.lines().find(({ pin }) => pin.account === account)
    if (line) return line
    throw new ExpectedFailure(
      failure(
        'not-connected',
        `No AWS connection reaches account ${account}. Connect a profile of that account.`,
        {
          kind: 'connect-aws',
          profile: null,
        },
      ),
    )
  }

  /** Throws `outdated` where the profile no longer resolves to the account that it is pinned to. */
  async verifyPin(account: AccountId): Promise<void> {
    const { pin, client } = this.lineOf(account)
    const now = await client.identity()
    if (now.account === pin.account) return
    throw new ExpectedFailure(
      failure(
        'outdated',
        `Profile ${pin.profile} is pinned to account ${pin.account} but now resolves to ${now.account}. Connect it again to pin it anew; nothing was changed.`,
        { kind: 'connect-aws', profile: pin.profile },
      ),
    )
  }

  private clientOf({ profile, region }: PinnedProfile): AwsClient {
    const known = this.clients.get(profile)
    if (known) return known
    const client = this.parts.aws.client(profile, region)
    this.clients.set(profile, client)
    return client
  }
}

/** A region of another partition cannot serve the account; GovCloud and China have their own first regions. */
function suited(region: Region, partition: PinnedProfile['partition']): Region {
  if (partitionOf(region) === partition) return region
  const first = {
    aws: FALLBACK_REGION,
    'aws-us-gov': Region.parse('us-gov-west-1'),
    'aws-cn': Region.parse('cn-north-1'),
  }
  return first[partition]
}

function failureOf(error: unknown): Failure {
  if (error instanceof ExpectedFailure) return error.failure
  throw error
}
