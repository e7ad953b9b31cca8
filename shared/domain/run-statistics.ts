import type { RunSummary } from './run'
import { outcomeOf } from './run-filter'

const SECOND = 1_000
const DAY = 86_400_000

/** What many runs came to. Only what succeeded or failed decides the rate: a cancelled run says nothing of the setup. */
export interface RunStatistics {
  runs: number
  succeeded: number
  failed: number
  /** Running, waiting, cancelled, skipped. */
  undecided: number
  /** 0 to 1; null where nothing is decided. */
  successRate: number | null
  /** Seconds from the run's creation to its end, the queue included; null where no run tells it. */
  medianSeconds: number | null
  /** Nine of ten runs took no longer. */
  slowSeconds: number | null
}

/** Sums runs up. */
export function statisticsOf(runs: readonly RunSummary[]): RunStatistics {
  const outcomes = runs.map(outcomeOf)
  const succeeded = outcomes.filter((outcome) => outcome === 'success').length
  const failed = outcomes.filter((outcome) => outcome === 'failed').length
  const decided = succeeded + failed
  const seconds = runs.flatMap((run) => secondsOf(run) ?? []).sort((a, b) => a - b)
  return {
    runs: runs.length,
    succeeded,
    failed,
    undecided: runs.length - decided,
    successRate: decided === 0 ? null : succeeded / decided,
    medianSeconds: quantile(seconds, 0.5),
    slowSeconds: quantile(seconds, 0.9),
  }
}

/**
 * Seconds that a run took; null for one that is not decided, and for one that was run again: GitHub keeps the creation
 * of the first attempt beside the end of the last.
 */
export function secondsOf(run: RunSummary): number | null {
  const outcome = outcomeOf(run)
  if ((outcome !== 'success' && outcome !== 'failed') || run.attempt > 1) return null
  return Math.max(0, Math.round((Date.parse(run.updatedAt) - Date.parse(run.createdAt)) / SECOND))
}

/* Nearest rank: a value that was measured, never one in between. */
function quantile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? null
}

/** The runs of some days in a row. */
export interface RunPeriod extends RunStatistics {
  /** First day, as `2026-11-22`. */
  from: string
  /** Last day. */
  to: string
}

/** The most bars that a small chart can show apart. */
const MOST_PERIODS = 30

/**
 * Runs by the day of their creation, oldest first, days without a run included. `dayOf` tells the local day of an
 * instant in milliseconds. Where there are too many days to be shown apart, several make a period.
 */
export function periodsOf(runs: readonly RunSummary[], dayOf: (at: number) => string = utcDay): RunPeriod[] {
  if (runs.length === 0) return []
  const days = new Map<string, RunSummary[]>()
  for (const run of runs) {
    const day = dayOf(Date.parse(run.createdAt))
    const members = days.get(day)
    if (members) members.push(run)
    else days.set(day, [run])
  }
  const all = daysBetween([...days.keys()])
  const size = Math.ceil(all.length / MOST_PERIODS)
  const periods: RunPeriod[] = []
  /* Counted from the latest day: a period that is cut short is the oldest. */
  for (let end = all.length; end > 0; end -= size) {
    const span = all.slice(Math.max(0, end - size), end)
    const members = span.flatMap((day) => days.get(day) ?? [])
    periods.unshift({ from: span[0] ?? '', to: span.at(-1) ?? '', ...statisticsOf(members) })
  }
  return periods
}

function daysBetween(days: readonly string[]): string[] {
  const [first = '', last = first] = [days.toSorted()[0], days.toSorted().at(-1)]
  const all: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY) all.push(utcDay(at))
  return all
}

function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
