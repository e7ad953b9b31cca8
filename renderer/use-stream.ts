import { useEffect, useLayoutEffect, useRef } from 'react'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/** A stream of the contract and what to do with what it says. */
export interface StreamPlan<Event> {
  open(signal: AbortSignal): Promise<AsyncIterable<Event>>
  /** Called before each (new) subscription, so that a consumer can tell a first event from a later one. */
  onOpen?(): void
  onEvent(event: Event): void
  /** An event after which the stream is not opened again. */
  isLast?(event: Event): boolean
}

/** Keeps one subscription per `key` alive, with growing pauses after a break; null keeps none. */
export function useStream<Event>(key: string | null, plan: StreamPlan<Event>): void {
  const latest = useRef(plan)
  useLayoutEffect(() => {
    latest.current = plan
  })
  useEffect(() => {
    if (key === null) return
    const stop = new AbortController()
    void keepOpen(() => latest.current, stop.signal)
    return () => stop.abort()
  }, [key])
}

async function keepOpen<Event>(plan: () => StreamPlan<Event>, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      plan().onOpen?.()
      for await (const event of await plan().open(signal)) {
        if (signal.aborted) return
        pause = FIRST_PAUSE_MS
        plan().onEvent(event)
        if (plan().isLast?.(event)) return
      }
    } catch {
      // The line's state is shown by the frame and an expected failure by the query; here it is enough to try again.
    }
    await sleep(pause, signal)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
