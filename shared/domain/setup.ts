import { z } from 'zod'
import { failure } from './failure'
import { AccountId, ModelId, Region, RoleName } from './ids'

/** Which jobs of the repository may assume the role: the context part of the subject. */
export const SubjectScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('branch'), name: z.string().min(1) }),
  z.object({ kind: z.literal('tag'), name: z.string().min(1) }),
  z.object({ kind: z.literal('environment'), name: z.string().min(1) }),
  z.object({ kind: z.literal('pull-request') }),
  z.object({ kind: z.literal('any') }),
])
export type SubjectScope = z.infer<typeof SubjectScope>

/** Where one setting is kept. */
export const Holder = z.object({
  kind: z.enum(['variable', 'secret']),
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
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

/** Breadth of the permission policy: the one model, or every version of its family. */
export const ModelBreadth = z.enum(['model', 'family'])
export type ModelBreadth = z.infer<typeof ModelBreadth>

/** The desired state of one repository. */
export const Setup = z.object({
  account: AccountId,
  role: RoleName,
  region: Region,
  model: ModelId,
  breadth: ModelBreadth,
  scope: z.array(SubjectScope).min(1),
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
