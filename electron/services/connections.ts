import type { AwsPreflight, Connections } from '../../shared/contract/connections'
import type { GithubPreflight } from '../../shared/contract/github-connections'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import type { GithubHost } from '../../shared/domain/github-host'
import type { AccountId, RepositoryName } from '../../shared/domain/ids'
import type { GithubClient } from '../clients/github-port'
import type { AwsConnections, AwsLine } from './connections/aws-connections'
import { ConnectionFeed } from './connections/feed'
import type { GithubIdentities } from './connections/github-identities'
import type { GithubWaysIn } from './connections/github-ways-in'
import type { MfaDesk } from './connections/mfa-desk'
import type { TokenIssuers } from './connections/token-issuers'

export type { AwsLine } from './connections/aws-connections'

export interface ConnectionParts {
  aws: AwsConnections
  desk: MfaDesk
  identities: GithubIdentities
  ways: GithubWaysIn
  /** The GitHub that this world is of. */
  host: GithubHost
  /** Who signs the tokens of its jobs. */
  issuers: TokenIssuers
  /** Whether a token outlives this process. */
  keepsSecrets: boolean
  /** Why not, where that is no matter of the door. */
  whyNotKept: string | undefined
  sandbox: boolean
}

/** Connects and disconnects; hands the clients of connected clouds to the other services. */
export class ConnectionService {
  private readonly feed: ConnectionFeed

  constructor(private readonly parts: ConnectionParts) {
    const { aws, desk, identities } = parts
    this.feed = new ConnectionFeed({ read: () => this.get(), watchMachine: () => aws.watch() })
    aws.changed = () => this.feed.changed()
    desk.changed = () => this.feed.changed()
    identities.changed = () => this.feed.changed()
  }

  /** The GitHub that this world is of. */
  get host(): GithubHost {
    return this.parts.host
  }

  /** Who signs the tokens of its jobs. */
  get issuers(): TokenIssuers {
    return this.parts.issuers
  }

  /** GitHub identities of every host. */
  get identities(): GithubIdentities {
    return this.parts.identities
  }

  /** How a GitHub identity is connected. */
  get ways(): GithubWaysIn {
    return this.parts.ways
  }

  /** Where each GitHub shows its pages that is looked at, connected, or being signed in to. */
  githubOrigins(): string[] {
    const { host, identities, ways } = this.parts
    const addresses = [host.webUrl, ...identities.hosts().map(({ webUrl }) => webUrl), ...ways.pages()]
    return [...new Set(addresses.map((address) => new URL(address).origin))]
  }

  /** Profiles of the machine and their pins. */
  get aws(): AwsConnections {
    return this.parts.aws
  }

  async get(): Promise<Connections> {
    const { aws, desk, sandbox, identities, keepsSecrets, whyNotKept } = this.parts
    return {
      ...(await aws.profiles()),
      aws: aws.connections(),
      questions: desk.questions(),
      github: identities.active(),
      identities: identities.all(),
      sandbox,
      keepsSecrets,
      ...(whyNotKept === undefined ? {} : { whyNotKept }),
    }
  }

  /** Calls the listener with the connections now and after each change; the last to leave ends the watching. */
  subscribe(listener: (connections: Connections) => void): () => void {
    return this.feed.subscribe(listener)
  }

  /** Answers a question of an MFA device; null declines. */
  answerMfa(id: string, code: string | null): void {
    this.parts.desk.answer(id, code)
  }

  close(): void {
    this.parts.desk.close()
    this.feed.close()
  }

  /** What the GitHub identities may do, or one of them; tried on what is watched where it is the active one’s. */
  preflightGithub(id: string | null, watched: readonly RepositoryName[]): Promise<GithubPreflight[]> {
    return this.parts.identities.preflight(id, watched)
  }

  /** What the connected profiles may do, or one of them, with the providers of this world’s issuers. */
  preflightAws(profile: string | null): Promise<AwsPreflight[]> {
    return this.parts.aws.preflight(profile, this.issuers.all())
  }

  hasGithub(): boolean {
    return this.parts.identities.client() !== null
  }

  /** The client of the active identity. Throws `not-connected`. */
  github(): GithubClient {
    const client = this.parts.identities.client()
    if (client) return client
    throw new ExpectedFailure(
      failure('not-connected', 'Rolecall has no GitHub identity yet. Connect one with a token.', {
        kind: 'connect-github',
      }),
    )
  }

  lines(): AwsLine[] {
    return this.parts.aws.lines()
  }

  /** Throws `not-connected` where no connected profile is pinned to the account. */
  lineOf(account: AccountId): AwsLine {
    return this.parts.aws.lineOf(account)
  }

  /** Throws `outdated` where the profile no longer resolves to the account that it is pinned to. */
  verifyPin(account: AccountId): Promise<void> {
    return this.parts.aws.verifyPin(account)
  }
}
