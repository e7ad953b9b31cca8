import { isClaudeAction, startsClaudeCode } from './claude-code'
import { inputOf } from './workflow/steps'
import type { WorkflowFile, WorkflowJob, WorkflowStep } from './workflow-types'

/** The model that a job calls, as written, with its 1-based line; null where the file does not say. */
export interface CalledModel {
  text: string | null
  line: number | null
}

const UNSAID: CalledModel = { text: null, line: null }
const OF_CLAUDE_CODE = [/^ANTHROPIC_MODEL$/]
const OF_SCRIPTS = [
  /^BEDROCK_MODEL(?:_ID)?$/i,
  ...OF_CLAUDE_CODE,
  // Claude Code's models for this and that are not the one that a script calls.
  /^(?!ANTHROPIC_(?:DEFAULT|SMALL_FAST)_|CLAUDE_CODE_).*MODEL(?:_?ID)?$/i,
]
const MODEL_ARGUMENT = /--model(?:-id)?(?:=|\s+)(\$\{\{.*?\}\}|"[^"]*"|'[^']*'|\S+)/

/** The model of the first step that names one as an argument or input, else the variable that holds one. */
export function modelOf(file: WorkflowFile, job: WorkflowJob): CalledModel {
  const [named] = namedModels(file, job)
  if (named !== undefined) return named
  const places = variables(file, job)
  for (const pattern of startsClaudeCode(job) ? OF_CLAUDE_CODE : OF_SCRIPTS) {
    const found = places.find(({ name }) => pattern.test(name))
    if (found !== undefined) return { text: found.text, line: found.line }
  }
  return UNSAID
}

/** Another model than the first, where a later step names one; null mostly. */
export function furtherModelOf(file: WorkflowFile, job: WorkflowJob): CalledModel | null {
  const [first, ...others] = namedModels(file, job)
  return others.find(({ text }) => text !== first?.text) ?? null
}

function namedModels(file: WorkflowFile, job: WorkflowJob): CalledModel[] {
  return job.steps.flatMap((step) => argumentOf(file, job, step) ?? inputModel(step) ?? [])
}

/** Of Claude's action the first version has no such input any more; of a commit nobody can tell which it is. */
function inputModel(step: WorkflowStep): CalledModel | null {
  const key = ['model', 'anthropic_model'].find((name) => inputOf(step, name) !== null)
  const version = isClaudeAction(step) ? /@(?:(v0|beta)|v\d)?/.exec(step.uses ?? '') : null
  if (key === undefined || (version && version[0] !== '@' && !version[1])) return null
  const text = version?.[0] === '@' ? null : inputOf(step, key)
  return { text, line: step.lines[`with.${key}`] ?? null }
}

function argumentOf(file: WorkflowFile, job: WorkflowJob, step: WorkflowStep): CalledModel | null {
  for (const [text, line] of [
    [step.run, step.lines.run],
    [inputOf(step, 'claude_args'), step.lines['with.claude_args']],
  ] as const) {
    const match = text === null ? null : MODEL_ARGUMENT.exec(withoutCounting(text))
    if (text === null || !match) continue
    const written = (match[1] ?? '').replace(/^(["'])(.*)\1$/, '$2')
    const held = heldInShell(written, variables(file, job, step))
    if (held === undefined) return { text: written, line: lineWithin(text, match.index, line) }
    return { text: held?.text ?? null, line: held?.line ?? lineWithin(text, match.index, line) }
  }
  return null
}

/** Blanks the commands that count tokens: they name a foundation model, whatever the call itself goes through. */
function withoutCounting(text: string): string {
  return text.replaceAll(/^.*\bbedrock-runtime\s+count-tokens\b(?:.*\\\n)*.*$/gm, (command) =>
    command.replaceAll(/[^\n]/g, ' '),
  )
}

/** What a word of a shell stands for: null where the shell makes it up, undefined where it stands for itself. */
function heldInShell<T extends { name: string }>(word: string, places: readonly T[]): T | null | undefined {
  if (!/[$`]/.test(word) || word.includes('${{')) return undefined
  const shellName = /^\$\{?(\w+)\}?$/.exec(word)?.[1]
  return places.find(({ name }) => name === shellName) ?? null
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
