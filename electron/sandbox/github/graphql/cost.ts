import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** What a query weighs: points of the hourly budget, and nodes that it may return. */
export interface QueryCost {
  cost: number
  nodeCount: number
}

/** GitHub's published formula: requests needed for each unique connection, divided by a hundred, at least one. */
export function queryCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): QueryCost {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each.selectionSet] as const] : [],
    ),
  )
  let requests = 0
  let nodeCount = 0
  const visit = (selections: SelectionSetNode | undefined, times: number): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) visit(fragments.get(selection.name.value), times)
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet, times)
      else {
        const size = pageSize(selection, variables)
        if (size !== null) {
          requests += times
          nodeCount += times * size
        }
        visit(selection.selectionSet, times * (size ?? 1))
      }
    }
  }
  visit(operation.selectionSet, 1)
  return { cost: Math.max(1, Math.round(requests / 100)), nodeCount }
}

function pageSize(field: FieldNode, variables: Record<string, unknown>): number | null {
  const argument = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')
  if (!argument) return null
  if (argument.value.kind === Kind.INT) return Number(argument.value.value)
  if (argument.value.kind !== Kind.VARIABLE) return null
  const value = variables[argument.value.name.value]
  return typeof value === 'number' ? value : null
}
