import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Failure } from '../domain/failure'
import { Chain } from '../domain/finding'
import { AccountId, ModelId, Region, RepositoryName } from '../domain/ids'
import { Application, JournalEntry } from '../domain/journal'
import { Plan } from '../domain/plan'
import { Convention, Setup, SubjectScope, Template, UseCaseForm } from '../domain/setup'
import { procedure } from './base'

/** A model or profile that can be chosen for an account and region, or why it cannot. */
export const ModelChoice = z.object({
  id: ModelId,
  name: z.string(),
  kind: z.enum(['foundation-model', 'geo-profile', 'global-profile', 'application-profile']),
  usable: z.boolean(),
  why: z.string().nullable(),
  lifecycle: z.enum(['ACTIVE', 'LEGACY']),
  endOfLifeAt: z.string().nullable(),
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
})
export type SetupOptions = z.infer<typeof SetupOptions>

export const PlanRequest = z.object({
  repository: RepositoryName,
  /** Null: the stored, inferred or default setup. */
  setup: Setup.nullable(),
  form: UseCaseForm.nullable(),
})
export type PlanRequest = z.infer<typeof PlanRequest>

/** Progress of an application, or of its undo. `chain` closes it: the repository read again. */
export const ApplyEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), application: Application }),
  z.object({ kind: z.literal('step'), applicationId: z.string(), entry: JournalEntry }),
  z.object({ kind: z.literal('waiting'), applicationId: z.string(), says: z.string() }),
  z.object({
    kind: z.literal('ended'),
    application: Application,
    failure: Failure.nullable(),
    chain: Chain.nullable(),
  }),
])
export type ApplyEvent = z.infer<typeof ApplyEvent>

export const setup = {
  options: procedure.input(z.object({ repository: RepositoryName })).output(SetupOptions),
  models: procedure.input(z.object({ account: AccountId, region: Region })).output(z.array(ModelChoice)),
  /** Makes a plan and keeps it under its id. Touches nothing. */
  plan: procedure.input(PlanRequest).output(Plan),
  /** Applies the plan of that id, without the excluded steps and those that depend on them. */
  apply: procedure
    .input(z.object({ planId: z.string(), exclude: z.array(z.string()) }))
    .output(eventIterator(ApplyEvent)),
  applications: procedure
    .input(z.object({ repository: RepositoryName.nullable() }))
    .output(z.array(Application)),
  /** Takes back every done step in reverse, refusing where someone else changed the thing since. */
  undo: procedure.input(z.object({ applicationId: z.string() })).output(eventIterator(ApplyEvent)),
}
