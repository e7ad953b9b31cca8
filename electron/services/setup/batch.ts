import PQueue from 'p-queue'
import type { BatchEntry, BatchEvent, BatchOutcome, BatchState } from '../../../shared/contract/batch'
import type { ApplyEvent } from '../../../shared/contract/setup'
import { accountThing, roleThing } from '../../../shared/domain/change-groups'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import { phaseOf } from '../../../shared/domain/journal'
import type { Plan } from '../../../shared/domain/plan'
import { ACCOUNT_LASTS } from '../fleet/contexts'
import type { Patience } from './patience'
import { NOT_SHOWN } from './planner'
import type { SetupService } from './setup'
import { showsInReading } from './standing-values'
import { Turns } from './turns'

/** A plan of the batch, and the steps that the user left out. */
export interface BatchPlan {
  plan: Plan
  exclude: string[]
}

export interface BatchParts {
  setup: SetupService
  patience: Patience
  now: () => number
}

/* Far below GitHub's hundred concurrent requests; the pace of writes is kept apart (field-notes §4). */
const AT_ONCE = 4

/** Many applications as one: those that share a thing go one after another, the others at once. */
export class Batch {
  private state: BatchState = 'running'
  private wake: () => void = () => {}
  private readonly turns = new Turns()
  private readonly queue = new PQueue({ concurrency: AT_ONCE })
  /** What this batch has changed so far, by target. */
  private readonly wrought = new Map<string, string | null>()
  private readonly entries: BatchEntry[] = []
  private readonly doneSteps = new Map<string, ReadonlySet<string>>()

  constructor(
    private readonly plans: readonly BatchPlan[],
    private readonly parts: BatchParts,
    private readonly tell: (event: BatchEvent) => void,
  ) {}

  /** Applies all; rejects only for a bug. */
  async run(): Promise<void> {
    const first = firstOfEach(this.plans)
    await this.applyAll(this.plans.filter((one) => first.has(one)))
    await this.applyAll(this.plans.filter((one) => !first.has(one)))
    await this.verify()
    this.tell({ kind: 'ended', entries: this.entries })
  }

  /** What was cancelled stays so. */
  steer(to: BatchState): BatchState {
    if (this.state !== 'cancelled' && this.state !== to) {
      this.state = to
      this.tell({ kind: 'state', state: to })
      this.wake()
    }
    return this.state
  }

  private async applyAll(plans: readonly BatchPlan[]): Promise<void> {
    await Promise.all(
      plans.map((one) =>
        this.turns.take(this.keysOf(one.plan), () => this.queue.add(() => this.settle(one))),
      ),
    )
  }

  /* An account's thing that stands by now needs no turn any more. */
  private keysOf({ steps }: Plan): string[] {
    const keys = steps.map(({ action, target }) =>
      accountThing(action) !== null && this.wrought.has(target)
        ? null
        : (accountThing(action) ?? roleThing(action)),
    )
    return [...new Set(keys.filter((key) => key !== null))]
  }

  private async settle(one: BatchPlan): Promise<void> {
    while (this.state === 'paused') await new Promise<void>((resolve) => this.whenSteered(resolve))
    const entry = await this.applyOne(one)
    this.entries.push(entry)
    this.tell({ kind: 'settled', entry, done: this.entries.length, total: this.plans.length })
  }

  private whenSteered(resolve: () => void): void {
    const others = this.wake
    this.wake = () => {
      others()
      resolve()
    }
  }

  private async applyOne({ plan, exclude }: BatchPlan): Promise<BatchEntry> {
    const { repository } = plan
    const entry: BatchEntry = {
      repository,
      planId: plan.id,
      applicationId: null,
      outcome: 'unchanged',
      failure: null,
    }
    if (this.state === 'cancelled') return { ...entry, outcome: 'cancelled' }
    if (plan.steps.length === 0) return entry
    const batch = { wrought: this.wrought, accountSince: this.parts.now() - ACCOUNT_LASTS }
    try {
      await this.parts.setup.applyInBatch({ plan, exclude }, batch, (event) => {
        if (event.kind === 'started') entry.applicationId = event.application.id
        if (event.kind === 'ended') this.note(event, entry)
        this.tell({ kind: 'repository', repository, event })
      })
      return entry
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      return { ...entry, outcome: outcomeOf(entry, error.failure), failure: error.failure }
    }
  }

  private note({ application, failure }: Extract<ApplyEvent, { kind: 'ended' }>, entry: BatchEntry): void {
    const done = application.plan.steps.filter(({ id }) => phaseOf(application, id) === 'done')
    for (const { action, target, after } of done) {
      if (accountThing(action) !== null || roleThing(action) !== null) this.wrought.set(target, after)
    }
    this.doneSteps.set(entry.planId, new Set(done.map(({ id }) => id)))
    entry.outcome = failure ? 'failed' : 'done'
    entry.failure = failure
  }

  /** What was done must not be planned again: one reading of all, and again while something does not show. */
  private async verify(): Promise<void> {
    const { pauses, sleep } = this.parts.patience
    let open = this.entries.filter(({ outcome }) => outcome === 'done')
    for (const pause of [0, ...pauses]) {
      if (open.length === 0) return
      await sleep(pause)
      const again = new Map(
        await this.parts.setup.planner.againMany(open.map(({ planId }) => this.planOf(planId))),
      )
      open = open.filter(({ repository, planId }) => {
        const plan = again.get(repository)
        return (
          !plan?.known ||
          plan.value.steps.some((step) => showsInReading(step) && this.doneSteps.get(planId)?.has(step.id))
        )
      })
    }
    for (const entry of open) Object.assign(entry, { outcome: 'unshown', failure: NOT_SHOWN })
  }

  private planOf(planId: string): Plan {
    const found = this.plans.find(({ plan }) => plan.id === planId)
    if (!found) throw new Error(`The batch has no plan ${planId}.`)
    return found.plan
  }
}

function outcomeOf({ applicationId }: BatchEntry, { reason }: Failure): BatchOutcome {
  if (applicationId !== null) return 'failed'
  return reason === 'outdated' ? 'moved' : 'refused'
}

/** For each thing of an account, the first repository that changes it: the others wait for what it does. */
function firstOfEach(plans: readonly BatchPlan[]): ReadonlySet<BatchPlan> {
  const first = new Map<string, BatchPlan>()
  for (const one of plans) {
    for (const { id, action } of one.plan.steps) {
      const thing = one.exclude.includes(id) ? null : accountThing(action)
      if (thing !== null && !first.has(thing)) first.set(thing, one)
    }
  }
  return new Set(first.values())
}
