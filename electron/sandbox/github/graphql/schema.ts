import { buildSchema } from 'graphql'

/**
 * The part of GitHub's GraphQL schema that the sandbox answers. Names, nullability and arguments are GitHub's
 * own (schema.docs.graphql), so that a query that runs here runs there.
 */
export const schema = buildSchema(/* GraphQL */ `
  scalar DateTime
  scalar GitObjectID
  scalar URI

  interface Node { id: ID! }
  interface UniformResourceLocatable { resourcePath: URI! url: URI! }
  interface Actor { login: String! resourcePath: URI! url: URI! }
  interface RepositoryOwner { id: ID! login: String! resourcePath: URI! url: URI! }
  interface GitObject { id: ID! oid: GitObjectID! repository: Repository! }

  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    rateLimit(dryRun: Boolean = false): RateLimit
    repository(followRenames: Boolean = true, name: String!, owner: String!): Repository
    viewer: User!
  }

  type RateLimit {
    cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int!
  }

  type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

  type Organization implements Actor & Node & RepositoryOwner & UniformResourceLocatable {
    databaseId: Int id: ID! login: String! resourcePath: URI! url: URI!
  }

  type User implements Actor & Node & RepositoryOwner & UniformResourceLocatable {
    databaseId: Int id: ID! login: String! resourcePath: URI! url: URI!
  }

  type App implements Node { databaseId: Int id: ID! name: String! slug: String! }

  enum RepositoryVisibility { INTERNAL PRIVATE PUBLIC }
  enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }

  type Repository implements Node & UniformResourceLocatable {
    createdAt: DateTime!
    databaseId: Int
    defaultBranchRef: Ref
    environments(after: String, before: String, first: Int, last: Int, names: [String!] = []): EnvironmentConnection!
    id: ID!
    isArchived: Boolean!
    isFork: Boolean!
    isPrivate: Boolean!
    name: String!
    nameWithOwner: String!
    object(expression: String, oid: GitObjectID): GitObject
    owner: RepositoryOwner!
    pullRequests(
      after: String, baseRefName: String, before: String, first: Int, headRefName: String, last: Int,
      orderBy: IssueOrder, states: [PullRequestState!]
    ): PullRequestConnection!
    pushedAt: DateTime
    ref(qualifiedName: String!): Ref
    refs(after: String, before: String, first: Int, last: Int, query: String, refPrefix: String!): RefConnection
    resourcePath: URI!
    url: URI!
    viewerPermission: RepositoryPermission
    visibility: RepositoryVisibility!
  }

  type RefConnection { nodes: [Ref] pageInfo: PageInfo! totalCount: Int! }

  type Ref implements Node { id: ID! name: String! prefix: String! repository: Repository! target: GitObject }

  type Commit implements GitObject & Node {
    checkSuites(after: String, before: String, first: Int, last: Int): CheckSuiteConnection
    committedDate: DateTime!
    history(after: String, before: String, first: Int, last: Int): CommitHistoryConnection!
    id: ID!
    message: String!
    oid: GitObjectID!
    repository: Repository!
    tree: Tree!
  }

  type CommitHistoryConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }

  type Tree implements GitObject & Node {
    entries: [TreeEntry!] id: ID! oid: GitObjectID! repository: Repository!
  }

  type TreeEntry {
    mode: Int! name: String! object: GitObject oid: GitObjectID! path: String size: Int! type: String!
  }

  type Blob implements GitObject & Node {
    byteSize: Int! id: ID! isBinary: Boolean isTruncated: Boolean! oid: GitObjectID! repository: Repository! text: String
  }

  type Environment implements Node {
    databaseId: Int
    id: ID!
    name: String!
    protectionRules(after: String, before: String, first: Int, last: Int): DeploymentProtectionRuleConnection!
  }

  type EnvironmentConnection { nodes: [Environment] pageInfo: PageInfo! totalCount: Int! }

  enum DeploymentProtectionRuleType { BRANCH_POLICY REQUIRED_REVIEWERS WAIT_TIMER }
  type DeploymentProtectionRule { databaseId: Int type: DeploymentProtectionRuleType! }
  type DeploymentProtectionRuleConnection {
    nodes: [DeploymentProtectionRule] pageInfo: PageInfo! totalCount: Int!
  }

  enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
  enum CheckConclusionState {
    ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT
  }

  type CheckSuite implements Node {
    app: App
    branch: Ref
    commit: Commit!
    conclusion: CheckConclusionState
    createdAt: DateTime!
    creator: User
    databaseId: Int
    id: ID!
    repository: Repository!
    resourcePath: URI!
    status: CheckStatusState!
    updatedAt: DateTime!
    url: URI!
    workflowRun: WorkflowRun
  }

  type CheckSuiteConnection { nodes: [CheckSuite] pageInfo: PageInfo! totalCount: Int! }

  type WorkflowRun implements Node & UniformResourceLocatable {
    checkSuite: CheckSuite!
    createdAt: DateTime!
    databaseId: Int
    event: String!
    id: ID!
    resourcePath: URI!
    runNumber: Int!
    updatedAt: DateTime!
    url: URI!
    workflow: Workflow!
  }

  enum WorkflowState { ACTIVE DELETED DISABLED_FORK DISABLED_INACTIVITY DISABLED_MANUALLY }

  type Workflow implements Node & UniformResourceLocatable {
    createdAt: DateTime!
    databaseId: Int
    id: ID!
    name: String!
    resourcePath: URI!
    runs(after: String, before: String, first: Int, last: Int): WorkflowRunConnection!
    state: WorkflowState!
    updatedAt: DateTime!
    url: URI!
  }

  type WorkflowRunConnection { nodes: [WorkflowRun] pageInfo: PageInfo! totalCount: Int! }

  enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }
  enum OrderDirection { ASC DESC }
  input IssueOrder { direction: OrderDirection! field: IssueOrderField! }

  enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
  enum PullRequestState { CLOSED MERGED OPEN }

  type PullRequest implements Node & UniformResourceLocatable {
    baseRefName: String!
    commits(after: String, before: String, first: Int, last: Int): PullRequestCommitConnection!
    headRefName: String!
    id: ID!
    mergeable: MergeableState!
    merged: Boolean!
    number: Int!
    resourcePath: URI!
    state: PullRequestState!
    title: String!
    url: URI!
  }

  type PullRequestCommit implements Node { commit: Commit! id: ID! }
  type PullRequestCommitConnection { nodes: [PullRequestCommit] pageInfo: PageInfo! totalCount: Int! }

  type PullRequestConnection { nodes: [PullRequest] pageInfo: PageInfo! totalCount: Int! }
`)
