import type { Connections } from '../../../shared/contract/connections'
import type { GithubConnection } from '../../../shared/contract/github-connections'
import { type HostFleet, sayHost } from '../../../shared/domain/host-fleet'
import { tokenStanding } from '../../../shared/domain/token-expiry'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

export interface IdentityFlags {
  /** Takes over the token that `gh` has for the host. */
  adoptGh: boolean
  host: string
  /** File with the certificates of the host. */
  ca?: string
}

/** `identities`: lists the GitHub identities, and as which one commands act; adopts one of `gh`. No token is ever an argument. */
export async function identitiesVerb(session: Session, flags: IdentityFlags): Promise<number> {
  const { client, json, print, progress, told } = session
  const after = flags.adoptGh
    ? await client.connections.adoptGithub({ host: flags.host, caFile: flags.ca ?? null, origin: 'gh' })
    : await client.connections.get()
  const hosts = (await client.connections.hosts()).map(fleetOf)
  if (json) print(JSON.stringify({ identities: after.identities.map(entryOf), hosts }, null, 2))
  else print([tableOf(after), ...hostLines(hosts)].join('\n'))
  for (const { failure } of after.identities) if (failure && !json) progress(told(failure))
  return EXIT.fine
}

function entryOf({ id, host, login, tokenKind, origin, expiresAt, active, failure }: GithubConnection) {
  return { id, host, login, tokenKind, origin, expiresAt, active, failure }
}

function tableOf({ identities }: Connections): string {
  if (identities.length === 0)
    return 'There is no GitHub identity. Set GITHUB_TOKEN, or adopt that of gh: identities --adopt-gh'
  return columns(
    identities.map(({ login, host, tokenKind, origin, expiresAt, active, failure }) => [
      active ? '*' : ' ',
      `${login ?? '(unknown)'}@${host}`,
      tokenKind,
      origin,
      expiresAt === null ? '' : `${WORDS[tokenStanding(expiresAt, Date.now())]} ${expiresAt.slice(0, 10)}`,
      failure ? 'not usable now' : '',
    ]),
  )
}

function fleetOf({ identity: _, login: __, ...fleet }: HostFleet) {
  return fleet
}

/** The fleet of each GitHub, where there are several. */
function hostLines(hosts: readonly Omit<HostFleet, 'identity' | 'login'>[]): string[] {
  if (hosts.length < 2) return []
  const now = Date.now()
  const rows = hosts.map((each) => [each.host, sayHost(each, now), each.readAt ? `read ${each.readAt}` : ''])
  return ['', 'Fleets, as they were read last (look at one with --host):', columns(rows)]
}

const WORDS = { lasting: 'until', ending: 'only until', ended: 'ended on' } as const
