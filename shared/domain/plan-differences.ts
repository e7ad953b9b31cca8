import type { Plan, Step } from './plan'

/** What a batch has changed so far: the text that each target now holds. */
export type Wrought = ReadonlyMap<string, string | null>

/**
 * What moved between a plan that the user agreed to and the same plan made now, as sentences; empty when the
 * world still stands as it did. Steps carry their `before` values, so a changed world shows as a changed step. What
 * the same batch wrought is no surprise, as long as it stands exactly as the batch left it.
 */
export function planDifferences(planned: Plan, now: Plan, wrought: Wrought = new Map()): string[] {
  const differences: string[] = []
  const obstacles = newObstacles(planned, now)
  const gone = obstacles.length > 0 ? 'not part of the plan any more' : 'no longer needed'
  const nowById = new Map(now.steps.map((step) => [step.id, step]))
  const plannedById = new Map(planned.steps.map((step) => [step.id, step]))
  for (const step of planned.steps) {
    if (nowById.has(step.id) || isWrought(step, now, wrought)) continue
    const other = now.steps.find((candidate) => sameThing(candidate, step) && !plannedById.has(candidate.id))
    differences.push(other ? `${step.target} changed since the plan was made.` : `${step.title}: ${gone}.`)
  }
  for (const step of now.steps) {
    if (plannedById.has(step.id) || wrought.get(step.target) === step.before) continue
    const replaces = planned.steps.some(
      (candidate) => sameThing(candidate, step) && !nowById.has(candidate.id),
    )
    if (!replaces) differences.push(`${step.title}: needed now, and not part of the plan.`)
  }
  return [...differences, ...obstacles]
}

/** Its target was changed by the batch: either nothing is left to do there, or it begins from where the batch left it. */
function isWrought(step: Step, now: Plan, wrought: Wrought): boolean {
  if (!wrought.has(step.target)) return false
  const again = now.steps.find((candidate) => sameThing(candidate, step))
  return again === undefined || again.before === wrought.get(step.target)
}

function sameThing(left: Step, right: Step): boolean {
  return left.kind === right.kind && left.target === right.target
}

function newObstacles(planned: Plan, now: Plan): string[] {
  const told = new Set([...planned.conflicts, ...planned.needed].map(({ says }) => says))
  return [...now.conflicts, ...now.needed].map(({ says }) => says).filter((says) => !told.has(says))
}
