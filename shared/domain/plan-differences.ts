import type { Plan, Step } from './plan'

/**
 * What moved between a plan that the user agreed to and the same plan made now, as sentences; empty when the
 * world still stands as it did. Steps carry their `before` values, so a changed world shows as a changed step.
 */
export function planDifferences(planned: Plan, now: Plan): string[] {
  const differences: string[] = []
  const obstacles = newObstacles(planned, now)
  const gone = obstacles.length > 0 ? 'not part of the plan any more' : 'no longer needed'
  const nowById = new Map(now.steps.map((step) => [step.id, step]))
  const plannedById = new Map(planned.steps.map((step) => [step.id, step]))
  for (const step of planned.steps) {
    if (nowById.has(step.id)) continue
    const other = now.steps.find((candidate) => sameThing(candidate, step) && !plannedById.has(candidate.id))
    differences.push(other ? `${step.target} changed since the plan was made.` : `${step.title}: ${gone}.`)
  }
  for (const step of now.steps) {
    if (plannedById.has(step.id)) continue
    const replaces = planned.steps.some(
      (candidate) => sameThing(candidate, step) && !nowById.has(candidate.id),
    )
    if (!replaces) differences.push(`${step.title}: needed now, and not part of the plan.`)
  }
  return [...differences, ...obstacles]
}

function sameThing(left: Step, right: Step): boolean {
  return left.kind === right.kind && left.target === right.target
}

function newObstacles(planned: Plan, now: Plan): string[] {
  const told = new Set([...planned.conflicts, ...planned.needed].map(({ says }) => says))
  return [...now.conflicts, ...now.needed].map(({ says }) => says).filter((says) => !told.has(says))
}
