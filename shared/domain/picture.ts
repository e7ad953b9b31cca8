import { type BedrockJob, bedrockJobs, configuringStep } from './bedrock-jobs'
import { calledJob, readerOfCall } from './called-job'
import { isClaudeAlias, startsClaudeCode } from './claude-code'
import { type Lookup, resolveExpression } from './expression'
import type { Failure } from './failure'
import type { RepositoryName } from './ids'
import { mayRun } from './job-condition'
import type { CheckScope } from './links/check-scope'
import type { AccountObservation, RepositoryObservation, WorkflowObservation } from './observation'
import { known, type Reading, valueOr } from './reading'
import { type JobReader, readerOf, type SettingInForce, settingInForce } from './setting-in-force'
import type { Setup } from './setup'
import { type PredictedSubject, subjectsOfJob } from './subject'
import { STS_AUDIENCE } from './trust-claims'
import { inputOf } from './workflow/steps'
import { isOnlyCalled } from './workflow-file'
import { type FrontMatter, observedFrontMatter, readsWorkflowMd } from './workflow-md'
import type { WorkflowFile, WorkflowJob } from './workflow-types'

/** All that a chain is judged from. `account` null comes with the reason, or none when no account is meant yet. */
export interface ChainContext {
  observation: RepositoryObservation
  account: AccountObservation | null
  accountFailure: Failure | null
  /** Wanted state: stored, or inferred from what was found; null when nothing suggests one. */
  setup: Setup | null
  /** When Rolecall last changed here what a run meets, in milliseconds since the epoch; null when it never did. */
  changedAt: number | null
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
  /** Where Bedrock is called in another region than the credentials are configured for; null mostly. */
  callRegion: SettingInForce | null
  model: SettingInForce
  /** What `WORKFLOW.md` says, where the job takes its model from there; null mostly. */
  frontMatter: FrontMatter | null
  /** Whom the token is for; null when only the run knows it. */
  audience: string | null
  subjects: Reading<PredictedSubject[]>
  /** The job itself; of a call within the repository, the called job that takes the role. */
  acting: ActingJob
}

/** A job that calls another file, and how its expressions are read. */
export interface Call {
  job: WorkflowJob
  lookup: Lookup
}

/** The job that takes the role, and how its expressions are read. */
export interface ActingJob {
  bedrock: BedrockJob
  /** The calls that lead to it, from the file that starts; the last one may lead out of the repository. */
  calls: readonly Call[]
  /** What an input of a step comes to, trimmed as actions do; empty where it is not given, null where only a run knows. */
  read(expression: string | null): string | null
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

/** Whether others call what stands here and nothing starts by itself: the callers are judged in its place. */
export function isCalledOnly({ workflows, jobs }: Pick<Picture, 'workflows' | 'jobs'>): boolean {
  return workflows.length > 0 && jobs.length === 0
}

/** The Bedrock jobs of a repository as it stands. */
export function standingJobs(observation: RepositoryObservation): OurJob[] {
  return drawn(observation).jobs
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
    const { reader, ...acting } = actingJob(observation, file, bedrock)
    const setting = (expression: string | null) => settingInForce(expression, observation, reader)
    const { role, region, callRegion } = acting.bedrock
    const { model, frontMatter } = modelOf(observation, acting.bedrock, setting)
    const audience = audienceOf(acting)
    const environment = environmentOf(acting.bedrock.job, reader)
    const presenting = { ...job, calls: acting.calls.at(-1)?.job.calls ?? null, environment }
    return {
      observed,
      file,
      bedrock,
      scope: { path: observed.path, jobId: job.id, events: null },
      role: asInput(setting(role)),
      region: setting(region),
      callRegion: callRegion && setting(callRegion.text),
      model,
      frontMatter,
      audience,
      subjects: subjectsIn(observation, observed.path, file, presenting, {
        audience,
        runs: (subject) =>
          [...acting.calls, { job: acting.bedrock.job, lookup: reader.lookup }].every((one) =>
            mayRun(one, subject),
          ),
      }),
      acting,
    }
  })
}

