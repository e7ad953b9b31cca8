import type { StartRequest } from '../../../shared/contract/runs'
import type { DetectedWorkflows, Dispatchable, Preparation } from '../../../shared/contract/test-runs'
import { bedrockJobs } from '../../../shared/domain/bedrock-jobs'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { WorkflowObservation, WorkflowState } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'
import { valueOr } from '../../../shared/domain/reading'
import type { RunSummary } from '../../../shared/domain/run'
import type { Setup } from '../../../shared/domain/setup'
import {
  complaintOf,
  firstValues,
  MOST_INPUTS,
  nonceInput,
  valueFromSetup,
} from '../../../shared/domain/test-inputs'
import { type DispatchFacts, inputsAt, readinessOf } from '../../../shared/domain/test-readiness'
import type { DispatchInput } from '../../../shared/domain/workflow-types'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'
import type { InputMemory } from './kept-inputs'

export interface StartingParts {
  connections: ConnectionService
  fleet: FleetService
  memory: InputMemory
}

/** Code of a failure that keeps a workflow from being started before GitHub is asked. */
export const NOT_STARTABLE = 'not-startable'

/** Gets test runs ready and starts them. */
export class TestRuns {
  constructor(private readonly parts: StartingParts) {}

  /** The workflows of ours, each with its inputs or why it cannot be dispatched. */
  async dispatchable(repository: RepositoryName): Promise<Dispatchable[]> {
    return dispatchableOf(await this.parts.fleet.context(repository, false))
  }

  /** The same of each watched repository that is not archived, as last read. */
  detected(): DetectedWorkflows[] {
    return this.parts.fleet.observed().flatMap((observation) => {
      const { archived, repository } = observation.facts
      if (archived) return []
      return [{ repository, workflows: observation.workflows.known ? dispatchableOf({ observation }) : [] }]
    })
  }

  /** Looks at the workflow at a ref: what it asks for there, and what stands in the way. */
  async prepare(repository: RepositoryName, workflowPath: string, ref: string | null): Promise<Preparation> {
    const { connections, fleet, memory } = this.parts
    const context = await fleet.context(repository, false)
    const { observation, setup } = context
    const github = connections.github()
    const facts = await this.factsAt(context, workflowPath, ref ?? defaultBranchOf(context))
    const actionsEnabled = await github.actionsEnabled(repository)
    const checks = readinessOf({ ...facts, actionsEnabled })
    const inputs = inputsAt(facts)
    return {
      workflowPath,
      workflowName: nameOf(context, workflowPath),
      ref: facts.ref,
      checks,
      ready: checks.every(({ passes }) => passes !== 'no'),
      inputs,
      values: firstValues(inputs, setup, memory.ofWorkflow(repository, workflowPath)),
      environments: valueOr(observation.environments, []).map(({ name }) => name),
    }
  }

  /** Dispatches and resolves with the run. */
  async start(request: StartRequest): Promise<RunSummary> {
    const { repository } = request
    const { connections, fleet, memory } = this.parts
    const context = await fleet.context(repository, true)
    const kept = request.like === undefined ? null : memory.ofRun(repository, request.like)
    const ref = request.ref ?? kept?.ref ?? defaultBranchOf(context)
    const path = request.workflowPath ?? kept?.workflowPath ?? null
    const { workflowPath, declared } = await this.chosenAt(context, path, ref)
    /* What the workflow no longer takes is no reason not to start it as the last time. */
    const again = Object.entries(kept?.inputs ?? {}).filter(([name]) => takes(declared, name))
    const inputs = inputsFor(declared, context.setup, { ...Object.fromEntries(again), ...request.inputs })
    const run = await connections
      .github()
      .dispatch({ repository, workflowPath, ref, inputs, nonceInput: nonceInput(declared, inputs) })
    memory.keep(run, workflowPath, ref, inputs)
    return run
  }

  /** The file of the default branch is at hand; that of another ref is read. */
  private async chosenAt(
    context: ChainContext,
    path: string | null,
    ref: string,
  ): Promise<{ workflowPath: string; declared: DispatchInput[] }> {
    const choices = dispatchableOf(context)
    if (ref === context.observation.facts.defaultBranch) {
      const { path: workflowPath, inputs } = choose(choices, path)
      return { workflowPath, declared: inputs }
    }
    const workflowPath = path ?? choose(choices, null).path
    const facts = await this.factsAt(context, workflowPath, ref)
    const obstacle = readinessOf({ ...facts, actionsEnabled: null }).find(({ passes }) => passes === 'no')
    if (obstacle) throw refused(`${workflowPath} cannot be started: ${obstacle.says}`, NOT_STARTABLE)
    return { workflowPath, declared: inputsAt(facts) }
  }

