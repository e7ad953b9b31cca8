import { inputOf } from './workflow/steps'
import type { WorkflowFile, WorkflowJob, WorkflowStep } from './workflow-types'

/** The model that a job calls, as written, with its 1-based line; null where the file does not say. */
export interface CalledModel {
  text: string | null
  line: number | null
}

const UNSAID: CalledModel = { text: null, line: null }
const MODEL_NAMES = [/^BEDROCK_MODEL(?:_ID)?$/i, /^ANTHROPIC_MODEL$/i, /MODEL(?:_?ID)?$/i]
const MODEL_ARGUMENT = /--model(?:=|\s+)(\$\{\{.*?\}\}|"[^"]*"|'[^']*'|\S+)/

/** The model of the first step that names one as an argument or input, else the variable that holds one. */
export function modelOf(file: WorkflowFile, job: WorkflowJob): CalledModel {
  for (const step of job.steps) {
    const named = argumentOf(file, job, step) ?? inputModel(step)
    if (named !== null) return named
  }
  const places = variables(file, job)
  for (const pattern of MODEL_NAMES) {
    const found = places.find(({ name }) => pattern.test(name))
    if (found !== undefined) return { text: found.text, line: found.line }
  }
  return UNSAID
}

function inputModel(step: WorkflowStep): CalledModel | null {
  const key = ['model', 'anthropic_model'].find((name) => inputOf(step, name) !== null)
  return key === undefined ? null : { text: inputOf(step, key), line: step.lines[`with.${key}`] ?? null }
}

function argumentOf(file: WorkflowFile, job: WorkflowJob, step: WorkflowStep): CalledModel | null {
  for (const [text, line] of [
    [step.run, step.lines.run],
    [inputOf(step, 'claude_args'), step.lines['with.claude_args']],
  ] as const) {
    const match = text === null ? null : MODEL_ARGUMENT.exec(text)
    if (text === null || !match) continue
    const written = (match[1] ?? '').replace(/^(["'])(.*)\1$/, '$2')
    const shellName = /^\$\{?(\w+)\}?$/.exec(written)?.[1]
    if (shellName === undefined) return { text: written, line: lineWithin(text, match.index, line) }
    const held = variables(file, job, step).find(({ name }) => name === shellName)
    if (held !== undefined) return { text: held.text, line: held.line }
  }
  return null
}

/** A block scalar begins on the line of its `|`; its text on the next one. */
function lineWithin(text: string, index: number, line: number | undefined): number | null {
  if (line === undefined || !text.includes('\n')) return line ?? null
  return line + text.slice(0, index).split('\n').length
}

/** What a step sees first, then the job, then the workflow; with no step given, every step's in order. */
function variables(file: WorkflowFile, job: WorkflowJob, step?: WorkflowStep) {
  const steps = step === undefined ? job.steps : [step]
  const held = (env: Record<string, string>, lines: Record<string, number>, prefix: string) =>
    Object.entries(env).map(([name, text]) => ({ name, text, line: lines[prefix + name] ?? null }))
  return [
    ...steps.flatMap(({ env, lines }) => held(env, lines, 'env.')),
    ...held(job.env, job.lines, 'env.'),
    ...held(file.env, file.envLines, ''),
  ]
}
