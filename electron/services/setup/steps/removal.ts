import { type ActionOf, NOTHING, type StepDriver } from './driver'
import { samePolicy } from './same-policy'

/** Deletes a variable; undo creates it again with the value that it had. */
export const deleteVariable: StepDriver<ActionOf<'delete-variable'>> = {
  async standing({ repository, environment, name, before }, reach) {
    const now = await reach.github.variable(repository, environment, name)
    if (now === null) return { at: 'after', outcome: NOTHING }
    if (now === before) return { at: 'before' }
    return { at: 'moved', says: `${name} is now ${now}.`, difference: { expected: before, found: now } }
  },
  async run({ repository, environment, name }, reach) {
    await reach.github.deleteVariable(repository, environment, name)
    return NOTHING
  },
  async takeBack({ repository, environment, name, before }, _outcome, reach) {
    await reach.github.setVariable(repository, environment, name, before)
  },
}

/** Deletes a secret. Its value is gone with it. */
export const deleteSecret: StepDriver<ActionOf<'delete-secret'>> = {
  async standing({ repository, environment, name }, reach) {
    const exists = await reach.github.secretExists(repository, environment, name)
    return exists ? { at: 'before' } : { at: 'after', outcome: NOTHING }
  },
  async run({ repository, environment, name }, reach) {
    await reach.github.deleteSecret(repository, environment, name)
    return NOTHING
  },
  async takeBack() {
    throw new Error('A deleted secret has no way back: its step is not reversible.')
  },
}

/** Deletes an inline policy of a role; undo puts it back. */
export const deleteRolePolicy: StepDriver<ActionOf<'delete-role-policy'>> = {
  async standing({ account, role, policy, before }, reach) {
    const found = await reach.aws(account).role(role)
    const now = found?.inlinePolicies.find(({ name }) => name === policy)?.document ?? null
    if (now === null) return { at: 'after', outcome: NOTHING }
    if (samePolicy(now, before)) return { at: 'before' }
    return {
      at: 'moved',
      says: `The policy ${policy} of ${role} was changed meanwhile and now reads: ${now}`,
      difference: { expected: before, found: now },
    }
  },
  async run({ account, role, policy }, reach) {
    await reach.aws(account).deleteRolePolicy(role, policy)
    return NOTHING
  },
  async takeBack({ account, role, policy, before }, _outcome, reach) {
    await reach.aws(account).putRolePolicy(role, policy, before)
  },
}

/** Deletes a role that has no policies any more; undo creates it again, with a new ID of its own. */
export const deleteRole: StepDriver<ActionOf<'delete-role'>> = {
  async standing({ account, name, trust }, reach) {
    const found = await reach.aws(account).role(name)
    if (found === null) return { at: 'after', outcome: NOTHING }
    if (samePolicy(found.trust, trust)) return { at: 'before' }
    return {
      at: 'moved',
      says: `The trust policy of ${name} was changed meanwhile and now reads: ${found.trust}`,
      difference: { expected: trust, found: found.trust },
    }
  },
  async run({ account, name }, reach) {
    await reach.aws(account).deleteRole(name)
    return NOTHING
  },
  async takeBack({ account, boundary, description, kind: _kind, ...role }, _outcome, reach) {
    await reach.aws(account).createRole({
      ...role,
      description: description ?? '',
      ...(boundary === null ? {} : { boundary }),
    })
  },
}
