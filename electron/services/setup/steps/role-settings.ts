import type { RoleObservation } from '../../../../shared/domain/observation'
import { type ActionOf, NOTHING, type Reach, type Standing, type StepDriver, standingOf } from './driver'

/** Sets the permissions boundary of a role; the one before comes back on undo, or none. */
export const setBoundary: StepDriver<ActionOf<'set-boundary'>> = {
  async standing(action, reach) {
    const role = await roleOf(action, reach)
    if (!role) return gone(action.role)
    return standingOf(role.boundaryArn, action.before, action.after, (found) =>
      found === null
        ? `${action.role} has no permissions boundary any more.`
        : `The permissions boundary of ${action.role} is now ${found}.`,
    )
  },
  async run(action, reach) {
    await reach.aws(action.account).setBoundary(action.role, action.after)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.aws(action.account).setBoundary(action.role, action.before)
  },
}

/** Sets some tags of a role; the others are left alone. */
export const setRoleTags: StepDriver<ActionOf<'set-role-tags'>> = {
  async standing(action, reach) {
    const role = await roleOf(action, reach)
    if (!role) return gone(action.role)
    const held = (values: Record<string, string | null>) =>
      Object.entries(values).every(([key, value]) => (role.tags[key] ?? null) === value)
    if (held(action.after)) return { at: 'after', outcome: NOTHING }
    if (held(action.before)) return { at: 'before' }
    return { at: 'moved', says: `The tags of ${action.role} were changed meanwhile.` }
  },
  async run(action, reach) {
    await reach.aws(action.account).setTags(action.role, action.after)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.aws(action.account).setTags(action.role, action.before)
  },
}

/** Sets how long the sessions of a role may last. */
export const setSessionDuration: StepDriver<ActionOf<'set-session-duration'>> = {
  async standing(action, reach) {
    const role = await roleOf(action, reach)
    if (!role) return gone(action.role)
    return standingOf(
      role.maxSessionDuration,
      action.before,
      action.after,
      (found) => `${action.role} now gives sessions of ${found} seconds.`,
    )
  },
  async run(action, reach) {
    await reach.aws(action.account).setSessionDuration(action.role, action.after)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.aws(action.account).setSessionDuration(action.role, action.before)
  },
}

function roleOf(
  { account, role }: ActionOf<'set-boundary' | 'set-role-tags' | 'set-session-duration'>,
  reach: Reach,
): Promise<RoleObservation | null> {
  return reach.aws(account).role(role)
}

function gone(role: string): Standing {
  return { at: 'moved', says: `The role ${role} is gone.` }
}
