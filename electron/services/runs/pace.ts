import type { RunStatus } from '../../../shared/domain/run'

/** What decides how soon a run is looked at again. Times in milliseconds. */
export interface Situation {
  status: RunStatus
  /** Since it began, or since it was queued. */
  elapsed: number
  /** How long runs of this workflow usually take; null where none is known. */
  usual: number | null
  /** Nobody can see a panel that was open before. */
  hidden: boolean
  /** Rolecall started it: somebody wants to know its end, whatever is on the screen. */
  own: boolean
  onBattery: boolean
  /** Runs that are looked at, this one among them. */
  open: number
  /** What is left of GitHub's hourly requests, 0 to 1, and until it is refilled. */
  budget: { left: number; resetsIn: number } | null
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Below this share of the hour's requests nothing is asked any more before the next hour. */
const EMPTY = 0.02

/* Ten runs at the quickest pace are 600 requests a minute, two a look: GitHub takes 900 of all tools together (field-notes §4). */
const QUICK_AT_ONCE = 10

/**
 * Milliseconds until a run is looked at again; null while it is not to be looked at. `base` is the pause of a run that
 * is young or near its usual end.
 */
export function pollPause(situation: Situation, base: number): number | null {
  const { hidden, own, onBattery, open, budget } = situation
  if (hidden && !own) return null
  const saving = (hidden ? 10 : 1) * (onBattery ? 3 : 1)
  const pause = Math.max(pauseOf(situation, base), (base * open) / QUICK_AT_ONCE) * saving
  if (budget === null) return pause
  if (budget.left < EMPTY) return Math.max(pause, budget.resetsIn)
  return pause * (budget.left < 0.1 ? 5 : budget.left < 0.25 ? 2 : 1)
}

function pauseOf({ status, elapsed, usual }: Situation, base: number): number {
  switch (status) {
    case 'requested':
    case 'queued':
    case 'pending':
      return elapsed < MINUTE ? base : elapsed < 10 * MINUTE ? base * 5 : base * 15
    case 'waiting':
      return base * 10
    case 'in_progress':
    case 'completed': {
      const nearEnd = usual !== null && elapsed > 0.8 * usual && elapsed < 1.2 * usual
      if (elapsed < 30 * SECOND || nearEnd) return base
      return elapsed < 5 * MINUTE ? base * 3 : base * 10
    }
    default: {
      const unreachable: never = status
      return unreachable
    }
  }
}

/** The median of how long runs took; null for none. */
export function usualOf(durations: readonly number[]): number | null {
  const sorted = durations.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
