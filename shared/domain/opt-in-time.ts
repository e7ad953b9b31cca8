import type { Application } from './journal'

/**
 * Since when tokens of a repository carry its IDs, as its applications tell: the last opt-in that was not taken back,
 * in milliseconds since the epoch. Null where somebody else opted in, for GitHub does not tell when.
 */
export function optedInAt(applications: readonly Application[]): number | null {
  const times = applications.flatMap(({ plan, entries }) => {
    const opting = plan.steps.filter(({ action }) => action.kind === 'set-subject-form' && action.after)
    return opting.flatMap(({ id }) => {
      const last = entries.findLast(({ stepId }) => stepId === id)
      return last?.phase === 'done' ? [Date.parse(last.at)] : []
    })
  })
  return times.length > 0 ? Math.max(...times) : null
}
