import { z } from 'zod'
import { LinkName, LintLevel, StepKind } from './finding'
import { AccountId, Instant, ModelId, Region, RepositoryName, RoleName } from './ids'
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
    /** ARN of the permissions boundary; left out for none. */
    boundary: z.string().optional(),
    /** Seconds; left out for IAM's default of 3,600. */
    maxSessionDuration: z.number().int().optional(),
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
  /** ARNs of permissions boundaries; null for none. */
  z.object({
    kind: z.literal('set-boundary'),
    account: AccountId,
    role: RoleName,
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  /** Only the keys that change; `before` null for a key that is new. */
  z.object({
    kind: z.literal('set-role-tags'),
    account: AccountId,
    role: RoleName,
    before: z.record(z.string(), z.string().nullable()),
    after: z.record(z.string(), z.string()),
  }),
  /** Seconds. */
  z.object({
    kind: z.literal('set-session-duration'),
    account: AccountId,
    role: RoleName,
    before: z.number().int(),
    after: z.number().int(),
  }),
  /** Accepts AWS Marketplace's public offer for a foundation model, by its plain ID. */
  z.object({
    kind: z.literal('accept-agreement'),
    account: AccountId,
    region: Region,
    model: ModelId,
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
    /** Empty where somebody typed it. */
    value: z.string(),
    /** ID by which the process that asks for it knows what somebody typed; left out for a value of ours. */
    typed: z.string().optional(),
  }),
  /** Adds the repository to those that see a selective variable of the organization. */
  z.object({
    kind: z.literal('share-variable'),
    repository: RepositoryName,
    repositoryId: z.number().int(),
    organization: z.string(),
    name: z.string(),
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
  /** Merges the pull request that the step `proposedBy` opened, or `pullRequest` where it stands already. */
  z.object({
    kind: z.literal('merge-pull-request'),
    repository: RepositoryName,
    proposedBy: z.string(),
    pullRequest: z.number().int().optional(),
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
  /** Whether tokens carry the immutable subject; the template of the subject stays, `claimKeys` null where it is the default, empty for the organization's. */
  z.object({
    kind: z.literal('set-subject-form'),
    repository: RepositoryName,
    claimKeys: z.array(z.string()).nullable(),
    before: z.boolean(),
    after: z.boolean(),
  }),
  /** Removals of a tear-down; `before` is what undo brings back. */
  z.object({
    kind: z.literal('delete-variable'),
    repository: RepositoryName,
    environment: z.string().nullable(),
    name: z.string(),
    before: z.string(),
  }),
  z.object({
    kind: z.literal('delete-secret'),
    repository: RepositoryName,
    environment: z.string().nullable(),
    name: z.string(),
  }),
  z.object({
    kind: z.literal('delete-role-policy'),
    account: AccountId,
    role: RoleName,
    policy: z.string(),
    before: z.string(),
  }),
  z.object({
    kind: z.literal('delete-role'),
    account: AccountId,
    name: RoleName,
    path: z.string(),
    trust: z.string(),
    /** Null where it had none; left out by a plan of before it was kept. */
    description: z.string().nullable().optional(),
    tags: z.record(z.string(), z.string()),
    boundary: z.string().nullable(),
    maxSessionDuration: z.number().int(),
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
export const Needed = z.object({
  kind: z.enum(['use-case-form', 'account', 'connection', 'review']),
  says: z.string(),
})
export type Needed = z.infer<typeof Needed>

/** A weakness that a step brings in, said before it is applied; `rule` as trust-lints.ts names them. */
export const PlanLint = z.object({
  stepId: z.string(),
  level: LintLevel,
  rule: z.string(),
  says: z.string(),
})
export type PlanLint = z.infer<typeof PlanLint>

/** GitHub's limit for a value: 48 KB (GitHub Docs, variables). */
const MOST_OF_A_VALUE = 48 * 1024

const ValueName = z
  .string()
  .regex(
    /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i,
    'A name has letters, digits and underscores, no digit first, and does not begin with GITHUB_.',
  )

/** A value that somebody asks for, as it is typed. */
export const ValueRequest = z.object({
  name: ValueName,
  value: z.string().min(1).max(MOST_OF_A_VALUE),
  /** Null: the repository's own. */
  environment: z.string().min(1).nullable(),
  /** A secret: nobody can read it afterwards. */
  secret: z.boolean().default(false),
})
export type ValueRequest = z.infer<typeof ValueRequest>

/** A variable or secret that is to hold a value, at the repository or in one of its environments. */
export const ValueWish = z.object({
  name: ValueName,
  /** Empty for a secret: what was typed is never kept in a plan. */
  value: z.string().max(MOST_OF_A_VALUE),
  environment: z.string().min(1).nullable(),
  /** Of a secret: by which ID the process knows its value, and whether that is the ARN of a role. */
  typed: z.object({ id: z.string(), isRole: z.boolean() }).optional(),
})
export type ValueWish = z.infer<typeof ValueWish>

/** Ordered steps from observation to setup. Empty when the setup already stands. */
export const Plan = z.object({
  id: z.string(),
  repository: RepositoryName,
  createdAt: Instant,
  setup: Setup,
  /** What the plan is for; left out: the setup. A migration leaves the stored setup as it is. */
  purpose: z.enum(['setup', 'migration', 'tear-down', 'remove-keys', 'values']).optional(),
  steps: z.array(Step),
  conflicts: z.array(Conflict),
  needed: z.array(Needed),
  /** Left out in what was journaled before plans said it. */
  lints: z.array(PlanLint).optional(),
  /** What is left in place, or stays as it is beside the steps, with the reason. */
  left: z.array(Conflict).optional(),
  /** What a plan of values was asked for. */
  values: z.array(ValueWish).optional(),
})
export type Plan = z.infer<typeof Plan>

/** What the plan is for. */
export function purposeOf({ purpose = 'setup' }: Pick<Plan, 'purpose'>): NonNullable<Plan['purpose']> {
  return purpose
}

/** Whether applying the plan, or taking it back, leaves the setup that is stored for the repository as it is. */
export function keepsSetup(plan: Pick<Plan, 'purpose'>, isStored: boolean): boolean {
  const purpose = purposeOf(plan)
  // A setup that is only inferred follows the values by itself.
  return purpose === 'migration' || purpose === 'remove-keys' || (purpose === 'values' && !isStored)
}

/** The form's answers that the plan submits; null where it submits none. */
export function formOf({ steps }: Pick<Plan, 'steps'>): UseCaseForm | null {
  const forms = steps.flatMap(({ action }) => (action.kind === 'submit-use-case-form' ? [action.form] : []))
  return forms[0] ?? null
}
