import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { RunAnnotation, RunArtifact } from '../domain/artifact'
import { Failure } from '../domain/failure'
import { Instant, RepositoryName } from '../domain/ids'
import { RunSummary } from '../domain/run'
import { RunFilter } from '../domain/run-filter'
import { procedure } from './base'

/** Runs that are known without asking GitHub: those of the fleet's reading, and those that were read back. */
export const RunHistory = z.object({
  /** Latest first. */
  runs: z.array(RunSummary),
  /** From then on no run of these repositories is lacking; null where only the latest of each are known. */
  readFrom: Instant.nullable(),
  /** Repositories, and with each at least one request, that reading further back takes. */
  repositories: z.number().int(),
})
export type RunHistory = z.infer<typeof RunHistory>

export const HistoryEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), done: z.number().int(), of: z.number().int() }),
  /** What could not be read, and why; the rest was. */
  z.object({
    kind: z.literal('ended'),
    failed: z.array(z.object({ repository: RepositoryName, failure: Failure })),
  }),
])
export type HistoryEvent = z.infer<typeof HistoryEvent>

/** The most jobs whose annotations are asked for at a time: each costs a request. */
export const MOST_ANNOTATED = 30

/** What jobs told besides their logs; `refused` where the token may not read it. */
export const AnnotationsAnswer = z.object({
  annotations: z.array(RunAnnotation),
  refused: Failure.nullable(),
})
export type AnnotationsAnswer = z.infer<typeof AnnotationsAnswer>

/** Null: the whole fleet. */
const repositories = z.array(RepositoryName).nullable()

/** The runs of many repositories, and what single ones left behind. */
export const fleetRuns = {
  history: procedure.input(z.object({ repositories, filter: RunFilter })).output(RunHistory),
  /** Reads all runs since then that are not known yet; `again` also what has happened since the last reading. */
  readHistory: procedure
    .input(z.object({ repositories, since: Instant, again: z.boolean() }))
    .output(eventIterator(HistoryEvent)),
  artifacts: procedure
    .input(z.object({ repository: RepositoryName, runId: z.number().int().positive() }))
    .output(z.array(RunArtifact)),
  annotations: procedure
    .input(
      z.object({
        repository: RepositoryName,
        jobIds: z.array(z.number().int().positive()).max(MOST_ANNOTATED),
      }),
    )
    .output(AnnotationsAnswer),
}
