import { z } from 'zod'
import { LinkName, StepKind } from './finding'
import { RepositoryName, type RoleName } from './ids'
import type { Plan, Step, StepAction } from './plan'
import { issuerHostOf } from './trust-claims'

/** One change over several repositories: the same kind of step in each, or one step that all of them need. */
export const ChangeGroup = z.object({
  id: z.string(),
  kind: StepKind,
  link: LinkName,
  title: z.string(),
  /** Done once for all of them: it belongs to the account, and not to one repository. */
  once: z.boolean(),
  members: z.array(
    z.object({ repository: RepositoryName, planId: z.string(), stepId: z.string(), target: z.string() }),
  ),
})
export type ChangeGroup = z.infer<typeof ChangeGroup>

const TITLES: Record<StepKind, string> = {
  'create-provider': 'Let the account know GitHub',
  'add-audience': 'Accept tokens for STS',
  'create-role': 'Create a role',
  'update-trust': 'Change what a role trusts',
  'put-role-policy': 'Change what a role may do',
  'set-boundary': 'Set a permissions boundary',
  'set-role-tags': 'Tag a role',
  'set-session-duration': 'Change how long sessions last',
  'accept-agreement': 'Accept a model’s agreement',
  'submit-use-case-form': 'Submit the first-time-use form',
  'set-variable': 'Set a variable',
  'set-secret': 'Set a secret',
  'share-variable': 'Share an organization’s variable',
  'propose-workflow': 'Propose a workflow by a pull request',
  'merge-pull-request': 'Merge the pull request',
  'enable-workflow': 'Enable a workflow',
  'set-subject-form': 'Change how subjects are written',
  'delete-variable': 'Delete a variable',
  'delete-secret': 'Delete a secret',
  'delete-role-policy': 'Delete a role’s policy',
  'delete-role': 'Delete a role',
}

/** The changes of many plans, in the order in which they are first met. */
export function groupChanges(plans: readonly Plan[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>()
  for (const { id: planId, repository, steps } of plans) {
    for (const step of steps) {
      const once = accountThing(step.action) !== null
      const id = once ? step.id : groupOf(step)
      const group = groups.get(id) ?? {
        id,
        kind: step.kind,
        link: step.link,
        title: once ? step.title : titleOf(step),
        once,
        members: [],
      }
      group.members.push({ repository, planId, stepId: step.id, target: step.target })
      groups.set(id, group)
    }
  }
  return [...groups.values()]
}

/* Variables of one name are one change, whatever their values. */
function groupOf({ kind, action }: Step): string {
  return 'name' in action && action.kind !== 'create-role' && action.kind !== 'delete-role'
    ? `${kind} ${action.name}`
    : kind
}

function titleOf({ kind, action }: Step): string {
  const named = action.kind === 'set-variable' || action.kind === 'delete-variable'
  return named ? `${TITLES[kind]}: ${action.name}` : TITLES[kind]
}

/** What a step changes of an account that every repository of it shares; null where it changes no such thing. */
export function accountThing(action: StepAction): string | null {
  switch (action.kind) {
    case 'create-provider':
      return `provider ${action.account} ${action.url.replace(/^https:\/\//, '')}`
    case 'add-audience':
      return `provider ${action.account} ${issuerHostOf(action.providerArn)}`
    case 'submit-use-case-form':
      return `form ${action.account}`
    case 'accept-agreement':
      return `agreement ${action.account} ${action.region} ${action.model}`
    default:
      return null
  }
}

/** The role that a step changes; null where it changes none. Several repositories may share it. */
export function roleThing(action: StepAction): string | null {
  const role = roleOf(action)
  return role !== null && 'account' in action ? `role ${action.account} ${role}` : null
}

/** The name of the role that a step changes; null where it changes none. */
export function roleOf(action: StepAction): RoleName | null {
  if (!('account' in action)) return null
  if ('role' in action) return action.role
  return 'name' in action ? action.name : null
}
