import { z } from 'zod'
import { LinkName, StepKind } from './finding'
import { AccountId, Instant, Region, RepositoryName, RoleName } from './ids'
import { Setup, UseCaseForm } from './setup'

/** A file of a proposed commit; `after` null deletes it. */
export const FileChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type FileChange = z.infer<typeof FileChange>

/** Exactly what a step does; the only thing that the apply engine executes. `before` values are re-checked first. */
export const StepAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create-provider'),
    account: AccountId,
    url: z.url(),
    clientIds: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('add-audience'),
    account: AccountId,
    providerArn: z.string(),
    clientId: z.string(),
  }),
  z.object({
    kind: z.literal('create-role'),
    account: AccountId,
    name: RoleName,
    path: z.string(),
    trust: z.string(),
    description: z.string(),
    tags: z.record(z.string(), z.string()),
  }),
  z.object({
    kind: z.literal('update-trust'),
    account: AccountId,
    role: RoleName,
    before: z.string(),
    after: z.string(),
  }),
  z.object({
    kind: z.literal('put-role-policy'),
    account: AccountId,
    role: RoleName,
    policy: z.string(),
    before: z.string().nullable(),
    after: z.string(),
  }),
  z.object({
    kind: z.literal('submit-use-case-form'),
    account: AccountId,
    region: Region,
    form: UseCaseForm,
  }),
  z.object({
    kind: z.literal('set-variable'),
    repository: RepositoryName,
    environment: z.string().nullable(),
    name: z.string(),
    before: z.string().nullable(),
    after: z.string(),
  }),
  z.object({
    kind: z.literal('set-secret'),
    repository: RepositoryName,
    environment: z.string().nullable(),
    name: z.string(),
    existed: z.boolean(),
    value: z.string(),
  }),
  z.object({
    kind: z.literal('propose-workflow'),
    repository: RepositoryName,
    branch: z.string(),
    base: z.string(),
    title: z.string(),
    body: z.string(),
    files: z.array(FileChange).min(1),
  }),
  /** Merges the pull request that `proposedBy` opened. */
  z.object({
    kind: z.literal('merge-pull-request'),
    repository: RepositoryName,
    proposedBy: z.string(),
    base: z.string(),
    files: z.array(FileChange),
  }),
  z.object({
    kind: z.literal('enable-workflow'),
    repository: RepositoryName,
    workflowId: z.number().int(),
    path: z.string(),
    before: z.string(),
  }),
])
export type StepAction = z.infer<typeof StepAction>

/** One step of a plan: what changes, how, with which rights, and whether it can be taken back. */
export const Step = z.object({
  id: z.string(),
  kind: StepKind,
  link: LinkName,
  title: z.string(),
  /** The thing that is touched, in the field's own notation (an ARN, `acme/web variable AWS_REGION`). */
  target: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** How before and after read: for the diff view. */
  language: z.enum(['json', 'yaml', 'text', 'python']),
  calls: z.array(z.string()),
  needs: z.array(z.string()),
  reversible: z.boolean(),
  dependsOn: z.array(z.string()),
  action: StepAction,
})
export type Step = z.infer<typeof Step>

/** Something in the way that Rolecall will not overwrite; the plan leaves it and says what to do. */
export const Conflict = z.object({ target: z.string(), says: z.string() })
export type Conflict = z.infer<typeof Conflict>

/** What the plan cannot be made without, such as the form's answers. */
export const Needed = z.object({ kind: z.enum(['use-case-form', 'account', 'connection']), says: z.string() })
export type Needed = z.infer<typeof Needed>

/** Ordered steps from observation to setup. Empty when the setup already stands. */
export const Plan = z.object({
  id: z.string(),
  repository: RepositoryName,
  createdAt: Instant,
  setup: Setup,
  steps: z.array(Step),
  conflicts: z.array(Conflict),
  needed: z.array(Needed),
})
export type Plan = z.infer<typeof Plan>
