import { z } from 'zod'
import { type RepositoryName, splitRepository } from '../../../shared/domain/ids'
import { SCRIPT_PATH } from '../../../shared/domain/templates/templates'
import { WORKFLOW_MD } from '../../../shared/domain/workflow-md'

/** Repositories in one GraphQL request: about 3,000 of the 500,000 nodes that GitHub allows (field-notes §4). */
export const BATCH = 25

/* Runs hang from the commits that started them: the latest of the default branch, and the heads of pull requests. */
const FRAGMENT = `fragment Observed on Repository {
  id databaseId nameWithOwner name url visibility isArchived isFork createdAt viewerPermission
  owner { __typename login ... on Organization { databaseId } ... on User { databaseId } }
  defaultBranchRef { name target { ... on Commit { history(first: 5) { nodes { ...Checked } } } } }
  object(expression: "HEAD:.github/workflows") { ... on Tree { entries {
    path type object { ... on Blob { text isTruncated } }
  } } }
  root: object(expression: "HEAD:") { ... on Tree { entries { name type } } }
  script: object(expression: "HEAD:${SCRIPT_PATH}") { ... on Blob { text isTruncated } }
  guide: object(expression: "HEAD:${WORKFLOW_MD}") { ... on Blob { text isTruncated } }
  environments(first: 50) { nodes { name protectionRules { totalCount } } }
  pullRequests(first: 10, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes {
    number url state headRefName mergeable commits(last: 1) { nodes { commit { message tree { oid } ...Checked } } }
  } }
}
fragment Checked on Commit { oid checkSuites(first: 15) { nodes {
  status conclusion createdAt updatedAt branch { name } creator { login }
  workflowRun { databaseId runNumber event url createdAt updatedAt workflow { databaseId name state resourcePath } }
} } }`

/** One query for a batch; the answer's field `rN` is the Nth repository. */
export function fleetQuery(repositories: readonly RepositoryName[]): {
  query: string
  variables: Record<string, string>
} {
  const variables: Record<string, string> = {}
  const fields = repositories.map((repository, index) => {
    const { owner, name } = splitRepository(repository)
    variables[`o${index}`] = owner
    variables[`n${index}`] = name
    return `r${index}: repository(owner: $o${index}, name: $n${index}) { ...Observed }`
  })
  const declared = Object.keys(variables).map((name) => `$${name}: String!`)
  return { query: `query Fleet(${declared.join(', ')}) { ${fields.join(' ')} }\n${FRAGMENT}`, variables }
}

const time = z.string().transform((text) => new Date(text).toISOString())
const nodes = <T extends z.ZodType>(node: T) =>
  z
    .object({ nodes: z.array(node.nullable()).nullable() })
    .transform((list) => (list.nodes ?? []).filter((entry) => entry !== null))

const Workflow = z.object({
  databaseId: z.number(),
  name: z.string(),
  state: z.string(),
  resourcePath: z.string(),
})

const CheckSuite = z.object({
  status: z.string(),
  conclusion: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  branch: z.object({ name: z.string() }).nullable(),
  creator: z.object({ login: z.string() }).nullable(),
  workflowRun: z
    .object({
      databaseId: z.number(),
      runNumber: z.number(),
      event: z.string(),
      url: z.string(),
      createdAt: time,
      updatedAt: time,
      workflow: Workflow,
    })
    .nullable(),
})
export type CheckSuite = z.infer<typeof CheckSuite>

const Commit = z.object({ oid: z.string(), checkSuites: nodes(CheckSuite).nullable() })
export type Commit = z.infer<typeof Commit>

/** The head of a pull request; its message tells whether it is still what we pushed. */
const ProposedCommit = Commit.extend({ message: z.string(), tree: z.object({ oid: z.string() }) })

const Entry = z.object({
  path: z.string(),
  type: z.string(),
  object: z
    .object({ text: z.string().nullable().optional(), isTruncated: z.boolean().optional() })
    .nullable(),
})

/** What the query answers for one repository. */
export const ObservedRepository = z.object({
  id: z.string(),
  databaseId: z.number(),
  nameWithOwner: z.string(),
  name: z.string(),
  url: z.string(),
  visibility: z.enum(['PUBLIC', 'PRIVATE', 'INTERNAL']),
  isArchived: z.boolean(),
  isFork: z.boolean(),
  createdAt: time,
  viewerPermission: z.enum(['ADMIN', 'MAINTAIN', 'WRITE', 'TRIAGE', 'READ']).nullable(),
  owner: z.object({ __typename: z.string(), login: z.string(), databaseId: z.number() }),
  defaultBranchRef: z
    .object({
      name: z.string(),
      target: z.object({ history: nodes(Commit).optional() }).nullable(),
    })
    .nullable(),
  object: z.object({ entries: z.array(Entry).optional() }).nullable(),
  root: z
    .object({ entries: z.array(z.object({ name: z.string(), type: z.string() })).optional() })
    .nullable(),
  guide: z.object({ text: z.string().nullable().optional(), isTruncated: z.boolean().optional() }).nullable(),
  script: z
    .object({ text: z.string().nullable().optional(), isTruncated: z.boolean().optional() })
    .nullable(),
  environments: nodes(
    z.object({ name: z.string(), protectionRules: z.object({ totalCount: z.number() }) }),
  ).nullable(),
  pullRequests: nodes(
    z.object({
      number: z.number(),
      url: z.string(),
      state: z.string(),
      headRefName: z.string(),
      mergeable: z.string(),
      commits: nodes(z.object({ commit: ProposedCommit })),
    }),
  ),
})
export type ObservedRepository = z.infer<typeof ObservedRepository>
