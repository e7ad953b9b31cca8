import type { Match } from './policy-document'
import { matchesWildcard } from './wildcard'

/** Whether an `Action` or `NotAction` covers this action; names compare without case, `*` and `?` expand. */
export function coversAction(actions: Match, action: string): boolean {
  return actions.values.some((pattern) => matchesWildcard(pattern, action, true)) !== actions.negated
}
