import { type CalledModel, modelOf } from './bedrock-model'
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
  model: string | null
  via: 'configure-step' | 'called-workflow' | 'claude-action'
  lines: { role: number | null; region: number | null; model: number | null }
}

const MENTIONS_BEDROCK = /bedrock|anthropic|claude/i
/** A called file is not at hand: an input that names a model is as good a sign as the word itself. */
const CALL_MENTIONS_BEDROCK = /bedrock|anthropic|claude|model/i
const CLAUDE_ACTION = /^anthropics\/claude-code(?:-base)?-action(?:@|\/|$)/i

/** The jobs of a file that take a role and call Bedrock. */
export function bedrockJobs(file: WorkflowFile): BedrockJob[] {
  return file.jobs.flatMap((job) => {
    if (job.calls !== null) return calledWorkflow(job) ?? []
    return claudeAction(file, job) ?? configureStep(file, job) ?? []
  })
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
  const role = named(/role/i)
  const texts = [job.calls ?? '', ...passed.flatMap(({ key, text }) => [key, text])]
  if (role === null && !job.inheritsSecrets) return null
  if (!texts.some((text) => CALL_MENTIONS_BEDROCK.test(text))) return null
  const region = named(/region/i)
  const model = named(/model/i)
  return {
    job,
    role: role?.text ?? null,
    region: region?.text ?? null,
    model: model?.text ?? null,
    via: 'called-workflow',
    lines: { role: role?.line ?? null, region: region?.line ?? null, model: model?.line ?? null },
  }
}

function claudeAction(file: WorkflowFile, job: WorkflowJob): BedrockJob | null {
  const step = job.steps.find(({ uses }) => uses !== null && CLAUDE_ACTION.test(uses))
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
  const ofStep = (step: WorkflowStep) => [
    step.name ?? '',
    step.uses ?? '',
    step.run ?? '',
    ...Object.entries(step.with).flat(),
    ...Object.entries(step.env).flat(),
  ]
  return [job.id, job.name ?? '', ...Object.entries(job.env).flat(), ...job.steps.flatMap(ofStep)]
}

function bedrockJob(file: WorkflowFile, job: WorkflowJob, via: BedrockJob['via']): BedrockJob {
  const configure = job.steps.find((step) =>
    job.configureSteps.some(({ line, role }) => role !== null && line === step.line),
  )
  const region = regionOf(file, job, configure)
  const model: CalledModel = modelOf(file, job)
  return {
    job,
    role: configure === undefined ? null : inputOf(configure, 'role-to-assume'),
    region: region.text,
    model: model.text,
    via,
    lines: { role: lineOfInput(configure, 'role-to-assume'), region: region.line, model: model.line },
  }
}

function lineOfInput(step: WorkflowStep | undefined, name: string): number | null {
  const key = Object.keys(step?.lines ?? {}).find((line) => line.toLowerCase() === `with.${name}`)
  return key === undefined ? null : (step?.lines[key] ?? null)
}

/** The action's input, else the variable that the SDKs read. */
function regionOf(file: WorkflowFile, job: WorkflowJob, configure: WorkflowStep | undefined) {
  const given = configure === undefined ? null : inputOf(configure, 'aws-region')
  if (given !== null) return { text: given, line: lineOfInput(configure, 'aws-region') }
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    for (const step of job.steps) {
      const text = step.env[name]
      if (text !== undefined) return { text, line: step.lines[`env.${name}`] ?? null }
    }
    const ofJob = job.env[name]
    if (ofJob !== undefined) return { text: ofJob, line: job.lines[`env.${name}`] ?? null }
    const ofFile = file.env[name]
    if (ofFile !== undefined) return { text: ofFile, line: file.envLines[name] ?? null }
  }
  return { text: null, line: null }
}
