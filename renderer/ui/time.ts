import { useSyncExternalStore } from 'react'

const TICK_MS = 10_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const each of listeners) each()
    }, TICK_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** The present, in milliseconds since the epoch, renewed every ten seconds by one timer for the whole panel. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago: `just now`, `4 min ago`, `3 h ago`, `12 d ago`, else the date. */
export function ageOf(instant: string, at: number): string {
  const passed = at - Date.parse(instant)
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`
  if (passed < 60 * DAY) return `${Math.floor(passed / DAY)} d ago`
  return new Date(instant).toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' })
}

/** A span of time: `0s`, `48s`, `3m 05s`, `1h 02m`. */
export function durationOf(from: string, to: string | number): string {
  const end = typeof to === 'number' ? to : Date.parse(to)
  const seconds = Math.max(0, Math.round((end - Date.parse(from)) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`
}

/** Clock time in the user's zone: `14:05`. */
export function clockOf(instant: string): string {
  return new Date(instant).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** Date and time in full, for a tooltip. */
export function momentOf(instant: string): string {
  return new Date(instant).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
}
