import type { PlanLint, Step } from '../plan'
import { parsePolicy } from '../policy-document'
import { lintTrust, type TrustLint } from '../trust-lints'

/** The weaknesses that the steps bring into a trust policy, and that did not stand in it before. */
export function lintsOf(steps: readonly Step[]): PlanLint[] {
  return steps.flatMap(({ id, action }) => {
    if (action.kind !== 'create-role' && action.kind !== 'update-trust') return []
    const [before, after] =
      action.kind === 'create-role' ? [null, action.trust] : [action.before, action.after]
    const known = new Set(before === null ? [] : lintsIn(before).map(({ rule }) => rule))
    return lintsIn(after)
      .filter(({ rule }) => !known.has(rule))
      .map(({ level, rule, says }) => ({ stepId: id, level, rule, says }))
  })
}

function lintsIn(trust: string): TrustLint[] {
  const parsed = parsePolicy(trust)
  return parsed.ok ? lintTrust(parsed.policy) : []
}
