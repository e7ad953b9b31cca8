import type { FleetPlan } from '../../../shared/contract/batch'
import type { ChangeGroup } from '../../../shared/domain/change-groups'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan, Step } from '../../../shared/domain/plan'
import { fallingWith } from '../setup/exclusion'

/** What is left out: by plan, the ids of the excluded steps. A repository is out with all of its steps. */
export type Excluded = ReadonlyMap<string, ReadonlySet<string>>

/** A line of the plan as the page lists it. */
export type PlanLine =
  | { kind: 'group'; key: string; group: ChangeGroup }
  | { kind: 'member'; key: string; plan: Plan; step: Step }
  | { kind: 'repository'; key: string; plan: Plan }
  | { kind: 'problem'; key: string; repository: RepositoryName; says: string; failure: Failure | null }

/** Changes with, below each that is open, the repositories that it is made in. */
export function linesByChange({ groups, plans }: FleetPlan, open: ReadonlySet<string>): PlanLine[] {
  const byId = new Map(plans.map((plan) => [plan.id, plan]))
  return groups.flatMap((group): PlanLine[] => {
    const head: PlanLine = { kind: 'group', key: group.id, group }
    if (!open.has(group.id)) return [head]
    const members = group.members.flatMap(({ planId, stepId }): PlanLine[] => {
      const plan = byId.get(planId)
      const step = plan?.steps.find(({ id }) => id === stepId)
      return plan && step ? [{ kind: 'member', key: `${group.id} ${planId} ${stepId}`, plan, step }] : []
    })
    return [head, ...members]
  })
}

/** Repositories that would change. */
export function linesByRepository({ plans }: FleetPlan): PlanLine[] {
  return plans
    .filter(({ steps }) => steps.length > 0)
    .map((plan) => ({ kind: 'repository', key: plan.id, plan }))
}

/** What stands in the way, is lacking, or kept a repository from being planned for. */
export function problemLines({ plans, failures }: FleetPlan): PlanLine[] {
  const failed = failures.map(
    ({ repository, failure }): PlanLine => ({
      kind: 'problem',
      key: `failure ${repository}`,
      repository,
      says: failure.sentence,
      failure,
    }),
  )
  const told = plans.flatMap(({ repository, conflicts, needed }) =>
    [...needed, ...conflicts].map(
      ({ says }, index): PlanLine => ({
        kind: 'problem',
        key: `${repository} ${index}`,
        repository,
        says,
        failure: null,
      }),
    ),
  )
  return [...failed, ...told]
}

/** Steps of a plan that will not be done: the excluded ones, and those that rest on them. */
export function goneOf(plan: Plan, excluded: Excluded): ReadonlySet<string> {
  return fallingWith(plan.steps, excluded.get(plan.id) ?? new Set())
}

/** The plans of which something is left to do, as they are applied and exported. */
export function chosenOf({ plans }: FleetPlan, excluded: Excluded): { planId: string; exclude: string[] }[] {
  return plans
    .filter((plan) => plan.steps.length > goneOf(plan, excluded).size)
    .map((plan) => ({ planId: plan.id, exclude: [...(excluded.get(plan.id) ?? [])] }))
}

/** The steps excluded, or no longer. */
export function withSteps(
  excluded: Excluded,
  steps: readonly { planId: string; stepId: string }[],
  out: boolean,
): Excluded {
  const next = new Map([...excluded].map(([planId, ids]) => [planId, new Set(ids)]))
  for (const { planId, stepId } of steps) {
    const ids = next.get(planId) ?? new Set()
    if (out) ids.add(stepId)
    else ids.delete(stepId)
    next.set(planId, ids)
  }
  return next
}
