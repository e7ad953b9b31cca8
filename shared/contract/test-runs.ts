import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Diagnosis } from '../domain/diagnosis/diagnosis'
import { Failure } from '../domain/failure'
import { RepositoryName } from '../domain/ids'
import { RunSummary } from '../domain/run'
import { ReadinessCheck } from '../domain/test-readiness'
import { DispatchInput } from '../domain/workflow-types'
import { procedure } from './base'
import { BatchState } from './batch'

export const GitRef = z.object({ kind: z.enum(['branch', 'tag']), name: z.string() })
export type GitRef = z.infer<typeof GitRef>

/** A workflow that can be dispatched, or why it cannot. */
export const Dispatchable = z.object({
  path: z.string(),
  name: z.string(),
  inputs: z.array(DispatchInput),
  refusal: z.string().nullable(),
})
export type Dispatchable = z.infer<typeof Dispatchable>

/** A workflow at a ref before it is started: what it asks for, and what stands in the way. */
export const Preparation = z.object({
  workflowPath: z.string(),
  workflowName: z.string(),
  ref: z.string(),
  checks: z.array(ReadinessCheck),
  /** No check says no. */
  ready: z.boolean(),
  inputs: z.array(DispatchInput),
  /** By input: what it begins with, and where that comes from. */
  values: z.record(
    z.string(),
    z.object({ value: z.string(), source: z.enum(['setup', 'remembered', 'default', 'none']) }),
  ),
  /** Names of the repository's environments, for inputs of that type. */
  environments: z.array(z.string()),
})
export type Preparation = z.infer<typeof Preparation>

/**
 * How the test run of one repository ended. `unproven`: green, but it did not show what it should. `refused`: it could
 * not be started. `lost`: it was started, and went out of sight. `cancelled`: it was not begun any more.
 */
export const TestOutcome = z.enum(['passed', 'failed', 'unproven', 'refused', 'lost', 'cancelled'])
export type TestOutcome = z.infer<typeof TestOutcome>

export const TestEntry = z.object({
  repository: RepositoryName,
  outcome: TestOutcome,
  /** Null where none was started, or it is not known which. */
  run: RunSummary.nullable(),
  /** Decisive first. */
  diagnoses: z.array(Diagnosis),
  failure: Failure.nullable(),
})
export type TestEntry = z.infer<typeof TestEntry>

/** What a test run begins with. What is null is as detected: the first workflow of ours, its default branch. */
export const TestChoice = z.object({
  workflowPath: z.string().nullable().default(null),
  ref: z.string().nullable().default(null),
  /** What is not named is filled from the setup, and by the file's defaults. */
  inputs: z.record(z.string(), z.string()).default({}),
})
export type TestChoice = z.infer<typeof TestChoice>

/** What all of many begin with, where one has no choice of its own. */
export const AS_DETECTED: TestChoice = { workflowPath: null, ref: null, inputs: {} }

/** The workflows of ours in a repository, as last read. */
export const DetectedWorkflows = z.object({ repository: RepositoryName, workflows: z.array(Dispatchable) })
export type DetectedWorkflows = z.infer<typeof DetectedWorkflows>

/** Progress of many test runs. Events of one repository come in order; those of several are mixed. */
export const TestBatchEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), batchId: z.string(), repositories: z.array(RepositoryName) }),
  z.object({ kind: z.literal('running'), repository: RepositoryName, run: RunSummary }),
  z.object({ kind: z.literal('settled'), entry: TestEntry, done: z.number().int(), total: z.number().int() }),
  z.object({ kind: z.literal('state'), state: BatchState }),
  z.object({ kind: z.literal('ended'), entries: z.array(TestEntry) }),
])
export type TestBatchEvent = z.infer<typeof TestBatchEvent>

/** The most test runs that go at once; each costs about 30 requests a minute while it is young. */
export const MOST_TESTS_AT_ONCE = 20

/** Getting test runs ready, and many of them at once. */
export const testRuns = {
  /** Branches and tags whose name holds the text; the first of each. */
  refs: procedure
    .input(z.object({ repository: RepositoryName, query: z.string() }))
    .output(z.object({ refs: z.array(GitRef), more: z.boolean() })),
  /** Looks at the workflow file at a ref (null: the default branch), and touches nothing. */
  prepare: procedure
    .input(z.object({ repository: RepositoryName, workflowPath: z.string(), ref: z.string().nullable() }))
    .output(Preparation),
  /** The workflows of ours in each watched repository that is not archived, without a request. */
  detected: procedure.output(z.array(DetectedWorkflows)),
  /**
   * Starts a test run in each (null: in every watched repository that is not archived) and follows each to its end:
   * what `choices` names in these repositories, `common` in all others. The work goes on when nobody reads the stream.
   */
  startMany: procedure
    .input(
      z.object({
        repositories: z.array(RepositoryName).min(1).max(2_000).nullable(),
        atOnce: z.number().int().min(1).max(MOST_TESTS_AT_ONCE),
        common: TestChoice.default(AS_DETECTED),
        choices: z
          .array(TestChoice.extend({ repository: RepositoryName }))
          .max(2_000)
          .default([]),
      }),
    )
    .output(eventIterator(TestBatchEvent)),
  /** Pausing and cancelling hold what has not begun; runs that go on GitHub go on. */
  steerTests: procedure.input(z.object({ batchId: z.string(), to: BatchState })).output(BatchState),
}
