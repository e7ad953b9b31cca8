import type { ApplyEvent } from '../../../shared/contract/setup'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { Application, JournalEntry, Outcome, StepPhase } from '../../../shared/domain/journal'
import type { Step } from '../../../shared/domain/plan'
import type { JournalStore } from '../../storage/journal-store'
import type { ConnectionService } from '../connections'
import { patiently } from './patience'
import { driveOf } from './steps/drive'
import { NOTHING, type Reach } from './steps/driver'

export interface ApplicationParts {
  journal: JournalStore
  connections: ConnectionService
  now: () => number
  pauses?: readonly number[]
}

type Tell = (event: ApplyEvent) => void

/** One application of a plan, or its undo: journals before and after each call, and tells what happens. */
export class Applying {
  private readonly phases = new Map<string, StepPhase>()
  private readonly outcomes = new Map<string, Outcome>()

  constructor(
    private readonly application: Application,
    private readonly parts: ApplicationParts,
    private readonly tell: Tell,
  ) {
    for (const entry of application.entries) {
      this.phases.set(entry.stepId, entry.phase)
      if (entry.outcome) this.outcomes.set(entry.stepId, entry.outcome)
    }
  }

  /** Runs every step in order; a step whose premise failed or was excluded is skipped. Returns the first failure. */
  async apply(exclude: ReadonlySet<string>): Promise<Failure | null> {
    let first: Failure | null = null
    for (const step of this.application.plan.steps) {
      if (exclude.has(step.id) || !this.isReady(step)) await this.record(step, 'skipped')
      else first = (await this.attempt(step)) ?? first
    }
    return first
  }

  /**
   * Takes the done steps back, last first, and a step that was begun when the process ended if its call arrived.
   * What somebody else changed since is left and named.
   */
  async undo(): Promise<Failure | null> {
    let first: Failure | null = null
    for (const step of this.application.plan.steps.toReversed()) {
      const phase = this.phases.get(step.id)
      if (phase === 'done' || phase === 'begun') first = (await this.takeBack(step)) ?? first
    }
    return first
  }

  private isReady(step: Step): boolean {
    return step.dependsOn.every((id) => this.phases.get(id) === 'done')
  }

  private async attempt(step: Step): Promise<Failure | null> {
    await this.record(step, 'begun')
    try {
      const outcome = await this.carryOut(step)
      this.outcomes.set(step.id, outcome)
      await this.record(step, 'done', { outcome })
      return null
    } catch (error) {
      const failed = expected(error)
      await this.record(step, 'failed', { failure: failed })
      return failed
    }
  }

  private async carryOut(step: Step): Promise<Outcome> {
    const drive = driveOf(step.action)
    const reach = this.reach()
    const standing = await drive.standing(reach, null)
    if (standing.at === 'after') return standing.outcome
    if (standing.at === 'moved') throw moved(`${step.title}: ${standing.says} Nothing was overwritten.`)
    return patiently(() => drive.run(reach), this.waiting, this.parts.pauses)
  }

  private async takeBack(step: Step): Promise<Failure | null> {
    const outcome = this.outcomes.get(step.id) ?? NOTHING
    try {
      if (!step.reversible) throw moved(`${step.title} cannot be taken back.`)
      const drive = driveOf(step.action)
      const standing = await drive.standing(this.reach(), outcome)
      if (standing.at === 'moved') throw moved(`${step.title} stays: ${standing.says}`)
      if (standing.at === 'after')
        await patiently(() => drive.takeBack(outcome, this.reach()), this.waiting, this.parts.pauses)
      await this.record(step, 'undone')
      return null
    } catch (error) {
      const failed = expected(error)
      await this.record(step, 'undo-refused', { failure: failed, outcome })
      return failed
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
    }
  }

  private async record(
    step: Step,
    phase: StepPhase,
    { outcome = null, failure = null }: Partial<Pick<JournalEntry, 'outcome' | 'failure'>> = {},
  ): Promise<void> {
    const entry: JournalEntry = {
      stepId: step.id,
      phase,
      at: new Date(this.parts.now()).toISOString(),
      outcome,
      failure,
    }
    this.phases.set(step.id, phase)
    this.application.entries.push(entry)
    await this.parts.journal.append(this.application.id, entry)
    this.tell({ kind: 'step', applicationId: this.application.id, entry })
  }
}

function moved(sentence: string): ExpectedFailure {
  return new ExpectedFailure(failure('outdated', sentence, { kind: 'replan' }))
}

function expected(error: unknown): Failure {
  if (error instanceof ExpectedFailure) return error.failure
  throw error
}
