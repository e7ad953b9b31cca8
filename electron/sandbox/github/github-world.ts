/** GitHub as the sandbox holds it: plain JSON, saved as part of the world. Times are ISO 8601 in UTC. */
export interface GithubWorld {
  owners: GithubOwner[]
  repositories: GithubRepository[]
  /** Token → identity. */
  tokens: Record<string, GithubToken>
  /** Where the next ID of anything comes from. */
  nextId: number
  /** Login → what is used of each budget; absent before the first request. */
  budgets?: Record<string, Record<'core' | 'graphql', GithubBudget> & { search?: GithubBudget }>
  /** Teams of organizations; absent: none. */
  teams?: GithubTeam[]
  /** Device flows that were begun, by device code; absent before the first. */
  devices?: Record<string, GithubDevice>
}

export interface GithubDevice {
  userCode: string
  scopes: string[]
  expiresAt: string
  /** What was decided on the page. */
  decision: 'pending' | 'approved' | 'denied'
  askedAt: string | null
}

export interface GithubToken {
  login: string
  /** Scopes of a classic token (`X-OAuth-Scopes`); null: a fine-grained token with `permissions`. */
  scopes: string[] | null
  /** By the names of `X-Accepted-GitHub-Permissions`, such as `actions: write`, `actions_variables: read`; only for fine-grained. */
  permissions: Record<string, 'read' | 'write'>
  /** Organizations behind single sign-on that the token is not authorized for; absent mostly. */
  ssoPending?: string[]
  /** ISO 8601; absent for a token without an end. */
  expiresAt?: string
}

export interface GithubBudget {
  used: number
  /** Seconds since the epoch. */
  resetsAt: number
}

export interface GithubOwner {
  login: string
  id: number
  kind: 'Organization' | 'User'
  /** Organization variables and secrets with their visibility. */
  variables: GithubOwnerVariable[]
  secrets: GithubOwnerSecret[]
  /** `include_claim_keys` of the organization's subject template; empty is the default. */
  claimKeys: string[]
  /** Whether the organization opted in to immutable subjects; absent means that it never said. */
  immutableSubjects?: boolean
  /** Who signs the tokens of its jobs, without scheme, where that is not github.com: its enterprise, or a server. */
  issuer?: string
}

export interface GithubTeam {
  organization: string
  slug: string
  name: string
  id: number
  /** IDs of the repositories that it may work on. */
  repositories: number[]
}

export interface GithubOwnerVariable extends GithubVariable {
  visibility: 'all' | 'private' | 'selected'
  /** Repository IDs. */
  selected: number[]
}

export interface GithubOwnerSecret extends GithubSecret {
  visibility: 'all' | 'private' | 'selected'
  selected: number[]
}

export interface GithubVariable {
  name: string
  value: string
  createdAt: string
  updatedAt: string
}

/** The sandbox opened the sealed box: it holds the value that the runner gives to jobs. No API returns it. */
export interface GithubSecret {
  name: string
  value: string
  createdAt: string
  updatedAt: string
}

export interface GithubEnvironment {
  name: string
  id: number
  variables: GithubVariable[]
  secrets: GithubSecret[]
  /** Logins that must approve; empty when unprotected. */
  reviewers: string[]
}

export interface GithubRepository {
  id: number
  owner: string
  name: string
  visibility: 'public' | 'private' | 'internal'
  archived: boolean
  fork: boolean
  /** ID of the repository that it is a fork of; absent: it is none, or of one outside the sandbox. */
  forkOf?: number
  defaultBranch: string
  createdAt: string
  pushedAt: string
  topics: string[]
  git: GitStore
  variables: GithubVariable[]
  secrets: GithubSecret[]
  environments: GithubEnvironment[]
  subject: { useDefault: boolean; claimKeys: string[]; immutable: boolean }
  actions: {
    enabled: boolean
    allowedActions: 'all' | 'local_only' | 'selected'
    shaPinningRequired: boolean
    /** Which actions are allowed, where only some are; absent: none of others. */
    selected?: { githubOwned: boolean; verified: boolean; patterns: string[] }
    /** What a job may do for which nobody declares permissions; absent: read. */
    jobRights?: 'read' | 'write'
  }
  /** What the default branch asks of a merge; absent: nothing. */
  protection?: GithubProtection
  workflows: GithubWorkflow[]
  pullRequests: GithubPullRequest[]
  runs: GithubRun[]
}

