import type { AwsProfile } from '../../shared/contract/connections'
import type { Budget } from '../../shared/contract/fleet'
import type { AccountId, ModelId, Partition, Region, RepositoryName, RoleName } from '../../shared/domain/ids'
import type { JobLog } from '../../shared/domain/log'
import type {
  AccountObservation,
  OidcProvider,
  RepositoryFacts,
  RepositoryObservation,
  RoleObservation,
} from '../../shared/domain/observation'
import type { FileChange } from '../../shared/domain/plan'
import type { Reading } from '../../shared/domain/reading'
import type { RunState, RunSummary } from '../../shared/domain/run'
import type { UseCaseForm } from '../../shared/domain/setup'

/*
 * What services ask of the clouds. Every method throws `ExpectedFailure` for what may go wrong outside,
 * and honours the signal where it takes one.
 */

export interface AwsIdentity {
  account: AccountId
  arn: string
  partition: Partition
}

/** One AWS profile. Mutations resolve when AWS has accepted them; eventual consistency is the caller's to wait for. */
export interface AwsClient {
  identity(): Promise<AwsIdentity>
  alias(): Promise<string | null>
  /** One role pagination; models of each wanted region. A part that fails becomes an unread reading. */
  observeAccount(
    wanted: { region: Region; models: ModelId[] }[],
    signal?: AbortSignal,
  ): Promise<AccountObservation>
  provider(issuerHost: string): Promise<OidcProvider | null>
  createProvider(url: string, clientIds: string[]): Promise<string>
  addAudience(providerArn: string, clientId: string): Promise<void>
  removeAudience(providerArn: string, clientId: string): Promise<void>
  deleteProvider(providerArn: string): Promise<void>
  role(name: RoleName): Promise<RoleObservation | null>
  createRole(input: {
    name: RoleName
    path: string
    trust: string
    description: string
    tags: Record<string, string>
  }): Promise<string>
  deleteRole(name: RoleName): Promise<void>
  updateTrust(name: RoleName, document: string): Promise<void>
  putRolePolicy(name: RoleName, policy: string, document: string): Promise<void>
  deleteRolePolicy(name: RoleName, policy: string): Promise<void>
  useCaseForm(): Promise<'submitted' | 'missing'>
  submitUseCaseForm(form: UseCaseForm): Promise<void>
}

/** Profiles of the machine, and a client for one of them. */
export interface AwsGateway {
  profiles(): Promise<AwsProfile[]>
  client(profile: string, region: Region | null): AwsClient
}

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
