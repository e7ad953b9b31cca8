import type { Budget } from '../../shared/contract/fleet'
import type { RepositoryName } from '../../shared/domain/ids'
import type { JobLog } from '../../shared/domain/log'
import type { RepositoryFacts, RepositoryObservation } from '../../shared/domain/observation'
import type { FileChange } from '../../shared/domain/plan'
import type { Reading } from '../../shared/domain/reading'
import type { RunState, RunSummary } from '../../shared/domain/run'

/*
 * What services ask of the clouds. Every method throws `ExpectedFailure` for what may go wrong outside,
 * and honours the signal where it takes one.
 */

export interface GithubIdentity {
  login: string
  host: string
  tokenKind: 'classic' | 'fine-grained' | 'app' | 'other'
}

/** One GitHub identity on one host. */
export interface GithubClient {
  identity(): Promise<GithubIdentity>
  budgets(): Budget[]
  repositories(signal?: AbortSignal): Promise<RepositoryFacts[]>
  /** One GraphQL request for 25 repositories, at most four REST requests for each that has a workflow of ours. */
  observe(
    repositories: RepositoryName[],
    signal?: AbortSignal,
  ): AsyncIterable<{ repository: RepositoryName; observation: Reading<RepositoryObservation> }>
  /** Value at repository level, or of an environment; null where it does not exist. */
  variable(repository: RepositoryName, environment: string | null, name: string): Promise<string | null>
  setVariable(
    repository: RepositoryName,
    environment: string | null,
    name: string,
    value: string,
  ): Promise<void>
  deleteVariable(repository: RepositoryName, environment: string | null, name: string): Promise<void>
  secretExists(repository: RepositoryName, environment: string | null, name: string): Promise<boolean>
  setSecret(
    repository: RepositoryName,
    environment: string | null,
    name: string,
    value: string,
  ): Promise<void>
  deleteSecret(repository: RepositoryName, environment: string | null, name: string): Promise<void>
  /** Text of a file at a ref; null where there is none. */
  file(repository: RepositoryName, path: string, ref: string): Promise<string | null>
  /** One commit on a new branch from `base` and a pull request; an open one of the same branch is updated. */
  propose(input: {
    repository: RepositoryName
    branch: string
    base: string
    title: string
    body: string
    files: FileChange[]
  }): Promise<{ number: number; url: string }>
  pullRequest(
    repository: RepositoryName,
    number: number,
  ): Promise<{ state: 'open' | 'closed'; merged: boolean; url: string; branch: string }>
  merge(repository: RepositoryName, number: number): Promise<void>
  /** Closes the pull request and deletes its branch. */
  withdraw(repository: RepositoryName, number: number): Promise<void>
  workflowState(repository: RepositoryName, workflowId: number): Promise<string>
  enableWorkflow(repository: RepositoryName, workflowId: number): Promise<void>
  disableWorkflow(repository: RepositoryName, workflowId: number): Promise<void>
  /** Dispatches; the run's ID from the response, else found by actor, ref, time and event. */
  dispatch(input: {
    repository: RepositoryName
    workflowPath: string
    ref: string
    inputs: Record<string, string>
  }): Promise<RunSummary>
  runs(repository: RepositoryName): Promise<RunSummary[]>
  run(repository: RepositoryName, runId: number): Promise<RunState>
  /** The raw log of a job, or the reason why there is none. */
  jobLog(repository: RepositoryName, jobId: number): Promise<RawJobLog>
}

export type RawJobLog = { available: true; text: string } | Extract<JobLog, { available: false }>
