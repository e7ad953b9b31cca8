import { resolveExpression } from '../../../shared/domain/expression'
import { parseWorkflow } from '../../../shared/domain/workflow-file'
import type { DispatchInput, WorkflowFile, WorkflowJob } from '../../../shared/domain/workflow-types'
import type { GithubWorld } from '../github/github-world'
import { findCalled, type WorkflowSourceFile } from './called-workflow'
import { type ExpressionScope, lookupIn } from './lookup'
import { combinationsOf, jobOf } from './matrix'
import {
  calledNotFound,
  callRefused,
  nestedTokenRefused,
  StartupFailure,
  unreadableFile,
} from './startup-failure'
import { declaresPermissions, tokenPermissions } from './token-permissions'

/** A job as it will run, a called workflow's jobs in place of the job that calls it. */
export interface PlannedJob {
  /** `build`, or `call/build` for a job of a called workflow. */
  key: string
  name: string
  /** Keys of the jobs that must succeed first. */
  needs: string[]
  job: WorkflowJob
  /** `if` of the jobs that call it and its own, outermost first. */
  conditions: string[]
  /** The `env` of the file that holds the job. */
  fileEnv: Record<string, string>
  mayRequestToken: boolean
  /** Lines of the group `GITHUB_TOKEN Permissions`. */
  permissions: string[]
  inputs: Record<string, string | boolean>
  /** Secrets by upper-case name, or all that the repository gives. */
  secrets: 'all' | Record<string, string>
  /** Claim `job_workflow_ref`. */
  workflowReference: string
}

/** What a run will do, or the message of its startup failure. */
export type RunPlan = { starts: true; jobs: PlannedJob[] } | { starts: false; message: string }

/** One file of the run: its own, or one that it calls. */
interface Level {
  github: GithubWorld
  source: WorkflowSourceFile
  /** The run's own file, which the message of a failure names. */
  root: WorkflowSourceFile
  secrets: PlannedJob['secrets']
  /** Null at the top. */
  caller: (Pick<PlannedJob, 'key' | 'name' | 'conditions' | 'mayRequestToken'> & { line: number }) | null
  scope: ExpressionScope
  depth: number
}

/** One combination of a job’s matrix, or the job itself. */
interface Variant {
  job: WorkflowJob
  /** Tells the keys of its jobs apart. */
  mark: string
}

/** GitHub allows ten levels of workflows, the run's own included. */
const DEEPEST_CALL = 10

/** Reads the file and expands its calls, checking what GitHub checks before it starts a job. */
export function planJobs(github: GithubWorld, source: WorkflowSourceFile, scope: ExpressionScope): RunPlan {
  const level: Level = { github, source, root: source, secrets: 'all', caller: null, scope, depth: 1 }
  try {
    const file = readFile(level)
    const inputs = inputsOf(file.dispatchInputs, scope.inputs)
    return { starts: true, jobs: jobsOf(file, { ...level, scope: { ...scope, inputs } }) }
  } catch (error) {
    if (error instanceof StartupFailure) return { starts: false, message: error.message }
    throw error
  }
}

function readFile({ source }: Level): WorkflowFile {
  const parsed = parseWorkflow(source.path, source.text)
  if (!parsed.valid) throw unreadableFile(source.path, parsed.errors)
  return parsed.file
}

function jobsOf(file: WorkflowFile, level: Level): PlannedJob[] {
  const planned = new Map<string, PlannedJob[]>()
  for (const job of file.jobs) {
    planned.set(
      job.id,
      variantsOf(job, level).flatMap((each) => plannedFor(each, file, level)),
    )
  }
  for (const job of file.jobs) {
    const needed = job.needs.flatMap((id) => planned.get(id) ?? []).map(({ key }) => key)
    for (const each of planned.get(job.id) ?? []) each.needs.push(...needed)
  }
  return [...planned.values()].flat()
}

/** A job as often as its matrix says, each time with a key of its own. */
function variantsOf(job: WorkflowJob, { source }: Level): Variant[] {
  const combinations = combinationsOf(source.text, job.id)
  if (combinations === null) return [{ job, mark: '' }]
  return combinations.map((each, index) => ({ job: jobOf(job, each), mark: `#${index}` }))
}

