import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Failure } from '../domain/failure'
import { Chain, LinkName, Repair, RepositoryState, Status } from '../domain/finding'
import { ChosenFleet, FleetChoice } from '../domain/fleet-choice'
import { Instant, RepositoryName } from '../domain/ids'
import { JobValues } from '../domain/job-values'
import { AccountObservation, RepositoryFacts, RepositoryObservation } from '../domain/observation'
import { RepositoryPolicy } from '../domain/repository-policy'
import { RunSummary } from '../domain/run'
import { Setup } from '../domain/setup'
import { EffectiveVariable } from '../domain/variables-types'
import { procedure } from './base'

/** What a row of the fleet shows: light enough for thousands. */
export const FleetRow = z.object({
  repository: RepositoryName,
  url: z.url(),
  visibility: z.enum(['public', 'private', 'internal']).nullable(),
  archived: z.boolean(),
  state: RepositoryState,
  links: z.record(LinkName, z.object({ status: Status, breaks: z.boolean(), says: z.string() })),
  headline: z.object({ link: LinkName, says: z.string(), repair: Repair.nullable() }).nullable(),
  account: z.string().nullable(),
  role: z.string().nullable(),
  region: z.string().nullable(),
  model: z.string().nullable(),
  lastRun: RunSummary.nullable(),
  /** Null until it was first read. */
  readAt: Instant.nullable(),
  observing: z.boolean(),
  /** Why the last reading of the whole repository failed. */
  failure: Failure.nullable(),
})
export type FleetRow = z.infer<typeof FleetRow>

/** GitHub's published budget as the last responses told it. */
export const Budget = z.object({
  resource: z.enum(['core', 'graphql']),
  limit: z.number(),
  remaining: z.number(),
  resetsAt: Instant,
})
export type Budget = z.infer<typeof Budget>

export const FleetView = z.object({
  rows: z.array(FleetRow),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  budgets: z.array(Budget),
  /** Offline, rate-limited until, no permission: what holds for the whole fleet. */
  failure: Failure.nullable(),
})
export type FleetView = z.infer<typeof FleetView>

/** A push: the rows that changed since the last one, and what holds for the whole. */
export const FleetEvent = FleetView.extend({ removed: z.array(RepositoryName) })
export type FleetEvent = z.infer<typeof FleetEvent>

/** Everything about one repository: chain with evidence, the setup it is measured against, and the observations. */
export const RepositoryView = z.object({
  row: FleetRow,
  chain: Chain,
  /** Wanted state: stored by the user, or inferred from what was found; null when nothing suggests one. */
  setup: Setup.nullable(),
  setupIsStored: z.boolean(),
  observation: RepositoryObservation,
  account: AccountObservation.nullable(),
  variables: z.array(EffectiveVariable),
  /** The same job by job, with what a job reads from `WORKFLOW.md`, and the verdict on each. */
  values: z.array(JobValues),
})
export type RepositoryView = z.infer<typeof RepositoryView>

export const Candidate = z.object({
  facts: RepositoryFacts,
  topics: z.array(z.string()).default([]),
  watched: z.boolean(),
})
export type Candidate = z.infer<typeof Candidate>

/** What there is to choose by, of what the identity can see. */
export const ChoiceOptions = z.object({
  organizations: z.array(z.string()),
  topics: z.array(z.object({ topic: z.string(), repositories: z.number() })),
  /** As `organization/team`. */
  teams: z.array(z.string()),
  /** Why some organization’s teams are not among them. */
  teamsFailure: Failure.nullable(),
})
export type ChoiceOptions = z.infer<typeof ChoiceOptions>

export const fleet = {
  get: procedure.output(FleetView),
  /** First the whole fleet, then changes. */
  watch: procedure.output(eventIterator(FleetEvent)),
  /** Reads again now; all of the fleet when `repositories` is null. Resolves when it was read. */
  observe: procedure.input(z.object({ repositories: z.array(RepositoryName).nullable() })).output(FleetView),
  repository: procedure
    .input(z.object({ repository: RepositoryName, fresh: z.boolean().default(false) }))
    .output(RepositoryView),
  /** What the owners allow, read now; null for an archived or empty repository. */
  policy: procedure.input(z.object({ repository: RepositoryName })).output(RepositoryPolicy.nullable()),
  /** Repositories that the identity can see, to choose from. */
  candidates: procedure.output(z.array(Candidate)),
  choose: procedure
    .input(z.object({ add: z.array(RepositoryName), remove: z.array(RepositoryName) }))
    .output(FleetView),
  /** The fleet as a rule that is drawn anew at each reading. */
  choice: {
    /** Null until somebody has chosen. */
    get: procedure.output(FleetChoice.nullable()),
    set: procedure.input(FleetChoice).output(FleetView),
    /** What a choice would come to now. */
    preview: procedure.input(FleetChoice).output(ChosenFleet),
    options: procedure.output(ChoiceOptions),
  },
}
