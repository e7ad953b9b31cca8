import { z } from 'zod'
import type { RepositoryState } from './finding'
import { Instant } from './ids'

/** How the fleet of one connected GitHub stands, as it was read last. */
export const HostFleet = z.object({
  host: z.string(),
  /** The identity that it is looked at as, once somebody switches to it. */
  identity: z.string(),
  login: z.string().nullable(),
  /** Whether it is the one that is looked at now. */
  here: z.boolean(),
  total: z.number(),
  broken: z.number(),
  attention: z.number(),
  unknown: z.number(),
  /** When its repositories were read last; null where that never was. */
  readAt: Instant.nullable(),
  /** Whether GitHub no longer accepts the token of every identity there. */
  signedOut: z.boolean(),
})
export type HostFleet = z.infer<typeof HostFleet>

/** What a judgement of a fleet needs to know. */
type CountedHost = Pick<HostFleet, 'total' | 'broken' | 'attention' | 'unknown' | 'readAt' | 'signedOut'>

/** Of each repository: how it stands, and when it was read. */
export interface HostStanding {
  state: RepositoryState
  readAt: string | null
}

/** The counts of a fleet, and the time at which the last of it was read. */
export function countFleet(
  standings: readonly HostStanding[],
): Pick<HostFleet, 'total' | 'broken' | 'attention' | 'unknown' | 'readAt'> {
  const count = (state: RepositoryState) => standings.filter((each) => each.state === state).length
  const times = standings.flatMap(({ readAt }) => readAt ?? []).sort()
  return {
    total: standings.length,
    broken: count('broken'),
    attention: count('attention'),
    unknown: count('unknown'),
    readAt: times.at(-1) ?? null,
  }
}

/** The worst that holds for a fleet. What nobody has read for a day is not known any more. */
export type HostMark = 'broken' | 'attention' | 'unknown' | 'working'

/** Milliseconds after which a good answer is too old to be believed. */
const BELIEVED = 24 * 60 * 60 * 1000

/** What can be said of a fleet that was read some time ago; `now` in milliseconds. */
export function markOfHost(
  { broken, attention, unknown, total, readAt, signedOut }: CountedHost,
  now: number,
): HostMark {
  if (broken > 0) return 'broken'
  if (attention > 0) return 'attention'
  if (total === 0 || unknown > 0 || signedOut || readAt === null) return 'unknown'
  return now - Date.parse(readAt) > BELIEVED ? 'unknown' : 'working'
}

/** A fleet in a few words, such as “2 of 14 broken”. */
export function sayHost(fleet: CountedHost, now: number): string {
  const { broken, attention, unknown, total, readAt, signedOut } = fleet
  if (readAt === null) return signedOut ? 'its token is no longer accepted' : 'not read yet'
  if (total === 0) return 'no repository is watched yet'
  if (broken > 0) return `${broken} of ${total} broken`
  if (attention > 0) return `${attention} of ${total} ${attention === 1 ? 'needs' : 'need'} attention`
  if (unknown > 0) return `${unknown} of ${total} could not be read`
  return markOfHost(fleet, now) === 'working' ? `none of ${total} broken` : `none of ${total} was broken`
}