function plannedFor({ job, mark }: Variant, file: WorkflowFile, level: Level): PlannedJob[] {
  const jobs = job.calls === null ? [leaf(job, file, level)] : calledJobs(job, level)
  return mark === ''
    ? jobs
    : jobs.map((each) => ({
        ...each,
        key: `${each.key}${mark}`,
        needs: each.needs.map((need) => `${need}${mark}`),
      }))
}

function leaf(job: WorkflowJob, file: WorkflowFile, level: Level): PlannedJob {
  const { caller, source, scope } = level
  const name = resolveExpression(job.name ?? job.id, lookupIn(scope)).value
  return {
    key: keyOf(job, level),
    name: caller === null ? name : `${caller.name} / ${name}`,
    needs: [],
    job,
    conditions: conditionsOf(job, level),
    fileEnv: file.env,
    mayRequestToken: mayRequestToken(job, level),
    permissions: tokenPermissions(source.text, job.id, level.root.repository.actions.jobRights),
    inputs: scope.inputs,
    secrets: level.secrets,
    workflowReference: source.reference,
  }
}

function calledJobs(job: WorkflowJob, level: Level): PlannedJob[] {
  const called = findCalled(level.github, level.source, job.calls ?? '')
  if (called === null || level.depth >= DEEPEST_CALL) throw calledNotFound(level.root, level.source, job)
  const secrets = job.inheritsSecrets ? level.secrets : upperCased(resolved(job.callSecrets, level))
  const inner: Level = {
    ...level,
    source: called,
    secrets,
    depth: level.depth + 1,
    caller: {
      key: keyOf(job, level),
      name: job.name ?? job.id,
      conditions: conditionsOf(job, level),
      mayRequestToken: mayRequestToken(job, level),
      line: job.line,
    },
  }
  const file = readFile(inner)
  checkCall(file, called, job, level)
  const inputs = inputsOf(file.callInputs, resolved(job.callWith, level))
  const values = secrets === 'all' ? level.scope.values : { ...level.scope.values, secrets }
  return jobsOf(file, { ...inner, scope: { ...level.scope, inputs, values } })
}

/** What GitHub checks of a call before it starts a job (GitHub Docs, reusing workflows). */
function checkCall(file: WorkflowFile, called: WorkflowSourceFile, job: WorkflowJob, { root }: Level): void {
  if (file.callInputs === null) {
    const why = 'workflow is not reusable as it is missing a `on.workflow_call` trigger'
    throw callRefused(root, called, job, why)
  }
  const given = Object.keys(job.callWith).map((name) => name.toLowerCase())
  const absent = file.callInputs.find(
    ({ name, required, default: otherwise }) =>
      required && otherwise === null && !given.includes(name.toLowerCase()),
  )
  if (absent) {
    throw callRefused(root, called, job, `Input ${absent.name} is required, but not provided while calling.`)
  }
}

/** A called job may not ask for more than its caller has; one that declares nothing has what its caller has. */
function mayRequestToken(job: WorkflowJob, { caller, root, source }: Level): boolean {
  if (caller !== null && !declaresPermissions(source.text, job.id)) return caller.mayRequestToken
  const asks = job.idToken === 'write'
  if (asks && caller !== null && !caller.mayRequestToken) {
    throw nestedTokenRefused(root, caller.line, source, job.id)
  }
  return asks
}

function keyOf(job: WorkflowJob, { caller }: Level): string {
  return caller === null ? job.id : `${caller.key}/${job.id}`
}

function conditionsOf(job: WorkflowJob, { caller }: Level): string[] {
  return [...(caller?.conditions ?? []), ...(job.if === null ? [] : [job.if])]
}

function resolved(texts: Record<string, string>, { scope }: Level): Record<string, string> {
  const lookup = lookupIn(scope)
  const values = Object.entries(texts).map(([name, text]) => [name, resolveExpression(text, lookup).value])
  return Object.fromEntries(values)
}

function upperCased(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]))
}

/** The declared inputs with their defaults and types; what is not declared does not reach the workflow. */
function inputsOf(
  declared: DispatchInput[] | null,
  given: Record<string, string | boolean>,
): Record<string, string | boolean> {
  const inputs = (declared ?? []).map((input) => {
    const value = given[input.name] ?? input.default ?? ''
    return [input.name, input.type === 'boolean' ? String(value) === 'true' : value] as const
  })
  return Object.fromEntries(inputs)
}
