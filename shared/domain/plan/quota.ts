import type { AccountObservation } from '../observation'
import type { Step } from '../plan'
import { POLICY_WAYS_OUT, quotasOf, sizeOf, TRUST_WAYS_OUT } from '../policy-quota'
import { roleNamed } from '../target'
import { conflict, type Draft, together } from './draft'

/**
 * The draft without the steps that IAM would refuse for their size, and without what hangs on them; each is told as
 * blocked, with the ways out.
 */
export function withinQuotas(draft: Draft, account: AccountObservation | null): Draft {
  if (!account) return draft
  const refused = draft.steps.flatMap((step, index) => {
    const says = refusal(step, draft.steps.slice(0, index), account)
    return says === null ? [] : [{ step, says }]
  })
  if (refused.length === 0) return draft
  const gone = withDependents(draft.steps, new Set(refused.map(({ step }) => step.id)))
  const told = refused.map(({ step, says }) => conflict(step.target, says))
  return together([{ ...draft, steps: draft.steps.filter(({ id }) => !gone.has(id)) }, ...told])
}

function refusal(
  { action, title }: Step,
  before: readonly Step[],
  account: AccountObservation,
): string | null {
  const { trust, inline } = quotasOf(account)
  if (action.kind === 'create-role' || action.kind === 'update-trust') {
    const size = sizeOf(action.kind === 'create-role' ? action.trust : action.after)
    return size > trust ? blocked(title, 'trust policy', size, trust, TRUST_WAYS_OUT) : null
  }
  if (action.kind !== 'put-role-policy') return null
  const size = inlineSize(action.role, [...before.map((step) => step.action), action], account)
  return size > inline ? blocked(title, 'inline policies', size, inline, POLICY_WAYS_OUT) : null
}

/** All inline policies of the role together, as they will stand. */
function inlineSize(role: string, actions: readonly Step['action'][], account: AccountObservation): number {
  const standing = roleNamed(account, role)?.inlinePolicies ?? []
  const documents = new Map(standing.map(({ name, document }) => [name, document ?? '']))
  for (const action of actions)
    if (action.kind === 'put-role-policy' && action.role === role) documents.set(action.policy, action.after)
  return [...documents.values()].reduce((total, document) => total + sizeOf(document), 0)
}

function blocked(title: string, what: string, size: number, quota: number, waysOut: string): string {
  const counted = `${size.toLocaleString('en')} characters, of which IAM allows ${quota.toLocaleString('en')}`
  return `Blocked: “${title}” would make the ${what} ${counted} (white space is not counted). ${waysOut}`
}

function withDependents(steps: readonly Step[], first: ReadonlySet<string>): Set<string> {
  const gone = new Set(first)
  for (const step of steps) if (step.dependsOn.some((id) => gone.has(id))) gone.add(step.id)
  return gone
}
