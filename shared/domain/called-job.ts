import { type BedrockJob, bedrockJobs } from './bedrock-jobs'
import { type Lookup, readsOfText, resolveExpression } from './expression'
import type { RepositoryObservation, WorkflowObservation } from './observation'
import { valueOr } from './reading'
import type { JobReader } from './setting-in-force'
import type { Holder } from './setup'
import { lookupOf } from './variables'
import type { WorkflowFile, WorkflowJob } from './workflow-types'

/** The job of a called file that takes the role. */
export interface CalledJob {
  file: WorkflowFile
  bedrock: BedrockJob
}

/** The file of the same repository that a job calls; null where it calls none, or it is not there. */
export function calledFile(observation: RepositoryObservation, job: WorkflowJob): WorkflowObservation | null {
  const { calls } = job
  if (!calls?.startsWith('./')) return null
  return valueOr(observation.workflows, []).find(({ path }) => `./${path}` === calls) ?? null
}

/** What stands behind a call within the repository: the first Bedrock job of the called file, where it has one. */
export function calledJob(observation: RepositoryObservation, job: WorkflowJob): CalledJob | null {
  const called = calledFile(observation, job)
  if (!called?.parsed.valid) return null
  const { file } = called.parsed
  const [bedrock] = bedrockJobs(file)
  return bedrock === undefined ? null : { file, bedrock }
}

/** A job that calls another file, and how its own expressions are read. */
export interface CallingJob extends JobReader {
  job: WorkflowJob
}

/**
 * Reads the expressions of a called job: inputs and secrets are what the caller passes, variables those of the
 * repository and of the environment that the called job names, and `env` its own (GitHub Docs, reusing workflows).
 */
export function readerOfCall(
  observation: RepositoryObservation,
  caller: CallingJob,
  called: CalledJob,
): JobReader {
  const { callWith } = caller.job
  const inputs = Object.entries(callWith).map(
    ([name, text]) => [name, resolved(text, caller.lookup)] as const,
  )
  const { job } = called.bedrock
  return {
    lookup: lookupOf(observation, called.file, job, {
      inputs: Object.fromEntries(inputs),
      secrets: (name) => resolved(passedSecret(caller.job, name), caller.lookup),
    }),
    holderOf: (expression) => heldBehind(expression, { ...called.file.env, ...job.env }, caller),
  }
}

/** The variable or secret of the repository behind what a called job reads, through what its caller passes. */
function heldBehind(text: string, env: Record<string, string>, caller: CallingJob): Holder | null {
  for (const { context, name } of readsOfText(text)) {
    if (context === 'vars') return { kind: 'variable', name }
    const passed =
      context === 'env'
        ? heldBehind(env[name] ?? '', {}, caller)
        : caller.holderOf(
            context === 'inputs' ? passedAs(caller.job.callWith, name) : passedSecret(caller.job, name),
          )
    if (passed !== null) return passed
  }
  return null
}

/** What a caller passes for a secret; empty where it passes none. */
function passedSecret({ inheritsSecrets, callSecrets }: WorkflowJob, name: string): string {
  return inheritsSecrets ? `\${{ secrets.${name} }}` : passedAs(callSecrets, name)
}

/** GitHub compares names of inputs and secrets without case. */
function passedAs(passed: Record<string, string>, name: string): string {
  const [, text] = Object.entries(passed).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? []
  return text ?? ''
}

/** Null where only a run knows it. */
function resolved(text: string, lookup: Lookup): string | null {
  const { value, known } = resolveExpression(text, lookup)
  return known ? value : null
}
