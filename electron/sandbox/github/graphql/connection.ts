import { graphqlFault } from './graphql-fault'

export interface ConnectionArguments {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
}

const LIMIT = 100

/** One page of a connection under GitHub's rules: whoever asks for nodes gives `first` or `last`, at most 100. */
export function connection<T, N>(
  name: string,
  items: readonly T[],
  args: ConnectionArguments,
  toNode: (item: T) => N,
) {
  return {
    totalCount: items.length,
    nodes: () => {
      const { start, end } = windowOf(name, items.length, args)
      return items.slice(start, end).map(toNode)
    },
    pageInfo: () => {
      const { start, end } = windowOf(name, items.length, args)
      return {
        hasNextPage: end < items.length,
        hasPreviousPage: start > 0,
        startCursor: start < end ? cursor(start) : null,
        endCursor: start < end ? cursor(end - 1) : null,
      }
    },
  }
}

function windowOf(name: string, length: number, args: ConnectionArguments): { start: number; end: number } {
  const size = sizeOf(name, args)
  const from = args.after ? position(args.after) + 1 : 0
  const to = args.before ? position(args.before) : length
  return typeof args.first === 'number'
    ? { start: from, end: Math.min(to, from + size) }
    : { start: Math.max(from, to - size), end: to }
}

function sizeOf(name: string, { first, last }: ConnectionArguments): number {
  const size = first ?? last
  if (typeof size !== 'number') {
    throw graphqlFault(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  }
  if (size > LIMIT) {
    throw graphqlFault(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${LIMIT} records.`,
    )
  }
  return size
}

const CURSOR = 'cursor:v1:'

function cursor(index: number): string {
  return Buffer.from(`${CURSOR}${index}`).toString('base64')
}

function position(text: string): number {
  const index = Number(Buffer.from(text, 'base64').toString().replace(CURSOR, ''))
  return Number.isInteger(index) ? index : -1
}
