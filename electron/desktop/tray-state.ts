import { LINKS, type LinkName } from '../../shared/domain/finding'
import { type HostFleet, markOfHost, sayHost } from '../../shared/domain/host-fleet'
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
  /** The fleets of the other hosts, with the identity by which each is looked at. */
  others: { identity: string; says: string }[]
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
  const show = (mark: FleetMark, says: string): TrayState => ({ mark, says, broken, others: [] })
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

const WORST: readonly FleetMark[] = ['broken', 'attention', 'unknown', 'working']

/**
 * The same with the fleets of the other hosts, as they were read last: what is red there is red here, too. `now` in
 * milliseconds.
 */
export function withOtherHosts(state: TrayState, hosts: readonly HostFleet[], now: number): TrayState {
  const others = hosts.filter(({ here }) => !here)
  if (others.length === 0) return state
  const marks: FleetMark[] = [state.mark, ...others.map((each) => markOfHost(each, now))]
  const here = hosts.find((each) => each.here)
  const told = others.map((each) => `${each.host}: ${sayHost(each, now)}${ageOf(each, now)}`)
  return {
    ...state,
    mark: WORST.find((mark) => marks.includes(mark)) ?? 'unknown',
    says: here ? `${here.host}: ${state.says}` : state.says,
    others: others.map(({ identity }, index) => ({ identity, says: told[index] ?? '' })),
  }
}

function ageOf({ readAt }: HostFleet, now: number): string {
  if (readAt === null) return ''
  const minutes = Math.max(0, Math.round((now - Date.parse(readAt)) / 60_000))
  if (minutes < 60) return `, read ${minutes} min ago`
  return minutes < 48 * 60
    ? `, read ${Math.round(minutes / 60)} h ago`
    : `, read ${Math.round(minutes / 1440)} days ago`
}

function describeBroken({ repository, links }: Standing): TrayState['broken'][number] {
  const first = LINKS.find((link) => links[link].breaks)
  return { repository, says: first ? `${repository}: broken at ${PLACES[first]}` : `${repository}: broken` }
}
