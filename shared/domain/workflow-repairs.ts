import { type BedrockJob, bedrockJobs, configuringStep } from './bedrock-jobs'
import { calledFile } from './called-job'
import type { RepositoryObservation } from './observation'
import { type OurWorkflow, ourWorkflows } from './picture'
import type { ActionsPolicy } from './repository-policy'
import { judgeAction } from './repository-policy'
import { fittingDuration, outlivedSession } from './session-outlived'
import type { Setup } from './setup'
import { settings } from './templates/pieces'
import { knownPin } from './workflow/pins'
import { exceedingScopes } from './workflow/scopes'
import {
  addConfigureStep,
  addDispatchTrigger,
  type DefaultRights,
  type Edit,
  grantIdToken,
  grantRights,
  pinActions,
  type Rights,
  repeatConfigureStep,
  setEnvironment,
  setSessionDuration,
} from './workflow-edit'
import { isOnlyCalled } from './workflow-file'
import type { WorkflowJob } from './workflow-types'

/** One thing that a pull request changes in a workflow of ours; `says` tells its reviewer what for. */
export interface WorkflowRepair {
  path: string
  says: string
  apply: (text: string) => Edit
}

/** Everything that a workflow of ours lacks and an edit can give, in the order in which the edits are made. */
export function workflowRepairs(observation: RepositoryObservation, setup: Setup): WorkflowRepair[] {
  const ours = ourWorkflows(observation)
  const entries = ours.filter(({ file }) => !isOnlyCalled(file.triggers))
  const dispatchable = entries.some(({ file }) => file.dispatchInputs !== null)
  return ours.flatMap((workflow) => [
    ...bedrockJobs(workflow.file).flatMap((bedrock) => repairsOfJob(observation, setup, workflow, bedrock)),
    ...(dispatchable || workflow !== entries[0] ? [] : [dispatch(workflow)]),
    ...pins(observation, workflow),
  ])
}

function repairsOfJob(
  observation: RepositoryObservation,
  setup: Setup,
  { observed: { path }, file }: OurWorkflow,
  bedrock: BedrockJob,
): WorkflowRepair[] {
  const { job } = bedrock
  const defaults: DefaultRights =
    observation.policy?.jobRights.known === true ? observation.policy.jobRights.value : null
  const fromCaller = job.idToken === 'caller' && isOnlyCalled(file.triggers)
  const needsToken = job.idToken !== 'write' && !fromCaller
  return [
    ...(needsToken
      ? [
          repair(path, `lets job \`${job.id}\` ask for an OIDC token`, (text) =>
            grantIdToken(text, job.id, defaults),
          ),
        ]
      : []),
    ...rightsOfCall(observation, path, job, defaults),
    ...(isUnconfigured(bedrock) ? [configure(path, job, setup)] : []),
    ...session(path, job),
    ...environment(path, job, setup),
  ]
}

function repair(path: string, says: string, apply: WorkflowRepair['apply']): WorkflowRepair {
  return { path, says, apply }
}

/** Read once the token is granted: naming that right may take from the job what the called file asks for. */
function rightsOfCall(
  observation: RepositoryObservation,
  path: string,
  job: WorkflowJob,
  defaults: DefaultRights,
): WorkflowRepair[] {
  const called = calledFile(observation, job)
  if (!called?.parsed.valid) return []
  return [
    repair(path, `grants job \`${job.id}\` what \`${called.path}\` asks for`, (text) => {
      const rights = rightsBeyond(text, job.id, called.text)
      return rights === null ? { ok: true, text } : grantRights(text, job.id, rights, defaults)
    }),
  ]
}

/** What a called file asks for beyond its caller; null where that is nothing, or cannot be named. */
export function rightsBeyond(caller: string, jobId: string, called: string): Rights | null {
  const beyond = exceedingScopes(caller, jobId, called).map(({ asked }) => asked.split(': '))
  const rights: Record<string, 'read' | 'write'> = {}
  for (const [scope = '', level] of beyond) {
    if (level !== 'read' && level !== 'write') return null
    if (rights[scope] !== 'write') rights[scope] = level
  }
  return beyond.length > 0 ? rights : null
}

/** Whether a job calls Bedrock and nothing in the file gives it credentials. */
export function isUnconfigured({ job, via }: BedrockJob): boolean {
  if (via !== 'claude-action' || configuringStep(job) !== null) return false
  const given = [job.env, ...job.steps.flatMap((step) => [step.env, step.with])]
  return !given.some((values) =>
    Object.keys(values).some((name) =>
      /^aws[-_](?:access[-_]key[-_]id|bearer[-_]token[-_]bedrock|profile|web[-_]identity[-_]token[-_]file)$/i.test(
        name,
      ),
    ),
  )
}

function configure(path: string, job: WorkflowJob, setup: Setup): WorkflowRepair {
  const { role, region } = settings(setup)
  return repair(path, `lets job \`${job.id}\` take its role before it calls Bedrock`, (text) =>
    addConfigureStep(text, job.id, { role, region }),
  )
}

function session(path: string, job: WorkflowJob): WorkflowRepair[] {
  const seconds = fittingDuration(job)
  const duration =
    seconds === null
      ? []
      : [
          repair(path, `lets the session of job \`${job.id}\` last ${seconds} seconds`, (text) =>
            setSessionDuration(text, job.id, seconds),
          ),
        ]
  // From the last one on, so that the indexes of the others stay.
  const again = outlivedSession(job)
    .before.map(({ index }) => index)
    .toReversed()
    .map((index) =>
      repair(path, `lets job \`${job.id}\` take its role again before step ${index + 1}`, (text) =>
        repeatConfigureStep(text, job.id, index),
      ),
    )
  return [...again, ...duration]
}

/** Asked for by a setup that trusts one environment and nothing else. */
function environment(path: string, job: WorkflowJob, { scope }: Setup): WorkflowRepair[] {
  const [only, ...others] = scope
  if (only?.kind !== 'environment' || others.length > 0) return []
  if (job.environment !== null || job.calls !== null) return []
  return [
    repair(path, `lets job \`${job.id}\` run in the environment ${only.name}`, (text) =>
      setEnvironment(text, job.id, only.name),
    ),
  ]
}

function dispatch({ observed: { path } }: OurWorkflow): WorkflowRepair {
  return repair(path, 'lets the workflow be started by hand', addDispatchTrigger)
}

/** Only where the repository asks for pins: a tag that may move is no reason for a pull request of its own. */
function pins(
  { policy, facts }: RepositoryObservation,
  { observed: { path }, file }: OurWorkflow,
): WorkflowRepair[] {
  if (policy?.actions.known !== true || !policy.actions.value.pinned) return []
  const actions: ActionsPolicy = policy.actions.value
  const pinnable = file.jobs.flatMap(({ steps }) =>
    steps.flatMap(({ uses }) => {
      const verdict = uses === null ? null : judgeAction(uses, actions, facts.owner)
      return uses !== null && verdict?.may === 'not-run' && knownPin(uses) ? [uses] : []
    }),
  )
  return pinnable.length > 0
    ? [repair(path, 'pins actions to full-length commits, as the repository asks', pinActions)]
    : []
}
