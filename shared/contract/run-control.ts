import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { RepositoryName } from '../domain/ids'
import { RepositoryFacts } from '../domain/observation'
import { RunState } from '../domain/run'
import { procedure } from './base'

const run = z.object({ repository: RepositoryName, runId: z.number().int().positive() })

/** Attempts, reviews, and what can be done to a run. What GitHub refuses comes back as a failure that says why. */
export const runControl = {
  /** An attempt of a run with its jobs. */
  attempt: procedure.input(run.extend({ attempt: z.number().int().positive() })).output(RunState),
  /** What the connected identity may do in the repository. */
  rights: procedure
    .input(z.object({ repository: RepositoryName }))
    .output(RepositoryFacts.pick({ permission: true, archived: true })),
  /** Approves or rejects the environments that the run waits for. */
  review: procedure
    .input(
      run.extend({
        environmentIds: z.array(z.number().int()).min(1),
        decision: z.enum(['approved', 'rejected']),
        comment: z.string().max(1_000),
      }),
    )
    .output(RunState),
  /** Asks GitHub to cancel; `force` also where a job does not let itself be cancelled. */
  cancel: procedure.input(run.extend({ force: z.boolean() })).output(RunState),
  /** Runs all jobs again, the failed ones or the one of `jobId`, and what depends on them; resolves with the new attempt. */
  rerun: procedure
    .input(
      run.extend({
        onlyFailed: z.boolean(),
        jobId: z.number().int().positive().nullable().default(null),
        debug: z.boolean(),
      }),
    )
    .output(RunState),
  /**
   * Every open run of a repository, or of the fleet where it is null, with its jobs: first as it stands and then as it
   * changes, its end included.
   */
  watchOpen: procedure
    .input(z.object({ repository: RepositoryName.nullable() }))
    .output(eventIterator(RunState)),
  /** Held open by a panel while somebody can see it; without one, runs are looked at less often. */
  attend: procedure.output(eventIterator(z.object({ attending: z.literal(true) }))),
}
