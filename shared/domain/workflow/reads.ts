import { readsOfExpression, readsOfText } from '../expression'
import type { WorkflowJob } from '../workflow-types'
import type { Mapping, Tree } from './yaml-tree'

/** The variables and secrets that the expressions of some nodes read, in the order of their first use. */
export function readsOf(trees: readonly (Tree | null)[]): WorkflowJob['reads'] {
  const reads = trees.flatMap((tree) => (tree === null ? [] : [...readsIn(tree, false)]))
  return {
    variables: distinct(reads.flatMap(({ context, name }) => (context === 'vars' ? name : []))),
    secrets: distinct(reads.flatMap(({ context, name }) => (context === 'secrets' ? name : []))),
  }
}

function* readsIn(tree: Tree, isCondition: boolean): Generator<{ context: string; name: string }> {
  if (tree.kind === 'scalar') {
    const text = tree.text ?? ''
    // `if:` is an expression even without ${{ }}.
    yield* isCondition && !text.includes('${{') ? readsOfExpression(text) : readsOfText(text)
  } else if (tree.kind === 'sequence') {
    for (const item of tree.items) yield* readsIn(item, false)
  } else {
    for (const { key, value } of tree.entries) yield* readsIn(value, key === 'if' && isRun(tree))
  }
}

/** Whether a mapping is a job or a step: an `if` of an `env` or a `with` is only a name. */
function isRun({ entries }: Mapping): boolean {
  return entries.some(({ key }) => ['runs-on', 'uses', 'run'].includes(key))
}

/** GitHub compares names of variables and secrets without case; the first spelling is kept. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const name of names) if (!seen.has(name.toUpperCase())) seen.set(name.toUpperCase(), name)
  return [...seen.values()]
}
