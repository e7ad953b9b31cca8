import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Diagnosis } from '../domain/diagnosis/diagnosis'
import { Failure } from '../domain/failure'
import { Instant, RepositoryName } from '../domain/ids'
import { JobLog } from '../domain/log'
import { RunProof } from '../domain/proof/sign-in'
import { RunState, RunSummary } from '../domain/run'
import { procedure } from './base'
import { fleetRuns } from './fleet-runs'
import { runControl } from './run-control'
import { runLogs } from './run-logs'
import { Dispatchable, testRuns } from './test-runs'

const run = z.object({ repository: RepositoryName, runId: z.number().int().positive() })

export const StartRequest = z.object({
  repository: RepositoryName,
  /** Null: the first workflow of ours that can be dispatched. */
  workflowPath: z.string().nullable(),
  /** Null: the default branch. */
  ref: z.string().nullable(),
  /** What is not named is filled from the run that `like` names, from the setup, and by the file's defaults. */
  inputs: z.record(z.string(), z.string()),
  /** A run that Rolecall started: its inputs are taken. */
  like: z.number().int().positive().optional(),
})
export type StartRequest = z.infer<typeof StartRequest>

export const RunEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state'), state: RunState }),
  /** A job has finished: its log, or why there is none. */
  z.object({ kind: z.literal('log'), log: JobLog }),
  /** GitHub could not be asked; it is asked again at `until`. */
  z.object({ kind: z.literal('delayed'), failure: Failure, until: Instant }),
  /** The run is completed; for one that failed, why. */
  z.object({ kind: z.literal('ended'), state: RunState, diagnoses: z.array(Diagnosis) }),
])
export type RunEvent = z.infer<typeof RunEvent>

export const runs = {
  ...runLogs,
  ...fleetRuns,
  ...runControl,
  ...testRuns,
  dispatchable: procedure.input(z.object({ repository: RepositoryName })).output(z.array(Dispatchable)),
  /** Dispatches and finds the run. */
  start: procedure.input(StartRequest).output(RunSummary),
  /** The run's states until it is completed, and each job's log as it finishes. */
  follow: procedure.input(run).output(eventIterator(RunEvent)),
  /** Latest runs; of the whole fleet when `repository` is null. */
  list: procedure.input(z.object({ repository: RepositoryName.nullable() })).output(z.array(RunSummary)),
  get: procedure.input(run).output(RunState),
  log: procedure.input(run.extend({ jobId: z.number().int().positive() })).output(JobLog),
  diagnose: procedure.input(run).output(z.array(Diagnosis)),
  /** What AWS itself recorded of the sessions of a run: one entry for each time that a job of ours asked for its role. */
  proof: procedure.input(run).output(RunProof),
  /** Causes that a log from elsewhere tells, held against the repository and, where it is named, the run. */
  diagnoseText: procedure
    .input(
      z.object({
        repository: RepositoryName,
        runId: z.number().int().positive().nullable(),
        text: z.string(),
      }),
    )
    .output(z.array(Diagnosis)),
}