export interface GithubProtection {
  by: 'ruleset' | 'branch protection'
  approvals: number
  codeOwners: boolean
  /** Names of status checks; the sandbox reports none, so that they never pass. */
  checks: string[]
}

/** Content-addressed enough for the Git data API: trees are flat maps from path to blob SHA. */
export interface GitStore {
  blobs: Record<string, string>
  trees: Record<string, Record<string, string>>
  commits: Record<string, GitCommit>
  /** Branch name → commit SHA. */
  branches: Record<string, string>
  /** Tag name → commit SHA; absent: none. */
  tags?: Record<string, string>
}

export interface GitCommit {
  sha: string
  tree: string
  parents: string[]
  message: string
  author: string
  date: string
}

/** A workflow that GitHub has registered: the file was on the default branch, or ran. */
export interface GithubWorkflow {
  id: number
  path: string
  name: string
  state: 'active' | 'deleted' | 'disabled_fork' | 'disabled_inactivity' | 'disabled_manually'
  createdAt: string
  updatedAt: string
}

export interface GithubPullRequest {
  id: number
  number: number
  title: string
  body: string
  head: string
  /** ID of the fork that `head` is a branch of; absent: the repository itself. */
  headRepository?: number
  base: string
  state: 'open' | 'closed'
  merged: boolean
  mergeSha: string | null
  /** Approving reviews; absent: none. */
  approvals?: number
  /** Who merged; absent before. */
  mergedBy?: string
  /** What `head` pointed at when its branch was deleted, and of a fork's what it points at; absent else. */
  headSha?: string
  author: string
  createdAt: string
  updatedAt: string
}

export interface GithubRun {
  id: number
  number: number
  attempt: number
  workflowId: number
  workflowPath: string
  workflowName: string
  title: string
  event: string
  /** Name of the branch or tag. */
  branch: string
  /** Absent: a branch. */
  refType?: 'tag'
  headSha: string
  /** ID of the fork that the commit lies in; absent: the repository itself. */
  headRepository?: number
  actor: string
  inputs: Record<string, string>
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'pending' | 'requested'
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | 'startup_failure' | null
  /** Message of a startup failure; GitHub shows it on the run's page. */
  message: string | null
  createdAt: string
  startedAt: string
  updatedAt: string
  /** Logs are gone (410). */
  logsExpired: boolean
  jobs: GithubJob[]
  /** Whether this attempt logs for debugging; absent: it does not. */
  debug?: boolean
  /** Name of the one job that this attempt runs again, with those that need it; absent: all that are not kept. */
  again?: string
  /** What reviewers said to the environments of this attempt; absent: nothing yet. */
  reviews?: GithubReview[]
  /** What `actions/upload-artifact` left; absent: nothing. */
  artifacts?: GithubArtifact[]
  /** Oldest first; absent before the first re-run. */
  earlierAttempts?: GithubAttempt[]
}

/** One reviewer's word on a protected environment. */
export interface GithubReview {
  environmentId: number
  state: 'approved' | 'rejected'
  comment: string
  by: string
}

/** What an attempt before the current one came to. */
export type GithubAttempt = Pick<
  GithubRun,
  'attempt' | 'status' | 'conclusion' | 'startedAt' | 'updatedAt' | 'jobs'
>

export interface GithubJob {
  id: number
  name: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting'
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | null
  startedAt: string | null
  completedAt: string | null
  environment: string | null
  steps: GithubStep[]
  /** Raw text as the API would serve it: `2026-01-01T00:00:00.0000000Z line`. */
  log: string
  /** What its steps told besides the log; absent: nothing. */
  annotations?: GithubAnnotation[]
}

export interface GithubAnnotation {
  level: 'notice' | 'warning' | 'failure'
  title: string
  message: string
  /** `.github` where it is about no file. */
  path: string
  line: number
}

export interface GithubArtifact {
  id: number
  name: string
  /** Path → text of what the archive holds. */
  files: Record<string, string>
  createdAt: string
  expiresAt: string
}

export interface GithubStep {
  number: number
  name: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | null
  startedAt: string | null
  completedAt: string | null
}
