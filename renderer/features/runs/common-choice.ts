import type { DetectedWorkflows, Dispatchable, TestChoice } from '../../../shared/contract/test-runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { commonInputs } from '../../../shared/domain/test-inputs'
import type { DispatchInput } from '../../../shared/domain/workflow-types'

/** What can be chosen for all at once: what each of them has. */
export interface CommonOffer {
  workflows: Dispatchable[]
  inputs: DispatchInput[]
}

/** The workflow that a repository runs: the named one, else the first that can be started, else the first of ours. */
export function workflowOf(workflows: readonly Dispatchable[], path: string | null): Dispatchable | null {
  if (path !== null) return workflows.find((workflow) => workflow.path === path) ?? null
  return workflows.find(({ refusal }) => refusal === null) ?? workflows[0] ?? null
}

/** What these repositories have in common. */
export function offerFor(of: readonly DetectedWorkflows[], path: string | null): CommonOffer {
  const [first, ...others] = of
  const workflows = (first?.workflows ?? []).filter((workflow) =>
    others.every((each) => each.workflows.some((other) => other.path === workflow.path)),
  )
  const isCommon = workflows.some((workflow) => workflow.path === path)
  const run = of.flatMap((each) => workflowOf(each.workflows, isCommon ? path : null) ?? [])
  return { workflows, inputs: commonInputs(run.map(({ inputs }) => inputs)) }
}

/** A choice without what no longer holds for all, after others were selected. */
export function withinOffer({ workflowPath, ref, inputs }: TestChoice, offer: CommonOffer): TestChoice {
  const names = new Set(offer.inputs.map(({ name }) => name))
  return {
    workflowPath: offer.workflows.some(({ path }) => path === workflowPath) ? workflowPath : null,
    ref: ref?.trim() || null,
    inputs: Object.fromEntries(
      Object.entries(inputs).filter(([name, value]) => names.has(name) && value !== ''),
    ),
  }
}

/** The choices of those among the picked that have their own. */
export function ownChoices(
  picked: readonly RepositoryName[],
  own: ReadonlyMap<RepositoryName, TestChoice>,
): (TestChoice & { repository: RepositoryName })[] {
  return picked.flatMap((repository) => {
    const choice = own.get(repository)
    return choice ? [{ repository, ...choice }] : []
  })
}
