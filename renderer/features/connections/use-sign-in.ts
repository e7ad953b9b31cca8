import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Connections, SignInEvent } from '../../../shared/contract/connections'
import type { Failure } from '../../../shared/domain/failure'
import { client, failureOf } from '../../api'

export type SignInCode = Extract<SignInEvent, { kind: 'code' }>

/** Where a sign-in stands: asking AWS for a code, waiting for the person, or ended with a failure. */
export type SignInProgress =
  | { at: 'beginning' }
  | { at: 'waiting'; code: SignInCode }
  | { at: 'failed'; failure: Failure }

/** What a sign-in is asked of: `key` tells one from another. */
export interface SignInOrder {
  key: string
  begin(signal: AbortSignal): Promise<AsyncIterable<SignInEvent>>
}

/** Signs in with IAM Identity Center for a profile. */
export function signInForProfile(profile: string): SignInOrder {
  return { key: `aws ${profile}`, begin: (signal) => client.connections.signInAws({ profile }, { signal }) }
}

/** Signs in while the caller is shown; leaving cancels. `again` begins anew after a failure. */
export function useSignIn({ key, begin }: SignInOrder, onSignedIn: (connections: Connections) => void) {
  const [progress, setProgress] = useState<SignInProgress>({ at: 'beginning' })
  const [attempt, setAttempt] = useState(0)
  const done = useRef(onSignedIn)
  useLayoutEffect(() => {
    done.current = onSignedIn
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another stream.
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const follow = async (): Promise<void> => {
      try {
        for await (const event of await begin(signal)) {
          if (signal.aborted) return
          if (event.kind === 'signed-in') done.current(event.connections)
          else setProgress({ at: 'waiting', code: event })
        }
      } catch (error) {
        if (!signal.aborted) setProgress({ at: 'failed', failure: failureOf(error) })
      }
    }
    void follow()
    return () => stop.abort()
  }, [key, attempt])
  const again = (): void => {
    setProgress({ at: 'beginning' })
    setAttempt((count) => count + 1)
  }
  return { progress, again }
}
