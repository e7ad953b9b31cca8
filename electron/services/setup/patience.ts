import { setTimeout as pause } from 'node:timers/promises'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'

/*
 * AWS and GitHub are eventually consistent: a role that was just created may not be found, a principal that was
 * just created not be valid, a pull request that was just opened not be known to be mergeable (field-notes §2, §4).
 */
const PASSING_CODES = new Set([
  'NoSuchEntity',
  'NoSuchEntityException',
  'MalformedPolicyDocument',
  'MalformedPolicyDocumentException',
  'ConcurrentModification',
  'ConcurrentModificationException',
  '405',
  '409',
])

const PASSING_REASONS = new Set<Failure['reason']>(['throttled', 'upstream', 'offline'])

/** How long to wait between tries of what may pass by itself. */
export interface Patience {
  /** Pauses in milliseconds; their number bounds the tries. */
  pauses: readonly number[]
  sleep(milliseconds: number): Promise<unknown>
  now(): number
}

/** Pauses of a person's patience. */
export const PATIENCE: Patience = {
  pauses: [1_000, 2_000, 4_000, 8_000],
  sleep: (milliseconds) => pause(milliseconds),
  now: Date.now,
}

/** Milliseconds. A limit that lifts later is told instead of waited for; the application can be resumed then. */
const LONGEST_LIMIT = 120_000

/** Whether the failure may pass by itself within seconds. */
export function mayPass(error: unknown): error is ExpectedFailure {
  if (!(error instanceof ExpectedFailure)) return false
  const { reason, code } = error.failure
  return PASSING_REASONS.has(reason) || (code !== null && PASSING_CODES.has(code))
}

/** Tries again while the failure may pass, or its limit lifts soon; `waiting` hears of each pause. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  waiting: (says: string) => void,
  patience: Patience = PATIENCE,
): Promise<T> {
  for (const usual of patience.pauses) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      const wait = untilLifted(error.failure, patience) ?? (mayPass(error) ? usual : null)
      if (wait === null) throw error
      waiting(`${error.failure.sentence} Trying again in ${Math.ceil(wait / 1000)} s.`)
      await patience.sleep(wait)
    }
  }
  return attempt()
}

/* Null where the failure is no limit, or lifts too late to be waited for. */
function untilLifted({ reason, recovery }: Failure, { now }: Patience): number | null {
  if (reason !== 'rate-limited' || recovery.kind !== 'wait' || recovery.until === null) return null
  const wait = Math.max(0, Date.parse(recovery.until) - now()) + 1_000
  return wait <= LONGEST_LIMIT ? wait : null
}
