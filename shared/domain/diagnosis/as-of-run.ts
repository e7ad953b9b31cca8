import type { RepositoryObservation, WorkflowObservation } from '../observation'
import type { ChainContext } from '../picture'
import { known } from '../reading'
import type { RunSummary } from '../run'
import { parseWorkflow } from '../workflow-file'
import type { Trigger } from '../workflow-types'

/**
 * The world as one run met it: its workflow file as committed where it ran (`text`, null where that is the default
 * branch or could not be read), started by its own event on its own ref only. So the chain tells the exact subject.
 */
export function asOfRun(context: ChainContext, run: RunSummary, text: string | null): ChainContext {
  return { ...context, observation: narrowed(context.observation, run, text) }
}

function narrowed(
  observation: RepositoryObservation,
  run: RunSummary,
  text: string | null,
): RepositoryObservation {
  if (!observation.workflows.known) return observation
  const workflows = withItsFile(observation.workflows.value, run, text).map((workflow) =>
    workflow.path === run.workflowPath ? asRun(workflow, run, text) : workflow,
  )
  const defaultBranch = run.branch ?? observation.facts.defaultBranch
  return { ...observation, workflows: known(workflows), facts: { ...observation.facts, defaultBranch } }
}

/** A pull request runs the file that it adds, which the default branch does not have yet. */
function withItsFile(
  workflows: readonly WorkflowObservation[],
  { workflowPath: path }: RunSummary,
  text: string | null,
): WorkflowObservation[] {
  if (path === null || text === null || workflows.some((one) => one.path === path)) return [...workflows]
  return [...workflows, { path, text, id: null, state: 'active', parsed: parseWorkflow(path, text) }]
}

function asRun(workflow: WorkflowObservation, run: RunSummary, text: string | null): WorkflowObservation {
  const there =
    text === null || text === workflow.text
      ? workflow
      : { ...workflow, text, parsed: parseWorkflow(workflow.path, text) }
  if (!there.parsed.valid) return there
  const { file } = there.parsed
  const trigger = file.triggers.find(({ event }) => event === run.event)
  const triggers = [onItsRef(trigger ?? { event: run.event, branches: null, tags: null }, run.branch)]
  return { ...there, parsed: { valid: true, file: { ...file, triggers } } }
}

/** GitHub names the branch or the tag of a run alike: a release is of a tag, a push of one where only tags start it. */
function onItsRef(trigger: Trigger, ref: string | null): Trigger {
  if (ref === null) return trigger
  const isTag = trigger.event === 'release' || (trigger.tags !== null && trigger.branches === null)
  if (isTag) return { ...trigger, branches: [], tags: [ref] }
  return trigger.event === 'push' ? { ...trigger, branches: [ref], tags: null } : trigger
}
