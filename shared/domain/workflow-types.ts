import { z } from 'zod'

/** Effective right to `id-token`: `caller` where a called file declares nothing (field-notes §7 row 11). */
export const IdToken = z.enum(['write', 'read', 'none', 'caller'])
export type IdToken = z.infer<typeof IdToken>

/** One event of `on:`, with the ref filters that narrow it; null means unfiltered. */
export const Trigger = z.object({
  event: z.string(),
  branches: z.array(z.string()).nullable(),
  tags: z.array(z.string()).nullable(),
})
export type Trigger = z.infer<typeof Trigger>

export const DispatchInput = z.object({
  name: z.string(),
  type: z.enum(['string', 'choice', 'boolean', 'number', 'environment']),
  description: z.string().nullable(),
  required: z.boolean(),
  default: z.string().nullable(),
  options: z.array(z.string()),
})
export type DispatchInput = z.infer<typeof DispatchInput>

/** A step that exchanges the OIDC token for a role; values as written, lines 1-based. */
export const ConfigureStep = z.object({
  action: z.string(),
  role: z.string().nullable(),
  region: z.string().nullable(),
  durationSeconds: z.string().nullable(),
  line: z.number().int(),
})
export type ConfigureStep = z.infer<typeof ConfigureStep>

/** One step as far as the runner and the rules need it. `env` and `with` hold the text as written. */
export const WorkflowStep = z.object({
  line: z.number().int(),
  id: z.string().nullable(),
  name: z.string().nullable(),
  uses: z.string().nullable(),
  run: z.string().nullable(),
  if: z.string().nullable(),
  with: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()),
  /** Minutes as written. */
  timeout: z.string().nullable().optional(),
  /** The 1-based line of a value, by its key: `uses`, `run`, `with.aws-region`, `env.BEDROCK_MODEL_ID`. */
  lines: z.record(z.string(), z.number().int()),
})
export type WorkflowStep = z.infer<typeof WorkflowStep>

export const WorkflowJob = z.object({
  id: z.string(),
  name: z.string().nullable(),
  line: z.number().int(),
  idToken: IdToken,
  /** Name or expression; of the object form, its name. */
  environment: z.string().nullable(),
  /** `owner/repo/.github/workflows/x.yml@ref` or `./path` of a called workflow. */
  calls: z.string().nullable(),
  /** Of a calling job: the inputs that it passes, as written. */
  callWith: z.record(z.string(), z.string()),
  /** Of a calling job: the secrets that it passes, by the name that the called file gives them. */
  callSecrets: z.record(z.string(), z.string()),
  /** Of a calling job: whether it passes all of its secrets (`secrets: inherit`). */
  inheritsSecrets: z.boolean(),
  needs: z.array(z.string()),
  if: z.string().nullable(),
  /** Minutes as written. */
  timeout: z.string().nullable().optional(),
  env: z.record(z.string(), z.string()),
  steps: z.array(WorkflowStep),
  configureSteps: z.array(ConfigureStep),
  reads: z.object({ variables: z.array(z.string()), secrets: z.array(z.string()) }),
  /** The 1-based line of a value, by its key: `permissions`, `environment`, `uses`, `with.model`, `secrets.role`, `env.X`. */
  lines: z.record(z.string(), z.number().int()),
})
export type WorkflowJob = z.infer<typeof WorkflowJob>

/** A parsed workflow file. */
export const WorkflowFile = z.object({
  name: z.string().nullable(),
  triggers: z.array(Trigger),
  /** Null when the file has no `workflow_dispatch`. */
  dispatchInputs: z.array(DispatchInput).nullable(),
  /** Null when the file has no `workflow_call`. */
  callInputs: z.array(DispatchInput).nullable(),
  env: z.record(z.string(), z.string()),
  /** The 1-based line of each entry of the workflow's own `env`. */
  envLines: z.record(z.string(), z.number().int()),
  jobs: z.array(WorkflowJob),
})
export type WorkflowFile = z.infer<typeof WorkflowFile>
