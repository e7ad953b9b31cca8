import { LINKS, type LinkName } from '../../shared/domain/finding'
import type { RepositoryName } from '../../shared/domain/ids'
import { tally } from '../../shared/domain/tally'
import type { Standing } from '../house'

/** What the tray's icon can say of a fleet: the worst that holds for one of its repositories. */
export type FleetMark = 'working' | 'attention' | 'broken' | 'unknown'

/** What the tray shows of a fleet. */
export interface TrayState {
  mark: FleetMark
  says: string
  broken: { repository: RepositoryName; says: string }[]
}

const PLACES: Record<LinkName, string> = {
  provider: 'the provider',
  trust: 'trust',
  permissions: 'permissions',
  modelAccess: 'model access',
  variables: 'variables',
  workflow: 'the workflow',
  lastRun: 'the last run',
}

/** Condenses a fleet to what fits a tray. */
export function trayState(standings: readonly Standing[]): TrayState {
  const counted = tally(standings)
  const { states, total } = counted
  const broken = standings.filter(({ state }) => state === 'broken').map(describeBroken)
  const show = (mark: FleetMark, says: string): TrayState => ({ mark, says, broken })
  if (states.broken > 0) {
    const places = LINKS.filter((link) => counted.brokenAt[link] > 0)
    const where = places.map((link) => `${counted.brokenAt[link]} at ${PLACES[link]}`)
    return show('broken', `${states.broken} of ${total} broken: ${where.join(', ')}`)
  }
  if (states.attention > 0) return show('attention', `${states.attention} of ${total} need attention`)
  if (total === 0) return show('unknown', 'no repository is watched yet')
  if (states.unknown > 0) return show('unknown', `${states.unknown} of ${total} could not be read`)
  return show('working', `none of ${total} is broken, ${states.working} proven by a run`)
}

function describeBroken({ repository, links }: Standing): TrayState['broken'][number] {
  const first = LINKS.find((link) => links[link].breaks)
  return { repository, says: first ? `${repository}: broken at ${PLACES[first]}` : `${repository}: broken` }
}
