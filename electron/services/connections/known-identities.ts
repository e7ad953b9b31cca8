import { GITHUB_COM, type GithubHost, hostOfApi } from '../../../shared/domain/github-host'
import type { FoundTokens } from '../../clients/github-port'
import type { StoredIdentity, StoredSettings } from '../../storage/settings-store'
import type { Vault } from '../../storage/vault'
import { type GithubIdentities, type GivenToken, idOf } from './github-identities'

/** What decides at the start as whom Rolecall acts. */
export interface StartParts {
  stored: Pick<StoredSettings, 'identities' | 'identity'>
  found: FoundTokens
  vault: Vault
  /** The host that `GITHUB_API_URL` names; null where it is not set. */
  api: GithubHost | null
  /** `LOGIN@HOST` that a command asked for; null mostly. */
  wanted: string | null
  /** The host that a command asked for; null mostly. */
  wantedHost: string | null
  /** Whether a token of the environment goes before what was chosen: it was given to this very command. */
  environmentFirst: boolean
}

/** As whom to start, and on which host; `id` null where nobody is known there. */
export interface Start {
  id: string | null
  host: GithubHost
}

/** As whom Rolecall starts: as asked, else as the environment or the last choice says, else as whoever is known. */
export async function startOf({
  stored,
  found,
  vault,
  api,
  wanted,
  wantedHost,
  environmentFirst,
}: StartParts): Promise<Start> {
  const all = await usableOf(stored.identities, vault)
  const usable = all.filter(({ host }) => wantedHost === null || host === wantedHost)
  const start = (one: StoredIdentity): Start => ({ id: one.id, host: hostOfApi(one.apiUrl) })
  const asked = usable.find(({ id, login, host }) => wanted === id || wanted === `${login}@${host}`)
  if (asked) return start(asked)
  const offered = found.environment()
  const given = wantedHost === null || offered?.host.host === wantedHost ? offered : null
  const ofEnvironment: Start | null = given && { id: environmentId(given.host), host: given.host }
  if (ofEnvironment && (environmentFirst || stored.identity === ofEnvironment.id)) return ofEnvironment
  const chosen = usable.find(({ id }) => id === stored.identity)
  if (chosen) return start(chosen)
  const legacy = await vault.get(vaultKeyBefore(api ?? GITHUB_COM))
  if (legacy === null && ofEnvironment) return ofEnvironment
  const here = usable.find(({ host }) => wantedHost !== null || api === null || host === api.host)
  return here ? start(here) : { id: null, host: api ?? GITHUB_COM }
}

/** Takes up every identity that was connected before, the environment’s among them. */
export async function takeUpKnown(
  identities: GithubIdentities,
  { stored, found, vault }: Pick<StartParts, 'stored' | 'found' | 'vault'>,
  { id, host }: Start,
): Promise<void> {
  const given = found.environment()
  const legacy = await vault.get(vaultKeyBefore(host))
  const usable = await usableOf(stored.identities, vault)
  const known = await Promise.all(
    usable.map(async (one) => ({ one, token: await tokenOf(one, found, vault) })),
  )
  if (id !== null) identities.lookAs(id)
  await Promise.all([
    ...known.map(({ one, token }) => token !== null && identities.adopt(givenBy(one, token), one)),
    given && identities.adopt({ ...given, origin: 'environment', caFile: null }),
    legacy !== null && rename(identities, { token: legacy, host, origin: 'pasted', caFile: null }),
  ])
}

/** A token that an earlier version kept under its host’s name is kept under its identity’s from here on. */
async function rename(identities: GithubIdentities, given: GivenToken): Promise<void> {
  const before = vaultKeyBefore(given.host)
  await identities.adopt(given, null, before)
  const named = identities.all().find(({ id }) => id === before)
  if (named?.login == null || named.failure !== null) return
  await identities.connect(given, before)
}

/** Earlier versions kept one token a host, under the name of its API. */
function vaultKeyBefore({ apiUrl }: GithubHost): string {
  return new URL(apiUrl).host
}

function environmentId(host: GithubHost): string {
  return idOf({ host, origin: 'environment' }, null)
}

/** Those whose tokens are still to be had: the doors without a keyring forget theirs. */
async function usableOf(identities: readonly StoredIdentity[], vault: Vault): Promise<StoredIdentity[]> {
  const kept = await Promise.all(
    identities.map(async (one) => (one.origin === 'gh' || (await vault.get(one.id)) !== null ? one : null)),
  )
  return kept.filter((one) => one !== null)
}

function tokenOf(
  { id, origin, host }: StoredIdentity,
  found: FoundTokens,
  vault: Vault,
): Promise<string | null> {
  return origin === 'gh' ? found.ghToken(host) : vault.get(id)
}

function givenBy({ apiUrl, origin, caFile }: StoredIdentity, token: string): GivenToken {
  return { token, host: hostOfApi(apiUrl), origin, caFile }
}
