import type { GithubConnection } from '../../shared/contract/github-connections'
import type { GithubHost } from '../../shared/domain/github-host'
import { countFleet, type HostFleet, type HostStanding } from '../../shared/domain/host-fleet'

export interface HostFleetParts {
  /** The GitHub that is looked at, and its fleet as it stands. */
  here: { host: GithubHost; standings: readonly HostStanding[] }
  /** Those of all identities. */
  hosts: readonly GithubHost[]
  identities: readonly GithubConnection[]
  /** What was kept of a GitHub that is not looked at. */
  kept(host: GithubHost): Promise<readonly HostStanding[]>
}

/** How the fleet of each connected GitHub stands: the open one now, the others as they were read last. */
export async function hostFleets({ here, hosts, identities, kept }: HostFleetParts): Promise<HostFleet[]> {
  const fleets = hosts.map(async (host): Promise<HostFleet | null> => {
    const own = identities.filter((each) => each.host === host.host)
    const accepted = own.filter(({ failure }) => failure?.reason !== 'credentials-expired')
    const identity = own.find(({ active }) => active) ?? accepted[0] ?? own[0]
    if (!identity) return null
    const isHere = host.apiUrl === here.host.apiUrl
    return {
      host: host.host,
      identity: identity.id,
      login: identity.login,
      here: isHere,
      ...countFleet(isHere ? here.standings : await kept(host)),
      signedOut: accepted.length === 0,
    }
  })
  const told = (await Promise.all(fleets)).filter((fleet) => fleet !== null)
  return told.sort((one, other) => one.host.localeCompare(other.host))
}
