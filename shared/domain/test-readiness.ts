import { z } from 'zod'
import type { RepositoryFacts, WorkflowState } from './observation'
import { parseWorkflow } from './workflow-file'
import type { DispatchInput } from './workflow-types'

/** One thing that GitHub asks for before it starts a run by hand. */
export const ReadinessCheck = z.object({
  check: z.enum(['ref', 'trigger', 'default-branch', 'enabled', 'actions', 'permission']),
  passes: z.enum(['yes', 'no', 'unknown']),
  says: z.string(),
})
export type ReadinessCheck = z.infer<typeof ReadinessCheck>

/** What was read for one workflow at one ref. */
export interface DispatchFacts {
  path: string
  ref: string
  facts: Pick<RepositoryFacts, 'repository' | 'defaultBranch' | 'permission' | 'archived'>
  /** What the ref is; null where the repository has neither branch nor tag of that name. */
  refKind: 'branch' | 'tag' | null
  /** The file at the ref, and on the default branch; null where it is not there. */
  textAtRef: string | null
  textOnDefault: string | null
  state: WorkflowState
  /** Whether the repository runs actions at all; null where the token may not know. */
  actionsEnabled: boolean | null
}

/** What stands between a workflow and its run, in the order in which one would look. */
export function readinessOf(facts: DispatchFacts): ReadinessCheck[] {
  return [
    refCheck(facts),
    triggerCheck(facts),
    defaultCheck(facts),
    enabledCheck(facts),
    actionsCheck(facts),
    permissionCheck(facts),
  ]
}

/** The inputs that the file declares at the ref; empty where it cannot be started there. */
export function inputsAt({ path, textAtRef }: Pick<DispatchFacts, 'path' | 'textAtRef'>): DispatchInput[] {
  const parsed = textAtRef === null ? null : parseWorkflow(path, textAtRef)
  return parsed?.valid ? (parsed.file.dispatchInputs ?? []) : []
}

type Check = ReadinessCheck

function refCheck({ ref, refKind, facts }: DispatchFacts): Check {
  const check = 'ref' as const
  if (refKind === null)
    return { check, passes: 'no', says: `${facts.repository} has no branch or tag ${ref}.` }
  return { check, passes: 'yes', says: `${refKind === 'tag' ? 'Tag' : 'Branch'} ${ref} exists.` }
}

function triggerCheck({ path, ref, refKind, textAtRef }: DispatchFacts): Check {
  const check = 'trigger' as const
  if (refKind === null) return { check, passes: 'unknown', says: 'Without the ref its file is not known.' }
  if (textAtRef === null) return { check, passes: 'no', says: `${path} is not there at ${ref}.` }
  const parsed = parseWorkflow(path, textAtRef)
  if (!parsed.valid) {
    const [first] = parsed.errors
    return {
      check,
      passes: 'no',
      says: `GitHub does not accept the file at ${ref}: line ${first?.line ?? 1}, ${first?.message ?? 'it is invalid'}`,
    }
  }
  return parsed.file.dispatchInputs === null
    ? { check, passes: 'no', says: `The file at ${ref} has no workflow_dispatch trigger.` }
    : { check, passes: 'yes', says: 'The file there has the workflow_dispatch trigger.' }
}

/* GitHub knows a workflow only once its file is on the default branch (field-notes §7 row 29). */
function defaultCheck({ path, textOnDefault, facts: { defaultBranch } }: DispatchFacts): Check {
  const check = 'default-branch' as const
  return textOnDefault === null
    ? {
        check,
        passes: 'no',
        says: `${path} is not on the default branch ${defaultBranch ?? ''}. Merge it there first.`,
      }
    : { check, passes: 'yes', says: 'The file is on the default branch, too.' }
}

const DISABLED: Readonly<Record<Exclude<WorkflowState, 'active' | 'unknown'>, string>> = {
  deleted: 'GitHub counts the workflow as deleted.',
  disabled_fork: 'The workflow is disabled because the repository is a fork. Enable it in the Actions tab.',
  disabled_inactivity:
    'The workflow is disabled because nothing happened for 60 days. A plan of the setup enables it.',
  disabled_manually: 'Somebody has disabled the workflow. A plan of the setup enables it.',
}

function enabledCheck({ state }: DispatchFacts): Check {
  const check = 'enabled' as const
  if (state === 'active') return { check, passes: 'yes', says: 'The workflow is enabled.' }
  if (state === 'unknown')
    return { check, passes: 'unknown', says: 'GitHub has not said whether it is enabled.' }
  return { check, passes: 'no', says: DISABLED[state] }
}

function actionsCheck({ actionsEnabled, facts: { repository } }: DispatchFacts): Check {
  const check = 'actions' as const
  if (actionsEnabled === null)
    return { check, passes: 'unknown', says: 'This token may not read whether Actions are enabled here.' }
  return actionsEnabled
    ? { check, passes: 'yes', says: 'Actions are enabled in the repository.' }
    : {
        check,
        passes: 'no',
        says: `Actions are disabled in ${repository}. An administrator can enable them.`,
      }
}

function permissionCheck({ facts: { permission, archived, repository } }: DispatchFacts): Check {
  const check = 'permission' as const
  if (archived) return { check, passes: 'no', says: `${repository} is archived: nothing runs there.` }
  if (permission === null)
    return { check, passes: 'unknown', says: 'GitHub has not said what you may do here.' }
  return permission === 'read' || permission === 'triage'
    ? {
        check,
        passes: 'no',
        says: `You may only ${permission} ${repository}: starting a run needs the right to write.`,
      }
    : { check, passes: 'yes', says: `You may start runs: your role here is ${permission}.` }
}
