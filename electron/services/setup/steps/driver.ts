import type { AccountId } from '../../../../shared/domain/ids'
import type { Difference, Outcome } from '../../../../shared/domain/journal'
import type { StepAction } from '../../../../shared/domain/plan'
import type { AwsClient } from '../../../clients/aws-port'
import type { GithubClient } from '../../../clients/github-port'

/** Where the thing that a step changes stands now. `moved`: it is neither as planned before nor as wanted after. */
export type Standing =
  | { at: 'before' }
  | { at: 'after'; outcome: Outcome }
  | { at: 'moved'; says: string; difference?: Difference }

/** What a driver may reach, and what earlier steps of the same application brought about. */
export interface Reach {
  aws(account: AccountId): AwsClient
  github: GithubClient
  outcomeOf(stepId: string): Outcome | null
  /** What somebody typed for a secret. Throws `outdated` where the process no longer knows it. */
  typed(id: string, name: string): string
}

/** How one kind of step is looked at, done and taken back. Only `run` and `takeBack` change anything. */
export interface StepDriver<A extends StepAction> {
  /** `outcome` is null while applying; on undo it is what the step brought about. */
  standing(action: A, reach: Reach, outcome: Outcome | null): Promise<Standing>
  run(action: A, reach: Reach): Promise<Outcome>
  /** What is left to do where the step's main call arrived and its answer was never heard. */
  finish?(action: A, outcome: Outcome, reach: Reach): Promise<void>
  /** The same of its way back. */
  finishBack?(action: A, outcome: Outcome, reach: Reach): Promise<void>
  /** Called only when the thing stands as the step left it. */
  takeBack(action: A, outcome: Outcome, reach: Reach): Promise<void>
}

/** The action of one kind. */
export type ActionOf<K extends StepAction['kind']> = Extract<StepAction, { kind: K }>

export const NOTHING: Outcome = { pullRequest: null, arn: null, url: null }

/** `before` or `after` by comparison, else `moved` with what was found. */
export function standingOf<T>(now: T, before: T, after: T, tell: (found: T) => string): Standing {
  if (now === after) return { at: 'after', outcome: NOTHING }
  if (now === before) return { at: 'before' }
  const difference = { expected: textOf(after), found: textOf(now) }
  return { at: 'moved', says: tell(now), difference }
}

function textOf(value: unknown): string | null {
  return value === null ? null : String(value)
}
