import { type ActionOf, NOTHING, type Standing, type StepDriver } from './driver'
import { samePolicy } from './same-policy'

/** Compares by what the documents mean: IAM returns what was stored, but a person may have reformatted it. */
function policyStanding(now: string | null, before: string | null, after: string, what: string): Standing {
  if (now !== null && samePolicy(now, after)) return { at: 'after', outcome: NOTHING }
  if (now === before || (now !== null && before !== null && samePolicy(now, before))) return { at: 'before' }
  return {
    at: 'moved',
    says: now === null ? `${what} is gone.` : `${what} was changed meanwhile and now reads: ${now}`,
    difference: { expected: after, found: now },
  }
}

/** Creates the role. Taken back only while nobody has changed its trust or given it other policies. */
export const createRole: StepDriver<ActionOf<'create-role'>> = {
  async standing(action, reach) {
    const found = await reach.aws(action.account).role(action.name)
    if (found === null) return { at: 'before' }
    if (samePolicy(found.trust, action.trust)) return { at: 'after', outcome: { ...NOTHING, arn: found.arn } }
    return {
      at: 'moved',
      says: `A role named ${action.name} exists with another trust policy: ${found.trust}`,
      difference: { expected: action.trust, found: found.trust },
    }
  },
  async run(action, reach) {
    const { kind: _kind, account, ...role } = action
    return { ...NOTHING, arn: await reach.aws(account).createRole(role) }
  },
  async takeBack(action, _outcome, reach) {
    await reach.aws(action.account).deleteRole(action.name)
  },
}

/** Replaces the trust policy by the planned one. */
export const updateTrust: StepDriver<ActionOf<'update-trust'>> = {
  async standing(action, reach) {
    const found = await reach.aws(action.account).role(action.role)
    return policyStanding(
      found?.trust ?? null,
      action.before,
      action.after,
      `The trust policy of ${action.role}`,
    )
  },
  async run(action, reach) {
    await reach.aws(action.account).updateTrust(action.role, action.after)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.aws(action.account).updateTrust(action.role, action.before)
  },
}

/** Puts the inline policy; the one that stood before comes back on undo, or none. */
export const putRolePolicy: StepDriver<ActionOf<'put-role-policy'>> = {
  async standing(action, reach) {
    const found = await reach.aws(action.account).role(action.role)
    const now = found?.inlinePolicies.find(({ name }) => name === action.policy)?.document ?? null
    return policyStanding(now, action.before, action.after, `The policy ${action.policy} of ${action.role}`)
  },
  async run(action, reach) {
    await reach.aws(action.account).putRolePolicy(action.role, action.policy, action.after)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    const client = reach.aws(action.account)
    if (action.before === null) await client.deleteRolePolicy(action.role, action.policy)
    else await client.putRolePolicy(action.role, action.policy, action.before)
  },
}
