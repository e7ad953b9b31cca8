import { setTimeout as sleep } from 'node:timers/promises'
import type { SignInEvent } from '../../../shared/contract/connections'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { DeviceSignIn } from '../../clients/aws-port'

/** Waits for so many milliseconds, or rejects when the signal aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>

/** Seconds that each `slow_down` adds to the interval (RFC 8628, 3.5). */
const SLOWER_BY = 5

const pauseFor: Pause = (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {})

/** Shows the code, then asks until it was entered, refused or too old. Ends early, with nothing kept, on abort. */
export async function* followSignIn(
  { code, ask }: DeviceSignIn,
  profile: string,
  signal: AbortSignal | undefined,
  pause: Pause = pauseFor,
): AsyncGenerator<Extract<SignInEvent, { kind: 'code' }>, 'signed-in' | 'cancelled'> {
  const { userCode, verificationUrl, expiresAt } = code
  yield { kind: 'code', userCode, verificationUrl, expiresAt }
  let seconds = code.interval
  while (!signal?.aborted) {
    if (!(await paused(pause, seconds, signal))) break
    const answer = await ask()
    if (answer === 'signed-in') return answer
    if (answer === 'slow-down') seconds += SLOWER_BY
    if (Date.parse(expiresAt) <= Date.now()) throw tooLate(profile)
  }
  return 'cancelled'
}

async function paused(pause: Pause, seconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await pause(seconds * 1000, signal)
    return !signal?.aborted
  } catch (error) {
    if (signal?.aborted) return false
    throw error
  }
}

function tooLate(profile: string): ExpectedFailure {
  return new ExpectedFailure(
    failure('credentials-expired', 'The code was not entered in time. Sign in again.', {
      kind: 'connect-aws',
      profile,
    }),
  )
}
