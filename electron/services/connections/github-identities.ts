import type { GithubConnection, GithubPreflight } from '../../../shared/contract/github-connections'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { GithubHost } from '../../../shared/domain/github-host'
import { judgeGithub } from '../../../shared/domain/github-preflight'
import type { GithubClient, GithubIdentity, TokenNews } from '../../clients/github-port'
import type { SettingsStore, StoredIdentity } from '../../storage/settings-store'
import type { Vault } from '../../storage/vault'

/** A token with where it is good and where it came from. */
export interface GivenToken {
  token: string
  host: GithubHost
  origin: GithubConnection['origin']
  /** File with the certificates of a server of one’s own. */
  caFile: string | null
}

/** Opens a client; `noticed` is told what answers say of the token. Throws `invalid` for certificates that cannot be read. */
export type OpenGithub = (given: GivenToken, noticed: (news: TokenNews) => void) => GithubClient

export interface IdentityParts {
  /** Where the identities are listed and the chosen one is named; their tokens never are. */
  settings: SettingsStore
  vault: Vault
  open: OpenGithub
  /** The GitHub of this world: only an identity of it is acted as here. */
  host: GithubHost
}

type Known = Omit<GithubConnection, 'active' | 'budgets'>

interface Held {
  known: Known
  host: GithubHost
  client: GithubClient
}

/** The GitHub identities of every host, one of them the active one. */
export class GithubIdentities {
  private readonly held = new Map<string, Held>()
  private activeId: string | null = null
  /** Called when what is known of an identity changes. */
  changed: () => void = () => {}

  constructor(private readonly parts: IdentityParts) {}

  all(): GithubConnection[] {
    return [...this.held.values()].map(({ known, client }) => ({
      ...known,
      active: known.id === this.activeId,
      budgets: client.budgets(),
    }))
  }

  /** The GitHubs of all identities, each once. */
  hosts(): GithubHost[] {
    return [...new Map([...this.held.values()].map(({ host }) => [host.apiUrl, host])).values()]
  }

  active(): GithubConnection | null {
    return this.all().find(({ active }) => active) ?? null
  }

  client(): GithubClient | null {
    const held = this.held.get(this.activeId ?? '')
    return held && this.isHere(held) ? held.client : null
  }

  /** Takes a token only when GitHub accepts it, keeps it, and acts as it; `replaces` is signed out where it is another. */
  async connect(given: GivenToken, replaces: string | null = null): Promise<void> {
    const identity = await this.parts.open(given, () => {}).identity()
    const id = idOf(given, identity.login)
    const held = this.hold(id, given, identity)
    if (given.origin === 'pasted' || given.origin === 'device') await this.parts.vault.set(id, given.token)
    if (replaces !== null && replaces !== id) await this.forget(replaces)
    this.remember(held)
    this.choose(id)
  }

  /** Takes a token that was accepted before; what is wrong with it now is shown with the identity. */
  async adopt(
    given: GivenToken,
    stored: StoredIdentity | null = null,
    id = stored?.id ?? idOf(given, null),
  ): Promise<void> {
    const { login = null, tokenKind = 'other', expiresAt = null } = stored ?? {}
    const held = this.hold(id, given, { login, tokenKind, expiresAt })
    if (this.isHere(held)) this.activeId ??= id
    await this.identify(held)
  }

  /** Acts as another identity from here on. Throws `not-found`. */
  use(id: string): void {
    if (!this.held.has(id)) throw unknownIdentity()
    this.choose(id)
  }

  /** Names the active one without keeping the choice. */
  lookAs(id: string): void {
    this.activeId = id
    this.changed()
  }

  /** Signs an identity out and wipes its token; another one of the same host becomes the active one. */
  async disconnect(id: string | null): Promise<void> {
    const gone = id ?? this.activeId
    if (gone === null) return
    const host = this.held.get(gone)?.known.host
    await this.forget(gone)
    if (this.activeId !== null) return
    const others = [...this.held.values()].map(({ known }) => known)
    const next = others.find((known) => known.host === host) ?? others[0]
    if (next) this.choose(next.id)
    this.changed()
  }

  /** What the identities may do, or one of them. Throws `not-found` for one that is not connected. */
  preflight(
    id: string | null,
    watched: Parameters<GithubClient['tokenReport']>[0],
  ): Promise<GithubPreflight[]> {
    const asked = [...this.held.values()].filter(({ known }) => id === null || known.id === id)
    if (id !== null && asked.length === 0) throw unknownIdentity()
    return Promise.all(
      asked.map((held) => this.preflightOf(held, held.known.id === this.activeId ? watched : [])),
    )
  }

