import type { LogPageAnswer, LogSearchEvent } from '../../../shared/contract/run-logs'
import type { LogOutline } from '../../../shared/domain/log-outline'
import type { LogQuery } from '../../../shared/domain/log-query'

/** Lines that are asked for at a time. */
export const PAGE_LINES = 200

/** What the search box has found so far. */
export interface Findings {
  lines: readonly number[]
  /** Share of the log that has been searched, 0 to 1; null while nothing is searched for. */
  searched: number | null
  over: boolean
  cut: boolean
  /** Why it could not be searched, such as a regular expression that is none. */
  failure: string | null
}

/** Where a log view has its lines from. */
export interface LogSource {
  /** Tells this log from every other one. */
  key: readonly unknown[]
  outline: LogOutline
  /** Lines from `from` on, 1-based. */
  page(from: number, count: number): Promise<LogPageAnswer>
  search(query: LogQuery, signal: AbortSignal): Promise<AsyncIterable<LogSearchEvent>>
  /** Where the log can be saved from. */
  saveHref: string
}
