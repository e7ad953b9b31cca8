import { LINKS, type LinkName, type RepositoryState } from './finding'

/** Counts of a fleet: by state, and by the link at which repositories break ("7 broken at trust"). */
export interface Tally {
  total: number
  states: Record<RepositoryState, number>
  /** Repositories whose first breaking link is this one; one repository counts once. */
  brokenAt: Record<LinkName, number>
}

/** What a tally needs of a repository; a fleet row has it. */
export interface Tallied {
  state: RepositoryState
  links: Record<LinkName, { breaks: boolean }>
}

/** Counts repositories for the tray and for the numbers above the fleet. */
export function tally(repositories: readonly Tallied[]): Tally {
  const counted: Tally = {
    total: repositories.length,
    states: { working: 0, unproven: 0, attention: 0, broken: 0, unknown: 0, 'not-set-up': 0, archived: 0 },
    brokenAt: {
      provider: 0,
      trust: 0,
      permissions: 0,
      modelAccess: 0,
      variables: 0,
      workflow: 0,
      lastRun: 0,
    },
  }
  for (const { state, links } of repositories) {
    counted.states[state] += 1
    if (state !== 'broken') continue
    const first = LINKS.find((link) => links[link].breaks)
    if (first) counted.brokenAt[first] += 1
  }
  return counted
}
