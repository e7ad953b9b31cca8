import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { AccessWait } from '../domain/access-wait'
import { AgreementOffer } from '../domain/agreement'
import { ExportedPlan, ExportFormat } from '../domain/export/exported'
import { Failure } from '../domain/failure'
import { AccountId, ModelId, Region, RepositoryName } from '../domain/ids'
import { Application } from '../domain/journal'
import { ModelInUse } from '../domain/models-in-use'
import { ModelAvailability } from '../domain/observation'
import { Plan } from '../domain/plan'
import { Convention, Setup, SubjectScope, Template, UseCaseForm } from '../domain/setup'
import { ApplyEvent } from './apply-event'
import { procedure } from './base'
import { batch } from './batch'
import { migration } from './migration'

/** A model or profile that can be chosen for an account and region, or why it cannot. */
export const ModelChoice = z.object({
  id: ModelId,
  name: z.string(),
  kind: z.enum(['foundation-model', 'geo-profile', 'global-profile', 'application-profile']),
  usable: z.boolean(),
  why: z.string().nullable(),
  lifecycle: z.enum(['ACTIVE', 'LEGACY']),
  legacyAt: z.string().nullable(),
  endOfLifeAt: z.string().nullable(),
  /** Days until the end of its life; 0 or less where it has ended, null where none is announced. */
  daysLeft: z.number().int().nullable(),
  /** The foundation model behind it; null where none is known. */
  foundation: z.string().nullable(),
  /** Such as `Anthropic`. */
  provider: z.string().nullable(),
  /** Regions that a call may be routed to; `global` stands for any. */
  destinations: z.array(z.string()),
  /** Form, agreement and authorization, as the account has them; null where it was not read. */
  availability: ModelAvailability.nullable(),
  /** Whether Anthropic's first-time-use form is still to be submitted for it. */
  formMissing: z.boolean(),
  /** What to choose in its place: the current model, or the profile that suits the region. */
  instead: ModelId.nullable(),
})
export type ModelChoice = z.infer<typeof ModelChoice>

/** What the plan form offers for one repository. */
export const SetupOptions = z.object({
  /** Filled from the stored or inferred setup, else from defaults; null when no AWS account is connected. */
  current: Setup.nullable(),
  accounts: z.array(
    z.object({ account: AccountId, alias: z.string().nullable(), profile: z.string(), region: Region }),
  ),
  regions: z.array(Region),
  scopes: z.array(SubjectScope),
  conventions: z.array(Convention),
  templates: z.array(z.object({ template: Template, title: z.string(), says: z.string() })),
  useCaseFormMissing: z.boolean(),
  /** Whether AWS knows the IDs in the tokens of this GitHub: for an issuer besides github.com’s a test of them admits nobody. */
  idsTestable: z.boolean(),
})
export type SetupOptions = z.infer<typeof SetupOptions>

export const PlanRequest = z.object({
  repository: RepositoryName,
  /** Null: the stored, inferred or default setup. */
  setup: Setup.nullable(),
  form: UseCaseForm.nullable(),
})
export type PlanRequest = z.infer<typeof PlanRequest>

export { ApplyEvent } from './apply-event'

/** Branches of a repository that our merged pull requests left behind, or why they could not be looked for. */
export const LeftBranches = z.object({
  repository: RepositoryName,
  branches: z.array(z.object({ branch: z.string(), pullRequest: z.number().int(), url: z.url() })),
  failure: Failure.nullable(),
})
export type LeftBranches = z.infer<typeof LeftBranches>

export const setup = {
  options: procedure.input(z.object({ repository: RepositoryName })).output(SetupOptions),
  models: procedure.input(z.object({ account: AccountId, region: Region })).output(z.array(ModelChoice)),
  /** Models that the watched repositories' jobs and variables name, with how long they live. */
  modelsInUse: procedure.output(z.array(ModelInUse)),
  /** The public offers by which an agreement for a foundation model can be made. */
  offers: procedure
    .input(z.object({ account: AccountId, region: Region, model: ModelId }))
    .output(z.array(AgreementOffer)),
  /** What AWS still makes of forms and agreements; looks again at what is awaited. */
  waits: procedure.input(z.object({ repository: RepositoryName.nullable() })).output(z.array(AccessWait)),
  /** Makes a plan and keeps it under its id. Touches nothing. */
  plan: procedure.input(PlanRequest).output(Plan),
  /** Applies the plan of that id, without the excluded steps and those that depend on them. */
  apply: procedure
    .input(z.object({ planId: z.string(), exclude: z.array(z.string()) }))
    .output(eventIterator(ApplyEvent)),
  applications: procedure
    .input(z.object({ repository: RepositoryName.nullable() }))
    .output(z.array(Application)),
  /** Applications, and undos, that have no end and that no process works on: newest first. */
  interrupted: procedure.output(z.array(Application)),
  /** Takes up an application, or its undo, where it was interrupted or where a step failed. */
  resume: procedure.input(z.object({ applicationId: z.string() })).output(eventIterator(ApplyEvent)),
  /**
   * Takes back every done step in reverse, or only `steps`, refusing where someone else changed the thing since.
   */
  undo: procedure
    .input(
      z.object({ applicationId: z.string(), steps: z.array(z.string()).min(1).nullable().default(null) }),
    )
    .output(eventIterator(ApplyEvent)),
  /** Branches of our merged pull requests that still stand, in these repositories or in every watched one. */
  mergedBranches: procedure
    .input(z.object({ repositories: z.array(RepositoryName).nullable() }))
    .output(z.array(LeftBranches)),
  /** Deletes them, and answers what stands afterwards. */
  deleteMergedBranches: procedure
    .input(z.object({ repositories: z.array(RepositoryName).nullable() }))
    .output(z.array(LeftBranches)),
  /** Plans the removal of what a setup put in place. Touches nothing; the plan is applied as any other. */
  tearDown: procedure.input(z.object({ repository: RepositoryName })).output(Plan),
  /** Plans the removal of long-lived AWS keys; refused, as a conflict of the plan, until a run has proven the role. */
  removeKeys: procedure.input(z.object({ repository: RepositoryName })).output(Plan),
  /** Makes a saved plan again, under a new id. Fails as `outdated`, with what moved, where the world is another. */
  planAgain: procedure.input(z.object({ plan: Plan })).output(Plan),
  /** Kept plans, without the excluded steps, as one file of another tool. It holds no secret. */
  exportPlan: procedure
    .input(
      z.object({
        plans: z
          .array(z.object({ planId: z.string(), exclude: z.array(z.string()) }))
          .min(1)
          .max(2_000),
        as: ExportFormat,
      }),
    )
    .output(ExportedPlan),
  ...batch,
  migration,
}
