import type { Budget } from '../../shared/contract/fleet'
import type { TokenKind } from '../../shared/contract/github-connections'
import type { GitRef } from '../../shared/contract/test-runs'
import type { RunAnnotation, RunArtifact } from '../../shared/domain/artifact'
import type { ListedRepository, OwnerLogin, TeamName } from '../../shared/domain/fleet-choice'
import type { GithubHost } from '../../shared/domain/github-host'
import type { TokenFacts } from '../../shared/domain/github-preflight'
import type { RepositoryName } from '../../shared/domain/ids'
import type { MissingLog } from '../../shared/domain/log'
import type {
  RepositoryFacts,
  RepositoryObservation,
  SecretName,
  SubjectSettings,
} from '../../shared/domain/observation'
import type { FileChange } from '../../shared/domain/plan'
import type { Reading } from '../../shared/domain/reading'
import type { RepositoryPolicy } from '../../shared/domain/repository-policy'
import type { RunState, RunSummary } from '../../shared/domain/run'
import type { DispatchFacts } from '../../shared/domain/test-readiness'

/*
 * What services ask of the clouds. Every method throws `ExpectedFailure` for what may go wrong outside,
 * and honours the signal where it takes one.
 */

export interface GithubIdentity {
  login: string
  tokenKind: TokenKind
  /** Null where GitHub told no end. */
  expiresAt: string | null
}

/** Whether GitHub took the token, and until when it will, told by every answer that says either. */
export interface TokenNews {
  accepted: boolean
  expiresAt: string | null
}

/** What a token shows of itself without a change. */
export interface TokenReport extends TokenFacts {
  expiresAt: string | null
  /** What was asked, such as `GET /repos/{owner}/{repo}/actions/runs`. */
  tried: string[]
  sso: { organization: string; url: string }[]
}

/** Tokens that stand on this machine already. */
export interface FoundTokens {
  environment(): { host: GithubHost; token: string } | null
  /** Hosts that `gh` knows, with the login that is active there. */
  ghHosts(): Promise<{ host: string; login: string | null }[]>
  /** The token of `gh` for a host; null where it has none. */
  ghToken(host: string): Promise<string | null>
}

/** GitHub’s device flow, begun: the code, and the token once it was entered. */
export interface GithubSignIn {
  code: { userCode: string; verificationUrl: string; expiresAt: string }
  /** Throws `credentials-expired`, `forbidden`, or what came between; rejects when the signal aborts. */
  token: Promise<string>
}

