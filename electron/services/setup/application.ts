import type { ApplyEvent } from '../../../shared/contract/setup'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import {
  type Application,
  type Difference,
  type JournalEntry,
  type Outcome,
  phaseOf,
  type StepPhase,
} from '../../../shared/domain/journal'
import type { Step } from '../../../shared/domain/plan'
import type { JournalStore } from '../../storage/journal-store'
import type { ConnectionService } from '../connections'
import { type Patience, patiently } from './patience'
import { driveOf } from './steps/drive'
import { NOTHING, type Reach, type Standing } from './steps/driver'
import type { TypedSecrets } from './typed-secrets'
import type { WritePace } from './write-pace'

export interface ApplicationParts {
  journal: JournalStore
  connections: ConnectionService
  typed: TypedSecrets
  now: () => number
  patience: Patience
  pace: WritePace
}

type Tell = (event: ApplyEvent) => void

/** What else a line of the journal holds. */
type Particulars = Partial<Pick<JournalEntry, 'outcome' | 'failure' | 'difference'>>

/**
 * One application of a plan, or its undo. Every call is announced in the journal and its end recorded. What stands is
 * looked at before each call and after each that failed, so that an answer that was lost, or a process that ended,
 * leads to no second call.
 */
export class Applying {
  private readonly outcomes = new Map<string, Outcome>()

  /** `verifyTurn` throws once another process has taken over. */
  constructor(
    private readonly application: Application,
    private readonly parts: ApplicationParts,
    private readonly tell: Tell,
    private readonly verifyTurn: () => Promise<void>,
  ) {
    for (const { stepId, outcome } of application.entries) if (outcome) this.outcomes.set(stepId, outcome)
  }

  /**
   * Runs every step in order that is not done yet; one whose premise failed or that was left out is skipped. Returns
   * the first failure.
   */
  async apply(): Promise<Failure | null> {
    const excluded = new Set(this.application.exclude)
    let first: Failure | null = null
    for (const step of this.application.plan.steps) {
      const phase = this.phase(step)
      if (phase === 'done') continue
      if (excluded.has(step.id) || !this.isReady(step)) {
        if (phase !== 'skipped') await this.record(step, 'skipped')
      } else first = (await this.attempt(step)) ?? first
    }
    return first
  }

  /**
   * Takes steps back, last first: those that are done, and those that were begun if their call arrived. What somebody
   * else changed since is left and named. `only` null takes back all.
   */
  async undo(only: readonly string[] | null): Promise<Failure | null> {
    let first: Failure | null = null
    for (const step of this.application.plan.steps.toReversed()) {
      if (only !== null && !only.includes(step.id)) continue
      if (this.mayStand(step)) first = (await this.takeBack(step)) ?? first
    }
    return first
  }

  private phase(step: Step): StepPhase {
    return phaseOf(this.application, step.id)
  }

  private isReady(step: Step): boolean {
    return step.dependsOn.every((id) => phaseOf(this.application, id) === 'done')
  }

  private hasBegun(step: Step): boolean {
    return this.application.entries.some(({ stepId, phase }) => stepId === step.id && phase === 'begun')
  }

  /* What stood already when its turn came was not done by us, and is not ours to take back. */
  private mayStand(step: Step): boolean {
    const phase = this.phase(step)
    if (this.outcomes.get(step.id)?.found) return false
    return phase === 'failed'
      ? this.hasBegun(step)
      : ['done', 'begun', 'undoing', 'undo-refused'].includes(phase)
  }

  private async attempt(step: Step): Promise<Failure | null> {
    try {
      const outcome = await patiently(() => this.carryOut(step), this.waiting, this.parts.patience)
      this.outcomes.set(step.id, outcome)
      await this.record(step, 'done', { outcome })
      return null
    } catch (error) {
      const failed = expected(error)
      await this.record(step, 'failed', { failure: failed, difference: differenceOf(error) })
      return failed
    }
  }

  private async carryOut(step: Step): Promise<Outcome> {
    const drive = driveOf(step.action)
    const reach = this.reach()
    const standing = await drive.standing(reach, null)
    if (standing.at === 'moved')
      throw new Moved(`${step.title}: ${standing.says} Nothing was overwritten.`, standing)
    if (standing.at === 'after') {
      if (!this.hasBegun(step)) return { ...standing.outcome, found: true }
      await drive.finish(standing.outcome, reach)
      return standing.outcome
    }
    await this.announce(step, 'begun')
    await this.parts.pace.before(step, this.waiting)
    try {
      return await drive.run(reach)
    } catch (error) {
      const arrived = await this.lookAgain(error, () => drive.standing(reach, null))
      if (arrived?.at !== 'after') throw error
      await drive.finish(arrived.outcome, reach)
      return arrived.outcome
    }
  }

