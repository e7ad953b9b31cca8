import { GraphQLError } from 'graphql'

export type GraphqlFaultType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION'
  | 'MAX_NODE_LIMIT_EXCEEDED'

/** An error of a resolver with GitHub's `type`, which stands beside `message` rather than in `extensions`. */
export function graphqlFault(type: GraphqlFaultType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}

/** The error as GitHub prints it. */
export function formatError(error: GraphQLError): object {
  const { type, ...extensions } = error.extensions
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(error.path ? { path: error.path } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
    ...(error.locations ? { locations: error.locations } : {}),
    message: error.message,
  }
}
