import { type BedrockJob, bedrockJobs } from './bedrock-jobs'
import { readsOfText } from './expression'
import type { Convention, Holder } from './setup'
import type { WorkflowFile } from './workflow-types'

/** Three repository variables: the names of the manual procedure. */
export const AWS_VARIABLES: Convention = {
  id: 'aws-variables',
  role: { kind: 'variable', name: 'AWS_ROLE_ARN' },
  region: { kind: 'variable', name: 'AWS_REGION' },
  model: { kind: 'variable', name: 'BEDROCK_MODEL_ID' },
  fixed: [],
}

/** The names of the ai-implement workflows; the model is theirs to choose, in `WORKFLOW.md`. */
export const AI_IMPLEMENT: Convention = {
  id: 'ai-implement',
  role: { kind: 'secret', name: 'AWS_BEDROCK_ROLE_ARN' },
  region: { kind: 'variable', name: 'AI_IMPLEMENT_AWS_REGION' },
  model: null,
  fixed: [{ name: 'AI_IMPLEMENT_PROVIDER', value: 'bedrock' }],
}

/** The convention that the workflows follow, from what their Bedrock jobs really read; null when they read nothing. */
export function detectConvention(files: readonly WorkflowFile[]): Convention | null {
  for (const file of files) {
    for (const job of bedrockJobs(file)) {
      const convention = conventionOf(file, job)
      if (convention !== null) return convention
    }
  }
  return null
}

function conventionOf(file: WorkflowFile, { job, role, region, model }: BedrockJob): Convention | null {
  const holder = (text: string | null) => holderOf(text, { ...file.env, ...job.env })
  const held = { role: holder(role), region: holder(region), model: holder(model) }
  if (held.role === null || held.region === null) return null
  const known = [AWS_VARIABLES, AI_IMPLEMENT].find(
    (convention) =>
      same(convention.role, held.role) &&
      same(convention.region, held.region) &&
      (convention.model === null || same(convention.model, held.model)),
  )
  return known ?? { id: 'custom', role: held.role, region: held.region, model: held.model, fixed: [] }
}

/** The first variable or secret that an expression reads, through `env` where it goes through one. */
export function holderOf(text: string | null, env: Record<string, string>): Holder | null {
  for (const { context, name } of readsOfText(text ?? '')) {
    if (context === 'vars') return { kind: 'variable', name }
    if (context === 'secrets') return { kind: 'secret', name }
    // Only once: an `env` of a job or workflow cannot read `env` itself.
    const through = context === 'env' ? holderOf(env[name] ?? null, {}) : null
    if (through !== null) return through
  }
  return null
}

function same(a: Holder, b: Holder | null): boolean {
  return b !== null && a.kind === b.kind && a.name.toUpperCase() === b.name.toUpperCase()
}
