import { z } from 'zod'
import { failure } from './failure'
import { AccountId, ModelId, PolicyArn, Region, RoleName, RolePath } from './ids'

/** A called workflow as `job_workflow_ref` names it; the ref in full (`refs/heads/main`), short (`v1`), or a commit. */
export const WorkflowReference = z
  .string()
  .regex(
    /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[^\s@/]+\.ya?ml@[^\s@]+$/,
    'Write it as owner/repo/.github/workflows/file.yml@ref.',
  )

/**
 * Which jobs may assume the role: those of the repository in one context, those that call one workflow, or those of
 * every repository of the owner.
 */
export const SubjectScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('branch'), name: z.string().min(1) }),
  z.object({ kind: z.literal('tag'), name: z.string().min(1) }),
  z.object({ kind: z.literal('environment'), name: z.string().min(1) }),
  z.object({ kind: z.literal('pull-request') }),
  z.object({ kind: z.literal('any') }),
  z.object({ kind: z.literal('workflow'), reference: WorkflowReference }),
  z.object({ kind: z.literal('organization') }),
])
export type SubjectScope = z.infer<typeof SubjectScope>

/** At which level a variable or secret lives; precedence environment > repository > organization. */
export const HolderLevel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organization') }),
  z.object({ kind: z.literal('repository') }),
  z.object({ kind: z.literal('environment'), environment: z.string().min(1) }),
])
export type HolderLevel = z.infer<typeof HolderLevel>

/** Where one setting is kept. */
export const Holder = z.object({
  kind: z.enum(['variable', 'secret']),
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  /** Left out: of the repository. */
  level: HolderLevel.optional(),
})
export type Holder = z.infer<typeof Holder>

/** Which names carry the settings. `fixed` are variables with a constant value, such as AI_IMPLEMENT_PROVIDER=bedrock. */
export const Convention = z.object({
  id: z.enum(['aws-variables', 'ai-implement', 'custom']),
  role: Holder,
  region: Holder,
  model: Holder.nullable(),
  fixed: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type Convention = z.infer<typeof Convention>

/** The workflow that Rolecall can propose; `keep` leaves the repository's own in place and repairs it. */
export const Template = z.enum([
  'keep',
  'python-boto3',
  'claude-cli',
  'claude-code-action',
  'reusable-caller',
])
export type Template = z.infer<typeof Template>

/** Tags of a role: keys of up to 128 and values of up to 256 characters (IAM user guide, tagging). */
export const RoleTags = z.record(
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu),
  z
    .string()
    .max(256)
    .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
)
export type RoleTags = z.infer<typeof RoleTags>

/** Breadth of the permission policy: the one model, every version of its family, any of Anthropic's, or any at all. */
export const ModelBreadth = z.enum(['model', 'family', 'anthropic', 'any'])
export type ModelBreadth = z.infer<typeof ModelBreadth>

/** What the policy allows beside a plain call, and whether models may be called through their profile only. */
export const Allowance = z.object({
  /** `InvokeModelWithResponseStream`, which Claude Code needs. */
  streaming: z.boolean(),
  /** `CountTokens`, an action of its own. */
  countTokens: z.boolean(),
  /** Whether the condition `bedrock:InferenceProfileArn` keeps calls from going past the profile. */
  pinned: z.boolean(),
})
export type Allowance = z.infer<typeof Allowance>

/** What is allowed where a setup does not say: answers may stream, and a model is called through its profile. */
export const USUAL_ALLOWANCE: Allowance = { streaming: true, countTokens: false, pinned: true }

/** The desired state of one repository. */
export const Setup = z.object({
  account: AccountId,
  role: RoleName,
  region: Region,
  model: ModelId,
  /** Whether somebody wrote the model in place of choosing it: it is passed on verbatim, whatever Bedrock lists. */
  modelAsTyped: z.boolean().optional(),
  breadth: ModelBreadth,
  /** Left out: `USUAL_ALLOWANCE`. */
  allowance: Allowance.optional(),
  /** Where the role is created; IAM cannot move one that stands. Left out: `/`. */
  rolePath: RolePath.optional(),
  /** The permissions boundary that the role is to have; null for none, left out to leave it as it is. */
  boundary: PolicyArn.nullable().optional(),
  /** Tags that the role is to have; others are left alone. */
  tags: RoleTags.optional(),
  scope: z.array(SubjectScope).min(1),
  /** Whether the trust also tests `repository_id` and `repository_owner_id`, which no recycled name brings back. */
  byId: z.boolean().optional(),
  convention: Convention,
  template: Template,
})
export type Setup = z.infer<typeof Setup>

/** Why nothing can be planned where no AWS profile is connected. */
export const SETUP_NEEDS_ACCOUNT = failure(
  'not-connected',
  'A setup needs an AWS account. Connect a profile first.',
  { kind: 'connect-aws', profile: null },
)

/** Anthropic's first-time-use form (field-notes §3); submitted once per account. */
export const UseCaseForm = z.object({
  companyName: z.string().min(1).max(255),
  companyWebsite: z.url(),
  intendedUsers: z.enum(['0', '1', '2']),
  industryOption: z.string().min(1),
  otherIndustryOption: z.string(),
  useCases: z.string().min(1).max(8000),
})
export type UseCaseForm = z.infer<typeof UseCaseForm>