  private async preflightOf(
    { known, client }: Held,
    watched: Parameters<GithubClient['tokenReport']>[0],
  ): Promise<GithubPreflight> {
    const { id, host, login, tokenKind } = known
    const base = { id, host, login, tokenKind, scopes: null, tried: [], features: [], sso: [] }
    try {
      const { scopes, tried, sso, expiresAt, ...facts } = await client.tokenReport(watched)
      const features = judgeGithub({ scopes, ...facts })
      const held = scopes && [...scopes]
      return { ...base, expiresAt, scopes: held, tried, features, sso, failure: null }
    } catch (error) {
      return { ...base, expiresAt: known.expiresAt, failure: failureOf(error) }
    }
  }

  private isHere({ host }: Held): boolean {
    return host.apiUrl === this.parts.host.apiUrl
  }

  private hold(
    id: string,
    given: GivenToken,
    { login, tokenKind, expiresAt }: Pick<Known, 'login' | 'tokenKind' | 'expiresAt'>,
  ): Held {
    const { host, origin, caFile } = given
    const client = this.parts.open(given, (news) => this.notice(id, client, news))
    const known: Known = { id, host: host.host, login, tokenKind, origin, expiresAt, caFile, failure: null }
    const held = { known, host, client }
    this.held.set(id, held)
    this.changed()
    return held
  }

  private async identify(held: Held): Promise<void> {
    const told = await held.client.identity().then(
      (identity): Partial<Known> => ({ ...identity, failure: null }),
      (error: unknown): Partial<Known> => ({ failure: failureOf(error) }),
    )
    if (this.held.get(held.known.id) !== held) return
    held.known = { ...held.known, ...told }
    this.changed()
  }

  /** A token that GitHub takes no more says so on the identity; everything else that is known of it stays. */
  private notice(id: string, client: GithubClient, { accepted, expiresAt }: TokenNews): void {
    const held = this.held.get(id)
    if (held?.client !== client) return
    const { known } = held
    const revoked = known.failure?.reason === 'credentials-expired'
    if (!accepted && !revoked) held.known = { ...known, failure: REVOKED }
    else if (accepted && known.failure !== null)
      held.known = { ...known, failure: null, expiresAt: expiresAt ?? known.expiresAt }
    else if (expiresAt !== null && expiresAt !== known.expiresAt) held.known = { ...known, expiresAt }
    else return
    this.changed()
    /* Who was out of reach at the start has told no login. */
    if (accepted && known.login === null && known.failure !== null) void this.identify(held)
  }

  private choose(id: string): void {
    this.activeId = id
    this.parts.settings.update((stored) => ({ ...stored, identity: id }))
    this.changed()
  }

  private remember({ known, host }: Held): void {
    const { id, login, tokenKind, origin, expiresAt, caFile } = known
    if (login === null || origin === 'environment' || origin === 'sandbox') return
    const entry: StoredIdentity = {
      id,
      host: host.host,
      apiUrl: host.apiUrl,
      login,
      tokenKind,
      origin,
      expiresAt,
      caFile,
    }
    this.parts.settings.update((stored) => ({
      ...stored,
      identities: [...stored.identities.filter((each) => each.id !== id), entry],
    }))
  }

  private async forget(id: string): Promise<void> {
    this.held.delete(id)
    if (this.activeId === id) this.activeId = null
    await this.parts.vault.delete(id)
    this.parts.settings.update((stored) => ({
      ...stored,
      identities: stored.identities.filter((each) => each.id !== id),
      identity: stored.identity === id ? null : stored.identity,
    }))
  }
}

/** The identity of the environment may be of any login: it is told by where it came from. */
export function idOf(
  { host, origin }: Pick<GivenToken, 'host' | 'origin'>,
  login: GithubIdentity['login'] | null,
): string {
  return `${origin === 'environment' || login === null ? origin : login}@${host.host}`
}

const REVOKED = failure(
  'credentials-expired',
  'GitHub no longer accepts this token. It was revoked, or its time is over: give a new one. Nothing else is lost.',
  { kind: 'connect-github' },
  '401',
)

function unknownIdentity(): ExpectedFailure {
  return new ExpectedFailure(
    failure('not-found', 'This GitHub identity is not connected. Connect it first.', {
      kind: 'connect-github',
    }),
  )
}

function failureOf(error: unknown): Failure {
  if (error instanceof ExpectedFailure) return error.failure
  throw error
}
