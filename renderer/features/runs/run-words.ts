import type { RunSummary } from '../../../shared/domain/run'
import { outcomeOf, type RunOutcome } from '../../../shared/domain/run-filter'
import type { Facet, Period, RunGrouping } from './runs-look'

export const OUTCOME_WORDS: Record<RunOutcome, string> = {
  running: 'Running',
  waiting: 'Waiting',
  success: 'Success',
  failed: 'Failed',
  cancelled: 'Cancelled',
  other: 'Skipped or neutral',
}

export const FACET_WORDS: Record<Facet, string> = {
  outcomes: 'State',
  repositories: 'Repository',
  workflows: 'Workflow',
  branches: 'Branch',
  events: 'Event',
  actors: 'Actor',
}

export const GROUPING_WORDS: Record<RunGrouping, string> = {
  none: 'No grouping',
  repository: 'Repository',
  workflow: 'Workflow',
  state: 'State',
  day: 'Day',
}

/** A period in words. */
export function periodWords(period: Period | null): string {
  if (period === null) return 'All that is known'
  return period === 1 ? 'Last 24 hours' : `Last ${period} days`
}

/** The value of a facet as it is shown. */
export function choiceWords(facet: Facet, name: string): string {
  return facet === 'outcomes' ? (OUTCOME_WORDS[name as RunOutcome] ?? name) : name
}

/** Seconds as a person says them: `48s`, `3m 05s`, `1h 02m`. */
export function secondsWords(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`
}

/** A day such as `2026-11-22` in words; the year where it is not this one. */
export function dayWords(day: string, thisYear = new Date().getFullYear()): string {
  const year = day.startsWith(String(thisYear)) ? {} : ({ year: 'numeric' } as const)
  return new Date(`${day}T12:00:00`).toLocaleDateString('en', { day: 'numeric', month: 'short', ...year })
}

/** The day of an instant where the user is, such as `2026-11-22`. */
export function localDay(at: number): string {
  const day = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** The head under which a run stands. */
export function groupTitle(run: RunSummary, grouping: Exclude<RunGrouping, 'none'>): string {
  switch (grouping) {
    case 'repository':
      return run.repository
    case 'workflow':
      return run.workflowName
    case 'state':
      return OUTCOME_WORDS[outcomeOf(run)]
    case 'day':
      return dayWords(localDay(Date.parse(run.createdAt)))
    default: {
      const unreachable: never = grouping
      return unreachable
    }
  }
}
