import type { Failure } from '../failure'
import type { LinkName } from '../finding'
import type { AccountObservation, RepositoryObservation } from '../observation'
import type { OurJob } from '../picture'
import type { Conflict, Needed, Step, StepAction } from '../plan'
import type { Setup, UseCaseForm } from '../setup'
import { inverse } from '../undo'
import type { WantedSettings } from '../wanted-settings'
import { stepId } from './step-id'

/** What one link contributes to a plan. */
export interface Draft {
  steps: Step[]
  conflicts: Conflict[]
  needed: Needed[]
}

/** What the parts of a plan are made from. */
export interface Planning {
  observation: RepositoryObservation
  /** Null while the account of the setup is not read: nothing is planned in AWS then. */
  account: AccountObservation | null
  setup: Setup
  wanted: WantedSettings
  form: UseCaseForm | null
  /** The Bedrock jobs as they will stand once the proposed workflow is merged. */
  jobs: OurJob[]
}

/** A draft of steps only. */
export function steps(...planned: Step[]): Draft {
  return { steps: planned, conflicts: [], needed: [] }
}

/** Something in the way that is left alone. */
export function conflict(target: string, says: string): Draft {
  return { steps: [], conflicts: [{ target, says }], needed: [] }
}

/** Something that was not read and that the plan cannot be made without. */
export function unreadPart({ sentence }: Failure): Draft {
  return { steps: [], conflicts: [], needed: [{ kind: 'connection', says: sentence }] }
}

/** All drafts as one, in order. */
export function together(drafts: readonly Draft[]): Draft {
  return {
    steps: drafts.flatMap((draft) => draft.steps),
    conflicts: drafts.flatMap((draft) => draft.conflicts),
    needed: drafts.flatMap((draft) => draft.needed),
  }
}

/** How a step is shown, beside what it does. */
export interface StepFace {
  link: LinkName
  title: string
  target: string
  before: string | null
  after: string | null
  language: Step['language']
  calls: string[]
  needs: string[]
  dependsOn?: string[]
}

/** Builds a step; its id and whether it can be taken back follow from the action. */
export function step(action: StepAction, face: StepFace): Step {
  return {
    id: stepId(action),
    kind: action.kind,
    reversible: inverse({ action }) !== 'none',
    action,
    ...face,
    dependsOn: face.dependsOn ?? [],
  }
}

/** The ids of the steps of a kind, for those that depend on them. */
export function idsOf(planned: readonly Step[], ...kinds: Step['kind'][]): string[] {
  return planned.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)
}
