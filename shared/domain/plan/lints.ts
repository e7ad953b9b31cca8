import type { PlanLint, Step } from '../plan'
import { parsePolicy } from '../policy-document'
import { whyNotCallable } from '../target'
import { lintTrust, type TrustLint } from '../trust-lints'
import type { Planning } from './draft'

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

/** That a model which was typed cannot be called, as far as Bedrock tells, at the step that writes it. */
export function lintsOfModel({ setup, account }: Planning, steps: readonly Step[]): PlanLint[] {
  const why = setup.modelAsTyped && account ? whyNotCallable(account, setup.region, setup.model) : null
  const writing = steps.find(({ action, after }) =>
    action.kind === 'set-variable'
      ? after === setup.model
      : action.kind === 'propose-workflow' && after?.includes(setup.model),
  )
  if (!why || !writing) return []
  const says = `${why} It is written as it was typed.`
  return [{ stepId: writing.id, level: 'high', rule: 'model-not-callable', says }]
}

function lintsIn(trust: string): TrustLint[] {
  const parsed = parsePolicy(trust)
  return parsed.ok ? lintTrust(parsed.policy) : []
}
