import type { StepKind } from './finding'
import type { Application } from './journal'

/** Which steps change what a run meets: only what was proven before them is open again. */
const MET_BY_RUNS: Record<StepKind, boolean> = {
  'create-provider': true,
  'add-audience': true,
  'create-role': true,
  'update-trust': true,
  'put-role-policy': true,
  'set-boundary': true,
  // A policy may ask for a tag of its own role.
  'set-role-tags': true,
  'set-session-duration': true,
  'accept-agreement': true,
  'submit-use-case-form': true,
  'set-variable': true,
  'set-secret': true,
  'share-variable': true,
  // A branch of its own: until it is merged, a run meets what stood before.
  'propose-workflow': false,
  'merge-pull-request': true,
  // Decides whether a run starts, and nothing of how it goes.
  'enable-workflow': false,
  'set-subject-form': true,
  'delete-variable': true,
  'delete-secret': true,
  'delete-role-policy': true,
  'delete-role': true,
}

/**
 * When an application, or its undo, last changed what a run meets, in milliseconds since the epoch; null when it did
 * not. A call that was begun and never heard of again may have arrived, so it counts.
 */
export function lastChangeOf({ plan, entries }: Application): number | null {
  const met = new Set(plan.steps.filter(({ kind }) => MET_BY_RUNS[kind]).map(({ id }) => id))
  const times = entries
    .filter(({ stepId }) => met.has(stepId))
    .filter((entry) => {
      const announced = entry.phase === 'begun' || entry.phase === 'undoing'
      if (!announced) return entry.phase === 'done' || entry.phase === 'undone'
      return entries.findLast(({ stepId }) => stepId === entry.stepId) === entry
    })
    .map(({ at }) => Date.parse(at))
  return times.length > 0 ? Math.max(...times) : null
}