  private async factsAt(
    { observation }: ChainContext,
    path: string,
    ref: string,
  ): Promise<Omit<DispatchFacts, 'actionsEnabled'>> {
    const { facts } = observation
    const github = this.parts.connections.github()
    const known = valueOr(observation.workflows, []).find((each) => each.path === path)
    const [read, state] = await Promise.all([
      github.dispatchFacts(facts.repository, path, ref),
      known?.id == null ? (known?.state ?? 'unknown') : github.workflowState(facts.repository, known.id),
    ])
    return { path, ref, facts, ...read, state: STATES.get(state) ?? 'unknown' }
  }
}

const STATES: ReadonlyMap<string, WorkflowState> = new Map(
  (['active', 'deleted', 'disabled_fork', 'disabled_inactivity', 'disabled_manually'] as const).map(
    (state) => [state, state],
  ),
)

/** What the request names, and for what it leaves out what the setup says: a test run is one of Bedrock. */
function inputsFor(
  declared: readonly DispatchInput[],
  setup: Setup | null,
  given: Record<string, string>,
): Record<string, string> {
  const filled = declared.flatMap((input) => {
    const told = given[input.name] === undefined ? valueFromSetup(input, setup) : null
    return told === null ? [] : [[input.name, told] as const]
  })
  const inputs = { ...Object.fromEntries(filled), ...given }
  const names = Object.keys(inputs)
  if (names.length > MOST_INPUTS) throw refused(`GitHub takes ${MOST_INPUTS} inputs at most.`)
  const unknown = names.find((name) => !takes(declared, name))
  if (unknown !== undefined) throw refused(undeclared(unknown, declared))
  for (const input of declared) {
    const value = inputs[input.name]
    const complaint = value === undefined ? null : complaintOf(input, value)
    if (complaint !== null) throw refused(`The input ${input.name} cannot be "${value}". ${complaint}`)
  }
  return inputs
}

function takes(declared: readonly DispatchInput[], wanted: string): boolean {
  return declared.some(({ name }) => name.toLowerCase() === wanted.toLowerCase())
}

function undeclared(name: string, declared: readonly DispatchInput[]): string {
  const taken = declared.map((input) => input.name).join(', ')
  return `The workflow has no input ${name}. ${taken === '' ? 'It takes none.' : `It takes ${taken}.`}`
}

function dispatchableOf({ observation }: Pick<ChainContext, 'observation'>): Dispatchable[] {
  if (!observation.workflows.known) throw new ExpectedFailure(observation.workflows.failure)
  return observation.workflows.value.flatMap((workflow) =>
    describeDispatch(workflow, observation.facts.archived),
  )
}

function describeDispatch({ path, parsed, state }: WorkflowObservation, archived: boolean): Dispatchable[] {
  if (!parsed.valid || bedrockJobs(parsed.file).length === 0) return []
  const { name, dispatchInputs } = parsed.file
  const disabled = state.startsWith('disabled')
  const refusal = archived
    ? 'The repository is archived.'
    : dispatchInputs === null
      ? 'The file on the default branch has no workflow_dispatch trigger.'
      : disabled
        ? 'The workflow is disabled.'
        : null
  return [{ path, name: name ?? path, inputs: dispatchInputs ?? [], refusal }]
}

function choose(candidates: Dispatchable[], path: string | null): Dispatchable {
  const named = path === null ? candidates : candidates.filter((candidate) => candidate.path === path)
  const chosen = named.find(({ refusal }) => refusal === null)
  if (chosen) return chosen
  const [first] = named
  if (first) throw refused(`${first.path} cannot be started: ${first.refusal}`, NOT_STARTABLE)
  throw refused(
    path === null
      ? 'No workflow here calls Bedrock. Set the repository up first.'
      : `There is no ${path} on the default branch.`,
  )
}

function nameOf({ observation }: ChainContext, path: string): string {
  const found = valueOr(observation.workflows, []).find((each) => each.path === path)
  return (found?.parsed.valid ? found.parsed.file.name : null) ?? path
}

function defaultBranchOf({ observation }: ChainContext): string {
  const { defaultBranch } = observation.facts
  if (defaultBranch === null) throw refused('The repository is empty: it has no branch to run on.')
  return defaultBranch
}

function refused(sentence: string, code: string | null = null): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: null }, code))
}