function actingJob(
  observation: RepositoryObservation,
  file: WorkflowFile,
  bedrock: BedrockJob,
): ActingJob & { reader: JobReader } {
  const { calls, ...acting } = behind(observation, bedrock, readerOf(observation, file, bedrock.job))
  const read = (expression: string | null) => {
    const { value, known: isKnown } = resolveExpression(expression ?? '', acting.reader.lookup)
    return isKnown ? value.trim() : null
  }
  return { ...acting, calls, read }
}

/** GitHub allows ten levels of workflows, the run's own included (GitHub Docs, reusing workflows). */
const MOST_CALLS = 9

/** Follows calls within the repository to the job that takes the role. */
function behind(
  observation: RepositoryObservation,
  bedrock: BedrockJob,
  reader: JobReader,
  before: readonly Call[] = [],
): { bedrock: BedrockJob; reader: JobReader; calls: readonly Call[] } {
  const { job } = bedrock
  if (job.calls === null) return { bedrock, reader, calls: before }
  const calls = [...before, { job, lookup: reader.lookup }]
  const called = calls.length > MOST_CALLS ? null : calledJob(observation, job)
  if (called === null) return { bedrock, reader, calls }
  return behind(observation, called.bedrock, readerOfCall(observation, { job, ...reader }, called), calls)
}

/** Actions trim their inputs. */
function asInput(setting: SettingInForce): SettingInForce {
  return setting.kind === 'value' ? { ...setting, value: setting.value.trim() } : setting
}

/** A model that the workflow itself does not settle is the one that the front matter of `WORKFLOW.md` names. */
function modelOf(
  observation: RepositoryObservation,
  { job, model }: BedrockJob,
  setting: (expression: string | null) => SettingInForce,
): Pick<OurJob, 'model' | 'frontMatter'> {
  const own = setting(model)
  const isOpen = own.kind === 'unnamed' || (own.kind === 'undecided' && own.holder === null)
  const matter = isOpen && readsWorkflowMd(job) ? observedFrontMatter(observation) : null
  if (!matter?.model) return { model: ofClaude(job, own), frontMatter: null }
  return {
    model: ofClaude(job, { kind: 'value', value: matter.model.text, holder: null }),
    frontMatter: matter,
  }
}

/** Which model an alias of Claude Code's own means, only its version and settings tell. */
function ofClaude(job: WorkflowJob, model: SettingInForce): SettingInForce {
  const isAlias = model.kind === 'value' && startsClaudeCode(job) && isClaudeAlias(model.value)
  return isAlias ? { kind: 'undecided', expression: model.value, holder: model.holder } : model
}

/** The events are those of the file that starts; the environment of `job` is that of the job which acts. */
function subjectsIn(
  { subject, facts }: RepositoryObservation,
  path: string,
  file: WorkflowFile,
  job: WorkflowJob,
  { audience, runs }: { audience: string | null; runs: (subject: PredictedSubject) => boolean },
): Reading<PredictedSubject[]> {
  if (!subject.known) return subject
  const predicted = subjectsOfJob(file, job, facts, subject.value, path).filter(runs)
  return known(predicted.map((one) => withAudience(one, audience)))
}

/** As written where it hangs on what a person chooses at the start: then only the run knows it. */
function environmentOf({ environment }: WorkflowJob, { lookup }: JobReader): string | null {
  if (environment === null) return null
  const { value, known: isKnown, reads } = resolveExpression(environment, lookup)
  if (!isKnown || reads.some(({ context }) => context === 'inputs')) return environment
  return value === '' ? null : value
}

/** What the token is asked for: the action's input, else AWS's; null when only the run knows it. */
function audienceOf({ bedrock: { job }, read }: ActingJob): string | null {
  const step = configuringStep(job)
  const audience = read(step && inputOf(step, 'audience'))
  return audience === '' ? STS_AUDIENCE : audience
}

function withAudience(subject: PredictedSubject, audience: string | null): PredictedSubject {
  const { aud, ...claims } = subject.claims
  if (audience === null) return { ...subject, claims, open: [...subject.open, 'aud'] }
  return { ...subject, claims: { ...claims, aud: audience } }
}
