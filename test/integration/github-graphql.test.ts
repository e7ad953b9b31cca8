import { afterEach, beforeEach, expect, test } from 'vitest'
import { newRepository } from '../../electron/sandbox/github/repository-store'
import { exhaustBudget } from '../../electron/sandbox/github/request/budget'
import {
  caller,
  finishedRun,
  type GithubSandbox,
  LOGIN,
  startGithub,
  WORKFLOW,
} from '../support/github-sandbox'

let sandbox: GithubSandbox

beforeEach(async () => {
  sandbox = await startGithub()
})
afterEach(() => sandbox.close())

async function ask(query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const response = await caller(sandbox)('POST /graphql', { query, variables }, headers)
  expect(response.status).toBe(200)
  return response.json()
}

const OBSERVED = `fragment Observed on Repository {
  id databaseId nameWithOwner visibility isArchived isFork createdAt url viewerPermission
  owner { __typename login ... on Organization { databaseId } ... on User { databaseId } }
  defaultBranchRef { name target { ... on Commit { oid history(first: 5) { nodes { checkSuites(first: 20) { nodes {
    app { slug } status conclusion branch { name } commit { oid } creator { login }
    workflowRun { databaseId runNumber event url workflow { id databaseId name state resourcePath } }
  } } } } } } }
  object(expression: "HEAD:.github/workflows") { ... on Tree { entries {
    name path type oid object { ... on Blob { text isTruncated } }
  } } }
  environments(first: 10) { nodes { name protectionRules { totalCount } } }
  pullRequests(states: OPEN, first: 10) { nodes { number url headRefName mergeable state } }
}`

test('one query observes many repositories, and a missing one leaves the rest standing', async () => {
  const run = finishedRun(sandbox.github, sandbox.repository)
  const { data, errors } = await ask(`query {
    a: repository(owner: "ACME", name: "web") { ...Observed }
    b: repository(owner: "acme", name: "gone") { ...Observed }
    rateLimit { limit cost remaining resetAt }
    viewer { login }
  } ${OBSERVED}`)
  expect(data.a).toMatchObject({
    databaseId: sandbox.repository.id,
    nameWithOwner: 'acme/Web',
    visibility: 'PRIVATE',
    viewerPermission: 'ADMIN',
    owner: { __typename: 'Organization', login: 'acme', databaseId: 1001 },
    object: { entries: [{ path: WORKFLOW, type: 'blob', object: { isTruncated: false } }] },
    environments: { nodes: [{ name: 'production', protectionRules: { totalCount: 1 } }] },
    pullRequests: { nodes: [] },
  })
  const [suite] = data.a.defaultBranchRef.target.history.nodes[0].checkSuites.nodes
  expect(suite).toMatchObject({
    app: { slug: 'github-actions' },
    status: 'COMPLETED',
    conclusion: 'FAILURE',
    workflowRun: {
      databaseId: run.id,
      workflow: { state: 'ACTIVE', resourcePath: '/acme/Web/actions/workflows/bedrock.yml' },
    },
  })
  expect(data.b).toBeNull()
  expect(errors).toMatchObject([
    {
      type: 'NOT_FOUND',
      path: ['b'],
      message: "Could not resolve to a Repository with the name 'acme/gone'.",
    },
  ])
  expect(data.rateLimit).toMatchObject({ limit: 5000, cost: 1, remaining: 4999 })
  expect(data.viewer).toEqual({ login: LOGIN })
})

test('an empty repository has no branch and no files', async () => {
  newRepository(sandbox.github, { owner: 'acme', name: 'empty', createdAt: '2026-09-01T00:00:00Z' })
  const { data, errors } = await ask(
    `{ repository(owner: "acme", name: "empty") { ...Observed } } ${OBSERVED}`,
  )
  expect(errors).toBeUndefined()
  expect(data.repository).toMatchObject({ defaultBranchRef: null, object: null })
})

test('nodes are found by the IDs that REST and GraphQL give', async () => {
  const run = finishedRun(sandbox.github, sandbox.repository)
  const workflow = await (
    await caller(sandbox)(`GET /repos/acme/web/actions/workflows/${run.workflowId}`)
  ).json()
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Workflow { databaseId state name } } }'
  const { data, errors } = await ask(query, { ids: [workflow.node_id, 'W_nothing'] })
  expect(data.nodes).toEqual([{ databaseId: run.workflowId, state: 'ACTIVE', name: 'Bedrock' }, null])
  expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 1] }])
})

test('a connection whose nodes are read needs a size of at most a hundred', async () => {
  const environments = (args: string) =>
    `{ repository(owner: "acme", name: "web") { environments${args} { nodes { name } } } }`
  expect((await ask(environments(''))).errors).toMatchObject([{ type: 'MISSING_PAGINATION_BOUNDARIES' }])
  expect((await ask(environments('(first: 101)'))).errors).toMatchObject([{ type: 'EXCESSIVE_PAGINATION' }])
})

test('pages follow one another by cursor', async () => {
  const at = { variables: [], secrets: [], reviewers: [] }
  sandbox.repository.environments.push({ name: 'b', id: 1, ...at }, { name: 'c', id: 2, ...at })
  const names: string[] = []
  let after: string | null = null
  do {
    const { data } = await ask(
      `query ($after: String) { repository(owner: "acme", name: "web") {
        environments(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } }`,
      { after },
    )
    const { nodes, pageInfo } = data.repository.environments
    names.push(...nodes.map((each: { name: string }) => each.name))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after)
  expect(names).toEqual(['production', 'b', 'c'])
})

test('what a token may not read is null with FORBIDDEN; what it may stands', async () => {
  sandbox.github.tokens.fine = { login: LOGIN, scopes: null, permissions: { actions: 'read' } }
  const query = `{ repository(owner: "acme", name: "web") {
    databaseId object(expression: "HEAD:README.md") { ... on Blob { text } } environments(first: 1) { totalCount } } }`
  const { data, errors } = await ask(query, {}, { authorization: 'Bearer fine' })
  expect(data.repository).toMatchObject({ object: null, environments: { totalCount: 1 } })
  expect(errors).toMatchObject([{ type: 'FORBIDDEN', path: ['repository', 'object'] }])
})

test('a query that does not suit the schema, or a budget that is gone, answers with errors alone', async () => {
  expect(await ask('{ repository(owner: "acme", name: "web") { secrets } }')).toMatchObject({
    errors: [{ message: expect.stringContaining('secrets') }],
  })
  expect((await ask('{ viewer')).errors).toHaveLength(1)
  exhaustBudget(sandbox.github, LOGIN, 'graphql', sandbox.stage.now())
  expect((await ask('{ viewer { login } }')).errors).toMatchObject([{ type: 'RATE_LIMITED' }])
})