/** One GitHub identity on one host. */
export interface GithubClient {
  identity(): Promise<GithubIdentity>
  budgets(): Budget[]
  /** What the token may do, tried by reading: on one of `watched` or what it sees first, and on their organizations. */
  tokenReport(watched: readonly RepositoryName[]): Promise<TokenReport>
  /** All that the identity can see: its own, and those of its organizations. */
  repositories(signal?: AbortSignal): Promise<ListedRepository[]>
  /** Those of an organization that the identity can see. */
  repositoriesOf(organization: OwnerLogin): Promise<ListedRepository[]>
  repositoriesOfTeam(team: TeamName): Promise<ListedRepository[]>
  /** Teams of an organization, as `organization/slug`. */
  teams(organization: OwnerLogin): Promise<TeamName[]>
  /** What GitHub’s search finds. Throws `invalid` for more than the 1,000 that it gives. */
  searchRepositories(query: string): Promise<ListedRepository[]>
  /**
   * One GraphQL request for 25 repositories, at most four REST requests for each that has a workflow of ours, and one
   * for each new run whose Bedrock job a condition may have skipped.
   */
  observe(
    repositories: RepositoryName[],
    signal?: AbortSignal,
  ): AsyncIterable<{ repository: RepositoryName; observation: Reading<RepositoryObservation> }>
  /** What the owners allow: Actions settings, rules of the default branch, how our open pull requests stand. */
  policy(facts: RepositoryFacts, proposals: readonly number[]): Promise<RepositoryPolicy>
  /** Names of the secrets of every environment: one request for each. */
  environmentSecrets(facts: RepositoryFacts, environments: readonly string[]): Promise<Reading<SecretName[]>>
  /** Value at repository level, or of an environment; null where it does not exist. */
  variable(repository: RepositoryName, environment: string | null, name: string): Promise<string | null>
  setVariable(
    repository: RepositoryName,
    environment: string | null,
    name: string,
    value: string,
  ): Promise<void>
  deleteVariable(repository: RepositoryName, environment: string | null, name: string): Promise<void>
  /** IDs of the repositories that a selective variable of the organization is shared with; null where it is gone. */
  repositoriesOfVariable(organization: string, name: string): Promise<number[] | null>
  /** Adds a repository to them. Needs the right to write the organization's variables. */
  shareVariable(organization: string, name: string, repositoryId: number): Promise<void>
  unshareVariable(organization: string, name: string, repositoryId: number): Promise<void>
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
  /**
   * One commit on a branch from `base` and a pull request; an open one of the same branch is updated. Refuses with
   * `conflict` where somebody else has pushed to the branch.
   */
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
  /** Merges, and deletes the branch where it is ours and holds nothing else. */
  merge(repository: RepositoryName, number: number): Promise<void>
  /** Deletes a branch of ours whose pull request was merged, if it stands as it was merged. */
  deleteMergedBranch(repository: RepositoryName, branch: string): Promise<void>
  /** Branches of ours that stand as they were merged, with the pull request of each; of its last hundred closed ones. */
  mergedBranches(repository: RepositoryName): Promise<{ branch: string; pullRequest: number; url: string }[]>
  /** What stands of a proposal on its branch; `intact` while nobody else has pushed to it. */
  proposal(
    repository: RepositoryName,
    branch: string,
  ): Promise<{ open: number | null; merged: boolean; branch: boolean; intact: boolean }>
  /** Closes the open pull request of the branch, if there is one, and deletes the branch. */
  withdraw(repository: RepositoryName, branch: string): Promise<void>
  /** How the repository's subjects are written. */
  subject(repository: RepositoryName): Promise<SubjectSettings>
  /** Writes them with IDs or without; `claimKeys` null keeps GitHub's default template. */
  setSubjectForm(repository: RepositoryName, claimKeys: string[] | null, immutable: boolean): Promise<void>
  workflowState(repository: RepositoryName, workflowId: number): Promise<string>
  enableWorkflow(repository: RepositoryName, workflowId: number): Promise<void>
  disableWorkflow(repository: RepositoryName, workflowId: number): Promise<void>
  /**
   * Dispatches; the run's ID from the response, else found by actor, ref, time, event and, where the workflow declares
   * an input for it, a mark of its own. Throws `conflict` where it cannot be told for certain which run it is.
   */
  dispatch(input: {
    repository: RepositoryName
    workflowPath: string
    ref: string
    inputs: Record<string, string>
    /** The input that takes the mark; null or left out where there is none. */
    nonceInput?: string | null
  }): Promise<RunSummary>
  /** Branches and tags whose name holds the text, the first of each. */
  refs(repository: RepositoryName, query: string): Promise<{ refs: GitRef[]; more: boolean }>
  /** What a dispatch of the file at the ref would meet. */
  dispatchFacts(
    repository: RepositoryName,
    path: string,
    ref: string,
  ): Promise<Pick<DispatchFacts, 'refKind' | 'textAtRef' | 'textOnDefault'>>
  /** Whether the repository runs actions; null where the token may not know. */
  actionsEnabled(repository: RepositoryName): Promise<boolean | null>
  runs(repository: RepositoryName): Promise<RunSummary[]>
  /** A run with the jobs of its latest attempt, and what it waits for. */
  run(repository: RepositoryName, runId: number): Promise<RunState>
  runAttempt(repository: RepositoryName, runId: number, attempt: number): Promise<RunState>
  review(
    repository: RepositoryName,
    runId: number,
    review: { environmentIds: number[]; decision: 'approved' | 'rejected'; comment: string },
  ): Promise<void>
  cancel(repository: RepositoryName, runId: number, force: boolean): Promise<void>
  rerun(
    repository: RepositoryName,
    runId: number,
    how: { onlyFailed: boolean; jobId: number | null; debug: boolean },
  ): Promise<void>
  /** The latest hundred of the runs created from then to then, or to now; newest first. */
  runsCreated(repository: RepositoryName, from: string, to: string | null): Promise<RunSummary[]>
  artifacts(repository: RepositoryName, runId: number): Promise<RunArtifact[]>
  /** An artifact with its zip file as it comes in, to be read once. */
  artifact(
    repository: RepositoryName,
    id: number,
  ): Promise<{ artifact: RunArtifact; body: AsyncIterable<Uint8Array> }>
  /** What a job's steps told besides its log. Refused to fine-grained tokens (field-notes §4). */
  annotations(repository: RepositoryName, jobId: number): Promise<RunAnnotation[]>
  /** The raw log of a job, or the reason why there is none. */
  jobLog(repository: RepositoryName, jobId: number): Promise<RawJobLog>
}

/** A log as it comes in, to be read once; or why there is none. */
export type RawJobLog = { available: true; body: AsyncIterable<Uint8Array> } | MissingLog
