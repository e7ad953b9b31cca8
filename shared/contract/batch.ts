import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ChangeGroup } from '../domain/change-groups'
import { Failure } from '../domain/failure'
import { Instant, RepositoryName } from '../domain/ids'
import { Plan, ValueRequest } from '../domain/plan'
import { UseCaseForm } from '../domain/setup'
import { ApplyEvent } from './apply-event'
import { procedure } from './base'

/** Plans of many repositories as one: by repository, and grouped by change. */
export const FleetPlan = z.object({
  plans: z.array(Plan),
  groups: z.array(ChangeGroup),
  /** Repositories that could not be planned for. */
  failures: z.array(z.object({ repository: RepositoryName, failure: Failure })),
})
export type FleetPlan = z.infer<typeof FleetPlan>

/**
 * How one repository of a batch ended. `unchanged`: there was nothing to do. `moved`: the world was another than when
 * the plan was made, and nothing was touched. `refused`: it could not begin. `cancelled`: it was not begun any more.
 * `unshown`: every call was accepted, and not every change shows yet.
 */
export const BatchOutcome = z.enum([
  'done',
  'unchanged',
  'failed',
  'unshown',
  'moved',
  'refused',
  'cancelled',
])
export type BatchOutcome = z.infer<typeof BatchOutcome>

export const BatchEntry = z.object({
  repository: RepositoryName,
  planId: z.string(),
  /** Null where it was not begun. */
  applicationId: z.string().nullable(),
  outcome: BatchOutcome,
  failure: Failure.nullable(),
})
export type BatchEntry = z.infer<typeof BatchEntry>

export const BatchState = z.enum(['running', 'paused', 'cancelled'])
export type BatchState = z.infer<typeof BatchState>

/** Progress of a batch. Events of one repository come in order; those of several are mixed. */
export const BatchEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), batchId: z.string(), total: z.number().int() }),
  z.object({ kind: z.literal('repository'), repository: RepositoryName, event: ApplyEvent }),
  /** The repository is over; `done` and `total` count repositories. */
  z.object({
    kind: z.literal('settled'),
    entry: BatchEntry,
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.object({ kind: z.literal('state'), state: BatchState }),
  /** All are over; the entries are final, verified by one more reading. */
  z.object({ kind: z.literal('ended'), entries: z.array(BatchEntry) }),
])
export type BatchEvent = z.infer<typeof BatchEvent>

/** One repository of a batch, as it stands now. */
export const BatchRow = z.object({
  repository: RepositoryName,
  planId: z.string(),
  /** Steps to be done, without the excluded ones, and how many of them are. */
  steps: z.number().int(),
  done: z.number().int(),
  /** Titles of the steps, by their id. */
  titles: z.record(z.string(), z.string()),
  /** What is being done or waited for; null where nothing is. */
  doing: z.string().nullable(),
  /** How it ended; null until then. */
  entry: BatchEntry.nullable(),
  /** Null where nobody asked to take it back. */
  undo: z.enum(['asked', 'doing', 'undone', 'stayed']).nullable(),
  undoFailure: Failure.nullable(),
})
export type BatchRow = z.infer<typeof BatchRow>

/** A batch as a whole. It is kept while this process runs. */
export const BatchHead = z.object({
  batchId: z.string(),
  state: BatchState,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  undoing: z.boolean(),
  total: z.number().int(),
  settled: z.number().int(),
})
export type BatchHead = z.infer<typeof BatchHead>

/** A batch to whoever looks: the whole first, then what changes. */
export const BatchNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('view'), head: BatchHead, rows: z.array(BatchRow) }),
  z.object({ kind: z.literal('row'), head: BatchHead, row: BatchRow }),
  z.object({ kind: z.literal('head'), head: BatchHead }),
])
export type BatchNews = z.infer<typeof BatchNews>

/** Bulk: one plan over many repositories, applied with a progress that can be paused, resumed and cancelled. */
export const batch = {
  /** Plans for these, or for every watched repository that is not archived. Touches nothing. */
  planMany: procedure
    .input(z.object({ repositories: z.array(RepositoryName).nullable(), form: UseCaseForm.nullable() }))
    .output(FleetPlan),
  /** Plans variables and secrets to hold these values in these repositories, or in every watched one that is not archived. */
  planValues: procedure
    .input(
      z.object({
        repositories: z.array(RepositoryName).nullable(),
        values: z.array(ValueRequest).min(1).max(20),
      }),
    )
    .output(FleetPlan),
  /**
   * Applies plans of different repositories, several at once; what they share is done first and once. A failure of one
   * does not stop the others. The work goes on when nobody reads the stream.
   */
  applyMany: procedure
    .input(
      z.object({
        plans: z
          .array(z.object({ planId: z.string(), exclude: z.array(z.string()) }))
          .min(1)
          .max(2_000),
      }),
    )
    .output(eventIterator(BatchEvent)),
  /** Pausing and cancelling let the repositories end that are under way; none is left half changed. */
  steerMany: procedure.input(z.object({ batchId: z.string(), to: BatchState })).output(BatchState),
  /** The batches that this process still knows, newest first. */
  batches: procedure.output(z.array(BatchHead)),
  /** A batch as it stands and goes on; any number may look. Fails as `not-found` for one that is not known. */
  followMany: procedure.input(z.object({ batchId: z.string() })).output(eventIterator(BatchNews)),
  /** Takes back what a batch that is over has applied, or that of some repositories; `followMany` shows it. */
  undoMany: procedure
    .input(z.object({ batchId: z.string(), repositories: z.array(RepositoryName).nullable() }))
    .output(BatchHead),
}
