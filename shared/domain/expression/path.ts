import { ContextAccess, IndexAccess, Literal } from '@actions/expressions/ast'

/** `vars.X`, `vars['X']` or `needs.a.outputs.b` as its parts; null for a computed index or `*`. */
export function pathOf({ expr, index }: IndexAccess): string[] | null {
  if (!(index instanceof Literal)) return null
  const last = index.literal.coerceString()
  if (expr instanceof ContextAccess) return [expr.name.lexeme.toLowerCase(), last]
  if (!(expr instanceof IndexAccess)) return null
  const before = pathOf(expr)
  return before === null ? null : [...before, last]
}