  private async takeBack(step: Step): Promise<Failure | null> {
    const outcome = this.outcomes.get(step.id) ?? NOTHING
    const phase = this.phase(step)
    try {
      if (!step.reversible) throw new Moved(`${step.title} cannot be taken back.`, null)
      const is = await patiently(() => this.carryBack(step, outcome), this.waiting, this.parts.patience)
      if (is === 'not-ours') return null
      await this.record(step, 'undone')
      return null
    } catch (error) {
      const failed = expected(error)
      if (phase === 'failed' && error instanceof Moved) return null
      await this.record(step, 'undo-refused', { failure: failed, outcome, difference: differenceOf(error) })
      return failed
    }
  }

  private async carryBack(step: Step, outcome: Outcome): Promise<'back' | 'not-ours'> {
    const drive = driveOf(step.action)
    const reach = this.reach()
    const standing = await drive.standing(reach, outcome)
    if (standing.at === 'moved') throw new Moved(`${step.title} stays: ${standing.says}`, standing)
    const phase = this.phase(step)
    if (standing.at === 'before') {
      const hasCalled = phase === 'undoing' || phase === 'undo-refused'
      if (hasCalled) await drive.finishBack(outcome, reach)
      return phase === 'failed' ? 'not-ours' : 'back'
    }
    await this.announce(step, 'undoing')
    await this.parts.pace.before(step, this.waiting)
    try {
      await drive.takeBack({ ...outcome, ...present(standing.outcome) }, reach)
    } catch (error) {
      const left = await this.lookAgain(error, () => drive.standing(reach, outcome))
      if (left?.at !== 'before') throw error
      await drive.finishBack(outcome, reach)
    }
    return 'back'
  }

  /* A call that failed may have arrived all the same. Null where that cannot be told now. */
  private async lookAgain(error: unknown, look: () => Promise<Standing>): Promise<Standing | null> {
    if (!(error instanceof ExpectedFailure)) throw error
    try {
      return await look()
    } catch (unread) {
      if (unread instanceof ExpectedFailure) return null
      throw unread
    }
  }

  private readonly waiting = (says: string): void => {
    this.tell({ kind: 'waiting', applicationId: this.application.id, says })
  }

  private reach(): Reach {
    const { connections } = this.parts
    return {
      aws: (account) => connections.lineOf(account).client,
      github: connections.github(),
      outcomeOf: (stepId) => this.outcomes.get(stepId) ?? null,
      typed: (id, name) => this.parts.typed.of(id, name),
    }
  }

  private async announce(step: Step, phase: 'begun' | 'undoing'): Promise<void> {
    if (this.phase(step) === phase) await this.verifyTurn()
    else await this.record(step, phase)
  }

  private async record(step: Step, phase: StepPhase, particulars: Particulars = {}): Promise<void> {
    const entry: JournalEntry = {
      stepId: step.id,
      phase,
      at: new Date(this.parts.now()).toISOString(),
      outcome: null,
      failure: null,
      ...particulars,
    }
    /* Who was taken over neither calls nor writes any more. */
    await this.verifyTurn()
    this.application.entries.push(entry)
    await this.parts.journal.append(this.application.id, entry)
    this.tell({ kind: 'step', applicationId: this.application.id, entry })
  }
}

/** The thing stands neither as it was nor as it was to be. */
class Moved extends ExpectedFailure {
  readonly difference: Difference | null

  constructor(sentence: string, standing: Extract<Standing, { at: 'moved' }> | null) {
    super(failure('outdated', sentence, { kind: 'replan' }))
    this.difference = standing?.difference ?? null
  }
}

function differenceOf(error: unknown): Difference | null {
  return error instanceof Moved ? error.difference : null
}

/* What the look found fills what the journal does not know. */
function present(outcome: Outcome): Partial<Outcome> {
  return Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== null))
}

function expected(error: unknown): Failure {
  if (error instanceof ExpectedFailure) return error.failure
  throw error
}
