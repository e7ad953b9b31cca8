import type { Plan, Step } from './plan'

/** The steps that rest on one of the given ones, directly or over others, in the order of the plan. */
export function dependentsOf({ steps }: Pick<Plan, 'steps'>, ids: readonly string[]): Step[] {
  const reached = new Set(ids)
  const dependents: Step[] = []
  for (const step of steps) {
    if (!step.dependsOn.some((id) => reached.has(id))) continue
    reached.add(step.id)
    dependents.push(step)
  }
  return dependents
}
