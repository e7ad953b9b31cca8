import {
  type DocumentNode,
  execute,
  GraphQLError,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import type { Hono } from 'hono'
import { z } from 'zod'
import { remembered } from '../../../../shared/domain/remembered'
import { findRepository } from '../repository-store'
import { readBody } from '../request/body'
import { budgetOf, describeBudget, exceeded } from '../request/budget'
import { type GithubContext, type GithubEnv, instant, type Scene } from '../request/context'
import { GithubFault } from '../request/fault'
import { sees } from '../request/permission'
import { type QueryCost, queryCost } from './cost'
import { formatError, graphqlFault } from './graphql-fault'
import { nodeOf } from './node-lookup'
import { ownerNode } from './owner-node'
import { repositoryNode } from './repository-node'
import { schema } from './schema'

const Request = z.object({
  query: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).nullable().optional(),
  operationName: z.string().nullable().optional(),
})

/** Nodes that one query may ask for (field-notes §4). */
const NODE_LIMIT = 500_000

/** `POST /graphql`: always 200 once the caller is known, with `errors` beside whatever `data` there is. */
export function graphqlRoutes(app: Hono<GithubEnv>): void {
  app.post('/graphql', async (c) => {
    const { query, variables, operationName } = await readBody(c, Request)
    if (query === undefined) {
      throw new GithubFault(400, 'A query attribute must be specified and must be a string.')
    }
    const parsed = parseQuery(query)
    if ('errors' in parsed) return c.json(parsed)
    return c.json(await answer(c, parsed.document, variables ?? {}, operationName ?? undefined))
  })
}

/* Whoever reads a fleet sends the same text again and again, with other variables. */
const parseQuery = remembered(50, readQuery)

function readQuery(query: string): { document: DocumentNode } | { errors: object[] } {
  try {
    const document = parse(query)
    const errors = validate(schema, document, specifiedRules)
    return errors.length > 0 ? { errors: errors.map(formatError) } : { document }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [formatError(error)] }
    throw error
  }
}

async function answer(
  c: GithubContext,
  document: DocumentNode,
  variables: Record<string, unknown>,
  operationName: string | undefined,
): Promise<object> {
  const scene = c.get('scene')
  const operation = getOperationAST(document, operationName)
  if (!operation) return { errors: [formatError(new GraphQLError('An operation name is required'))] }
  const cost = queryCost(document, operation, variables)
  const refused = spend(scene, cost)
  if (refused) return { errors: [formatError(refused)] }
  const result = await execute({
    schema,
    document,
    rootValue: rootOf(scene, cost),
    variableValues: variables,
    ...(operationName === undefined ? {} : { operationName }),
  })
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors ? { errors: result.errors.map(formatError) } : {}),
  }
}

/** Takes the query's points from the budget, or says why it may not run. */
function spend({ github, caller, stage }: Scene, { cost, nodeCount }: QueryCost): GraphQLError | null {
  if (nodeCount > NODE_LIMIT) {
    return graphqlFault(
      'MAX_NODE_LIMIT_EXCEEDED',
      `This query requests up to ${nodeCount} possible nodes which exceeds the maximum limit of ${NODE_LIMIT}.`,
    )
  }
  const budget = budgetOf(github, caller.login, 'graphql', stage.now())
  if (describeBudget(budget, 'graphql').remaining === 0)
    return graphqlFault('RATE_LIMITED', exceeded(caller.login))
  budget.used += cost
  return null
}

function rootOf(scene: Scene, { cost, nodeCount }: QueryCost) {
  const { github, caller, stage } = scene
  return {
    viewer: () => ownerNode(scene, caller.login),
    node: ({ id }: { id: string }) => nodeOf(scene, id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => settled(() => nodeOf(scene, id))),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const found = findRepository(github, owner, name)
      if (found && sees(caller, found)) return repositoryNode(scene, found)
      throw graphqlFault('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
    },
    rateLimit: () => {
      const budget = budgetOf(github, caller.login, 'graphql', stage.now())
      const { limit, used, remaining, reset } = describeBudget(budget, 'graphql')
      return { cost, nodeCount, limit, used, remaining, resetAt: instant(reset * 1000) }
    },
  }
}

/** A missing node of a list is null with an error of its own; the others stand. */
function settled(lookup: () => object): object | Error {
  try {
    return lookup()
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}
