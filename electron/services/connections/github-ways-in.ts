import type { SignInEvent } from '../../../shared/contract/connections'
import type { GithubWays, HostChoice } from '../../../shared/contract/github-connections'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { type GithubHost, readHost } from '../../../shared/domain/github-host'
import type { FoundTokens, GithubSignIn } from '../../clients/github-port'
import type { GithubIdentities } from './github-identities'

export interface WaysInParts {
  identities: GithubIdentities
  found: FoundTokens
  /** The GitHub that this world is of. */
  host: GithubHost
  /** Begins the device flow of a host; it ends with the signal. */
  begin(host: GithubHost, caFile: string | null, clientId: string, signal: AbortSignal): Promise<GithubSignIn>
  /** Client ID that is configured; null where none is. */
  clientId(): string | null
  /** Keeps a client ID that has worked. */
  keepClientId(id: string): void
}

type Code = Extract<SignInEvent, { kind: 'code' }>

/** The ways in which a GitHub identity comes to be: a pasted token, the device flow, or a token of this machine. */
export class GithubWaysIn {
  private readonly underway = new Set<{ webUrl: string }>()

  constructor(private readonly parts: WaysInParts) {}

  /** Where the GitHubs show their pages that somebody is signing in to now. */
  pages(): string[] {
    return [...this.underway].map(({ webUrl }) => webUrl)
  }

  /** What this machine has to connect with; no token is among it. */
  async ways(): Promise<GithubWays> {
    const { found, host, clientId } = this.parts
    const environment = found.environment()
    const ofGh = await found.ghHosts()
    return {
      host: host.host,
      clientId: clientId(),
      found: [
        ...(environment
          ? [{ host: environment.host.host, login: null, origin: 'environment' as const }]
          : []),
        ...ofGh.map((one) => ({ ...one, origin: 'gh' as const })),
      ],
    }
  }

  /** Connects by a pasted token. Throws what GitHub says against it. */
  async paste(choice: Partial<HostChoice>, token: string, replaces: string | null): Promise<void> {
    const given = {
      token,
      host: this.hostOf(choice.host),
      origin: 'pasted' as const,
      caFile: choice.caFile ?? null,
    }
    await this.parts.identities.connect(given, replaces)
  }

  /** Adopts a token that stands on this machine; it stays where it is. Throws `not-found` where there is none. */
  async adopt({ host: named, caFile }: HostChoice, origin: 'gh' | 'environment'): Promise<void> {
    const { found, identities } = this.parts
    const environment = found.environment()
    const host = this.hostOf(named)
    const ofEnvironment = environment?.host.host === host.host ? environment.token : null
    const token = origin === 'gh' ? await found.ghToken(host.host) : ofEnvironment
    if (token === null) throw noToken(origin, host.host)
    await identities.connect({ token, host, origin, caFile })
  }

  /** Signs in by the device flow: the code, then whether it came to an identity. Leaving ends it with nothing kept. */
  async *signIn(
    { host: named, caFile }: HostChoice,
    clientId: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Code, boolean> {
    const { begin, identities, keepClientId } = this.parts
    const host = this.hostOf(named)
    const left = new AbortController()
    const until = AbortSignal.any(signal ? [signal, left.signal] : [left.signal])
    const attempt = { webUrl: host.webUrl }
    this.underway.add(attempt)
    try {
      const begun = await begin(host, caFile, clientId, until)
      yield { kind: 'code', ...begun.code }
      const token = await orLeft(begun.token, until)
      if (token === null) return false
      await identities.connect({ token, host, origin: 'device', caFile })
      keepClientId(clientId)
      return true
    } finally {
      this.underway.delete(attempt)
      left.abort()
    }
  }

  private hostOf(named: string | undefined): GithubHost {
    const own = this.parts.host
    if (named === undefined || named === own.host || named === own.apiUrl) return own
    const read = readHost(named)
    if (read.ok) return read.host
    throw new ExpectedFailure(failure('invalid', read.says, { kind: 'correct-input', field: 'host' }))
  }
}

/** Null where the person left before the end. */
async function orLeft(token: Promise<string>, signal: AbortSignal): Promise<string | null> {
  const left = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  return Promise.race([token, left])
}

function noToken(origin: 'gh' | 'environment', host: string): ExpectedFailure {
  const sentence =
    origin === 'gh'
      ? `The GitHub CLI has no token for ${host}. Sign in there with: gh auth login --hostname ${host}`
      : `Neither GITHUB_TOKEN nor GH_TOKEN holds a token for ${host}. Set one, and start Rolecall again.`
  return new ExpectedFailure(failure('not-found', sentence))
}
