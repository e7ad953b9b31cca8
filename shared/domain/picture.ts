import { type BedrockJob, bedrockJobs } from './bedrock-jobs'
import type { Failure } from './failure'
import type { RepositoryName } from './ids'
import type { CheckScope } from './links/check-scope'
import type { AccountObservation, RepositoryObservation, WorkflowObservation } from './observation'
import { type Reading, valueOr } from './reading'
import { type SettingInForce, settingInForce } from './setting-in-force'
import type { Setup } from './setup'
import { type PredictedSubject, subjectsOfJob } from './subject'
import { isOnlyCalled } from './workflow-file'
import type { WorkflowFile } from './workflow-types'

/** All that a chain is judged from. `account` null comes with the reason, or none when no account is meant yet. */
export interface ChainContext {
  observation: RepositoryObservation
  account: AccountObservation | null
  accountFailure: Failure | null
  /** Wanted state: stored, or inferred from what was found; null when nothing suggests one. */
  setup: Setup | null
  /** Milliseconds since the epoch. */
  now: number
}

/** A valid workflow file with a job that takes a role and calls Bedrock. */
export interface OurWorkflow {
  observed: WorkflowObservation
  file: WorkflowFile
}

/** One Bedrock job, with its settings as it will see them and the subjects that it will present. */
export interface OurJob extends OurWorkflow {
  bedrock: BedrockJob
  scope: CheckScope
  role: SettingInForce
  region: SettingInForce
  model: SettingInForce
  subjects: Reading<PredictedSubject[]>
}

/** What the links look at: the context, and the workflows of ours resolved. */
export interface Picture extends ChainContext {
  repository: RepositoryName
  /** Every workflow of ours; those that are only called included. */
  workflows: OurWorkflow[]
  /** Bedrock jobs of the workflows that start by themselves; what a called file does is judged at its caller. */
  jobs: OurJob[]
}

/** Draws the picture of one repository. */
export function pictureOf(context: ChainContext): Picture {
  return { ...context, repository: context.observation.facts.repository, ...drawn(context.observation) }
}

type Drawing = Pick<Picture, 'workflows' | 'jobs'>

/** Observations are never changed, and one is drawn for its chain, its inferred setup and its models. */
const DRAWINGS = new WeakMap<RepositoryObservation, Drawing>()

function drawn(observation: RepositoryObservation): Drawing {
  const before = DRAWINGS.get(observation)
  if (before) return before
  const workflows = ourWorkflows(observation)
  const drawing = { workflows, jobs: workflows.flatMap((workflow) => jobsOf(workflow, observation)) }
  DRAWINGS.set(observation, drawing)
  return drawing
}

/** The valid workflows of ours on the default branch. */
export function ourWorkflows(observation: RepositoryObservation): OurWorkflow[] {
  return valueOr(observation.workflows, []).flatMap((observed) =>
    observed.parsed.valid && bedrockJobs(observed.parsed.file).length > 0
      ? [{ observed, file: observed.parsed.file }]
      : [],
  )
}

function jobsOf({ observed, file }: OurWorkflow, observation: RepositoryObservation): OurJob[] {
  if (isOnlyCalled(file.triggers)) return []
  return bedrockJobs(file).map((bedrock) => {
    const { job } = bedrock
    const setting = (expression: string | null) => settingInForce(expression, observation, file, job)
    return {
      observed,
      file,
      bedrock,
      scope: { path: observed.path, jobId: job.id, event: null },
      role: setting(bedrock.role),
      region: setting(bedrock.region),
      model: setting(bedrock.model),
      subjects: subjectsIn(observation, observed.path, file, bedrock),
    }
  })
}

/** The environment of a job that calls a local file is the one that the called job names. */
function subjectsIn(
  observation: RepositoryObservation,
  path: string,
  file: WorkflowFile,
  { job }: BedrockJob,
): Reading<PredictedSubject[]> {
  const { subject, facts } = observation
  if (!subject.known) return subject
  const called = calledEnvironment(observation, job.calls)
  const presenting = called === null ? job : { ...job, environment: called }
  return { known: true, value: subjectsOfJob(file, presenting, facts, subject.value, path) }
}

function calledEnvironment(observation: RepositoryObservation, calls: string | null): string | null {
  if (!calls?.startsWith('./')) return null
  const called = valueOr(observation.workflows, []).find(({ path }) => `./${path}` === calls)
  if (!called?.parsed.valid) return null
  return bedrockJobs(called.parsed.file).find(({ job }) => job.environment !== null)?.job.environment ?? null
}
