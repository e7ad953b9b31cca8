import { type CalledModel, furtherModelOf, modelOf } from './bedrock-model'
import { callRegionOf, lineOfInput, regionOf, type Written } from './bedrock-region'
import { isClaudeAction } from './claude-code'
import { inputOf } from './workflow/steps'
import type { WorkflowFile, WorkflowJob, WorkflowStep } from './workflow-types'

/**
 * A job that takes a role and calls Bedrock; role, region and model are the expressions as written, null where the
 * file does not say. `lines` are 1-based.
 */
export interface BedrockJob {
  job: WorkflowJob
  role: string | null
  region: string | null
  /** Where the step that calls Bedrock sets another region for itself; null mostly. */
  callRegion: Written | null
  model: string | null
  /** Where a later step names another model; null mostly. */
  furtherModel: Written | null
  via: 'configure-step' | 'called-workflow' | 'claude-action'
  lines: { role: number | null; region: number | null; model: number | null }
}

const MENTIONS_BEDROCK = /bedrock|anthropic|claude/i
/** A called file is not at hand: an input that names a model is as good a sign as the word itself. */
const CALL_MENTIONS_BEDROCK = /bedrock|anthropic|claude|model/i

/** A parsed file never changes, and each is asked for by its reading, its picture and every inference. */
const FOUND = new WeakMap<WorkflowFile, BedrockJob[]>()

/** The jobs of a file that take a role and call Bedrock. */
export function bedrockJobs(file: WorkflowFile): BedrockJob[] {
  const before = FOUND.get(file)
  if (before) return before
  const found = file.jobs.flatMap((job) => {
    if (job.calls !== null) return calledWorkflow(job) ?? []
    return claudeAction(file, job) ?? configureStep(file, job) ?? []
  })
  FOUND.set(file, found)
  return found
}

/** Whether Rolecall watches the file: one of its jobs takes a role and calls Bedrock. */
export function isOurs(file: WorkflowFile): boolean {
  return bedrockJobs(file).length > 0
}

function calledWorkflow(job: WorkflowJob): BedrockJob | null {
  const passed = [
    ...Object.entries(job.callWith).map(([key, text]) => ({
      key,
      text,
      line: job.lines[`with.${key}`] ?? null,
    })),
    ...Object.entries(job.callSecrets).map(([key, text]) => ({
      key,
      text,
      line: job.lines[`secrets.${key}`] ?? null,
    })),
  ]
  const named = (pattern: RegExp) => passed.find(({ key }) => pattern.test(key)) ?? null
  const role = named(/^(?!.*(?:session|duration|external|chain|skip)).*role/i)
  const texts = [job.calls ?? '', ...passed.flatMap(({ key, text }) => [key, text])]
  // A called file may read the variables of its caller by itself: then its own name is the only sign.
  const tellsByName = /\/workflows\/[^@/]*bedrock/i.test(job.calls ?? '')
  if (role === null && !job.inheritsSecrets && !tellsByName) return null
  if (!texts.some((text) => CALL_MENTIONS_BEDROCK.test(text))) return null
  const region = named(/region/i)
  const model = named(/model/i)
  return {
    job,
    role: role?.text ?? null,
    region: region?.text ?? null,
    callRegion: null,
    model: model?.text ?? null,
    furtherModel: null,
    via: 'called-workflow',
    lines: { role: role?.line ?? null, region: region?.line ?? null, model: model?.line ?? null },
  }
}

function claudeAction(file: WorkflowFile, job: WorkflowJob): BedrockJob | null {
  const step = job.steps.find(isClaudeAction)
  if (step === undefined || inputOf(step, 'use_bedrock')?.toLowerCase() !== 'true') return null
  return bedrockJob(file, job, 'claude-action')
}

function configureStep(file: WorkflowFile, job: WorkflowJob): BedrockJob | null {
  if (!job.configureSteps.some(({ role }) => role !== null)) return null
  const others = file.jobs.filter((other) => other !== job && other.configureSteps.length > 0)
  // What the workflow says for all of its jobs tells something of this one only if no other takes a role.
  const shared = others.length === 0 ? [file.name ?? '', ...Object.entries(file.env).flat()] : []
  if (![...shared, ...textsOf(job)].some((text) => MENTIONS_BEDROCK.test(text))) return null
  return bedrockJob(file, job, 'configure-step')
}

function textsOf(job: WorkflowJob): string[] {
  return [job.id, job.name ?? '', ...Object.entries(job.env).flat(), ...job.steps.flatMap(textsOfStep)]
}

function textsOfStep(step: WorkflowStep): string[] {
  return [
    step.name ?? '',
    step.uses ?? '',
    step.run ?? '',
    ...Object.entries(step.with).flat(),
    ...Object.entries(step.env).flat(),
  ]
}

/** Whether a step seems to call Bedrock: it, or what it starts, says so by some name. */
export function isCallingBedrock(step: WorkflowStep): boolean {
  return textsOfStep(step).some((text) => MENTIONS_BEDROCK.test(text))
}

/** The step that takes the role; null where the job takes none, or calls another workflow. */
export function configuringStep(job: WorkflowJob): WorkflowStep | null {
  const taking = job.configureSteps.filter(({ role }) => role !== null).map(({ line }) => line)
  return job.steps.find(({ line }) => taking.includes(line)) ?? null
}

function bedrockJob(file: WorkflowFile, job: WorkflowJob, via: BedrockJob['via']): BedrockJob {
  const configure = configuringStep(job) ?? undefined
  const calling = job.steps.filter((step) => step !== configure && isCallingBedrock(step))
  const region = regionOf(file, job, configure ?? calling[0])
  const model: CalledModel = modelOf(file, job)
  return {
    job,
    role: configure === undefined ? null : inputOf(configure, 'role-to-assume'),
    region: region.text,
    callRegion: configure === undefined ? null : callRegionOf(calling, region),
    model: model.text,
    furtherModel: furtherModelOf(file, job),
    via,
    lines: { role: lineOfInput(configure, 'role-to-assume'), region: region.line, model: model.line },
  }
}
