import { setTimeout as sleep } from 'node:timers/promises'
import { ExpectedFailure } from '../../../shared/domain/failure'

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

/** Pauses between tries, in milliseconds; their number bounds the tries. */
export const PAUSES = [1_000, 2_000, 4_000, 8_000]

/** Whether the failure may pass by itself within seconds. */
export function mayPass(error: unknown): error is ExpectedFailure {
  if (!(error instanceof ExpectedFailure)) return false
  const { reason, code } = error.failure
  return reason === 'throttled' || reason === 'upstream' || (code !== null && PASSING_CODES.has(code))
}

/** Tries again while the failure may pass; `waiting` hears of each pause. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  waiting: (says: string) => void,
  pauses: readonly number[] = PAUSES,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await attempt()
    } catch (error) {
      if (!mayPass(error)) throw error
      waiting(`${error.failure.sentence} Trying again in ${Math.ceil(pause / 1000)} s.`)
      await sleep(pause)
    }
  }
  return attempt()
}
