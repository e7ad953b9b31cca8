import type { PollClock } from '../../electron/services/runs/poller'

/** Time that passes only when a test lets it. */
export interface HeldClock extends PollClock {
  /** Whether anything is to happen at all, however long one waits. */
  isIdle(): boolean
  /** Lets time pass to the next thing that is to happen, and has it happen. */
  strike(): void
  /** Lets that time pass, with all that is to happen in it. */
  pass(milliseconds: number): void
}

/** A clock that begins now and stands still. */
export function heldClock(): HeldClock {
  let now = Date.now()
  let timers: { at: number; act: () => void }[] = []
  const next = () => timers.sort((one, other) => one.at - other.at)[0]
  const strike = (): void => {
    const timer = next()
    if (!timer) return
    timers = timers.filter((each) => each !== timer)
    now = Math.max(now, timer.at)
    timer.act()
  }
  return {
    now: () => now,
    strike,
    after(milliseconds, act) {
      const timer = { at: now + milliseconds, act }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    isIdle: () => timers.length === 0,
    pass(milliseconds) {
      const end = now + milliseconds
      while ((next()?.at ?? Number.POSITIVE_INFINITY) <= end) strike()
      now = end
    },
  }
}
