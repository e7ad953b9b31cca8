import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Failure } from '../domain/failure'
import { RepositoryName } from '../domain/ids'
import { LogLine, MissingLog } from '../domain/log'
import { LogOutline } from '../domain/log-outline'
import { LogQuery } from '../domain/log-query'
import { procedure } from './base'

/** The log of one job. */
export const LogPlace = z.object({
  repository: RepositoryName,
  runId: z.number().int().positive(),
  jobId: z.number().int().positive(),
})
export type LogPlace = z.infer<typeof LogPlace>

/** The most lines that one page holds. */
export const LONGEST_PAGE = 1_000

/** Some lines of a log, or why there is none. While it is still arriving, a page may hold fewer than were asked for. */
export const LogPageAnswer = z.discriminatedUnion('available', [
  z.object({
    available: z.literal(true),
    lines: z.array(LogLine),
    /** Numbers of lines that are longer than they are shown; saving the log shows them whole. */
    cut: z.array(z.number().int()),
    total: z.number().int(),
    complete: z.boolean(),
  }),
  MissingLog,
])
export type LogPageAnswer = z.infer<typeof LogPageAnswer>

export const LogOutlineAnswer = z.discriminatedUnion('available', [
  LogOutline.extend({ available: z.literal(true), jobId: z.number().int() }),
  MissingLog,
])
export type LogOutlineAnswer = z.infer<typeof LogOutlineAnswer>

/** The most lines that a search of one log tells. */
export const MOST_FOUND = 100_000

export const LogSearchEvent = z.discriminatedUnion('kind', [
  /** Numbers of lines, ascending; `searched` is the share of the log that has been looked at, 0 to 1. */
  z.object({ kind: z.literal('found'), lines: z.array(z.number().int()), searched: z.number() }),
  /** `cut`: there are more than `MOST_FOUND`. */
  z.object({ kind: z.literal('ended'), found: z.number().int(), cut: z.boolean() }),
])
export type LogSearchEvent = z.infer<typeof LogSearchEvent>

export const LogSearch = z.object({
  query: LogQuery,
  /** Null: the whole fleet. */
  repositories: z.array(RepositoryName).nullable(),
  /** How many of each repository's latest runs are fetched; 0 searches only the logs that are kept here. */
  latest: z.number().int().min(0).max(20),
  /** The most hits that are told of one log, and of all of them. */
  perLog: z.number().int().min(1).max(1_000),
  most: z.number().int().min(1).max(10_000),
})
export type LogSearch = z.infer<typeof LogSearch>

/** A line that was found, with the lines around it, and where it stands. */
export const LogHit = z.object({
  repository: RepositoryName,
  runId: z.number().int().nullable(),
  jobId: z.number().int(),
  jobName: z.string().nullable(),
  line: z.number().int(),
  at: z.string().nullable(),
  text: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** The job on GitHub, where its run is known. */
  url: z.url().nullable(),
})
export type LogHit = z.infer<typeof LogHit>

export const FleetLogEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hit'), hit: LogHit }),
  /** A log that should be there and is not. */
  z.object({
    kind: z.literal('missing'),
    repository: RepositoryName,
    runId: z.number().int(),
    log: MissingLog,
  }),
  /** A repository whose runs could not be read. */
  z.object({ kind: z.literal('failed'), repository: RepositoryName, failure: Failure }),
  z.object({ kind: z.literal('progress'), done: z.number().int(), of: z.number().int() }),
  /** `cut`: there were more hits than were asked for. */
  z.object({ kind: z.literal('ended'), logs: z.number().int(), hits: z.number().int(), cut: z.boolean() }),
])
export type FleetLogEvent = z.infer<typeof FleetLogEvent>

/** Logs of jobs: in pages, never whole, and searched where they are kept. */
export const runLogs = {
  logOutline: procedure.input(LogPlace).output(LogOutlineAnswer),
  logPage: procedure
    .input(
      LogPlace.extend({
        from: z.number().int().positive(),
        count: z.number().int().min(1).max(LONGEST_PAGE),
      }),
    )
    .output(LogPageAnswer),
  searchLog: procedure.input(LogPlace.extend({ query: LogQuery })).output(eventIterator(LogSearchEvent)),
  /** Over many repositories: the logs that are kept, and those of the latest runs, fetched where they are not. */
  searchLogs: procedure.input(LogSearch).output(eventIterator(FleetLogEvent)),
}
