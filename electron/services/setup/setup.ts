import { randomUUID } from 'node:crypto'
import type { RepositoryView } from '../../../shared/contract/fleet'
import type { ApplyEvent, PlanRequest, SetupOptions } from '../../../shared/contract/setup'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { type Application, openSteps, phaseOf } from '../../../shared/domain/journal'
import { keepsSetup, type Plan, purposeOf } from '../../../shared/domain/plan'
import type { Wrought } from '../../../shared/domain/plan-differences'
import type { Setup } from '../../../shared/domain/setup'
import { dependentsOf } from '../../../shared/domain/step-order'
import type { JournalStore } from '../../storage/journal-store'
import type { LeaseStore } from '../../storage/lease-store'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import { ACCOUNT_LASTS } from '../fleet/contexts'
import type { FleetService } from '../fleet/fleet'
import { Applying } from './application'
import { Conductor, type Turn } from './conductor'
import { type OptionPremises, setupOptions, setupOrDefault } from './options'
import type { Patience } from './patience'
import { NOT_SHOWN, Planner, type Remake, recentFor, refused } from './planner'
import { TypedSecrets } from './typed-secrets'
import type { WritePace } from './write-pace'

export interface SetupParts {
  connections: ConnectionService
  fleet: FleetService
  journal: JournalStore
  leases: LeaseStore
  settings: SettingsStore
  now: () => number
  patience: Patience
  pace: WritePace
}

/** How an application is carried out as one of many. */
export interface InBatch {
  /** What the batch has changed already of what this plan touches, too. */
  wrought: Wrought
  /** An account reading of this time or later will do: milliseconds since the epoch. */
  accountSince: number
}

/** Applies, resumes and takes back. What is executed is always a plan that this service made and kept. */
export class SetupService {
  readonly planner: Planner
  private readonly conductor: Conductor
  private readonly typed = new TypedSecrets()

  constructor(private readonly parts: SetupParts) {
    this.conductor = new Conductor(parts.leases)
    const setupFor: Planner['parts']['setupFor'] = (context) => setupOrDefault(context, this.premises())
    this.planner = new Planner({ ...parts, typed: this.typed, setupFor })
  }

  async options(repository: RepositoryName): Promise<SetupOptions> {
    /* A page may ask before the first round has come to the accounts; what they offer is what is asked for. */
    await this.parts.fleet.readAccountsOnce()
    const context = await this.parts.fleet.context(repository, false)
    return setupOptions(context, this.premises())
  }

  /** Observes freshly and makes a plan; nothing is touched. */
  plan(request: PlanRequest): Promise<Plan> {
    return this.planner.plan(request)
  }

  /** Keeps the plan of another rule, which makes it again before it is applied and after. */
  keep(plan: Plan, remake: Remake): void {
    this.planner.keep(plan, remake)
  }

  /**
   * Applies a kept plan; the stream ends with the repository read again. An account reading of `accountSince`
   * (milliseconds since the epoch) or later will do, but for the roles of the plan.
   */
  apply(planId: string, exclude: string[], accountSince: number | null = null): AsyncIterable<ApplyEvent> {
    const plan = this.planner.kept(planId)
    return this.conductor.conduct(plan.repository, async (turn) => {
      await this.planner.recheck(plan, { wrought: new Map(), accountSince })
      const application = await this.begin(plan, exclude, turn)
      await this.carryOut(application, turn, true, accountSince)
    })
  }

  /** Applies a kept plan as one of many: what is left to verify is read for all of them together. */
  async applyInBatch(
    { plan, exclude }: { plan: Plan; exclude: string[] },
    batch: InBatch,
    tell: Turn['tell'],
  ): Promise<void> {
    await this.conductor.during(
      plan.repository,
      async (turn) => {
        const now = await this.planner.recheck(plan, batch)
        await this.carryOut(await this.begin(now, exclude, turn), turn, false)
      },
      tell,
    )
  }

  /** Takes up an application, or its undo, where it was interrupted or where a step failed. */
  async resume(id: string): Promise<AsyncIterable<ApplyEvent>> {
    const known = await this.application(id)
    return this.conductor.conduct(known.repository, async (turn) => {
      /* Another process may have gone on with it since. */
      const application = await this.application(id)
      if (application.endedAt !== null && openSteps(application).length === 0) throw nothingOpen(application)
      await this.planner.verifyPins(application.plan)
      if (application.endedAt !== null) await this.parts.journal.resume(id, this.instant())
      application.endedAt = null
      turn.tell({ kind: 'started', application })
      if (application.undo) await this.carryBack(application, turn)
      else {
        this.rememberAfter(application.plan)
        await this.carryOut(application, turn, true)
      }
    })
  }

  /** Takes an application back, or some of its steps; with the last of them the stored setup goes, too. */
  async undo(id: string, steps: string[] | null): Promise<AsyncIterable<ApplyEvent>> {
    const known = await this.application(id)
    if (steps !== null) refuseHalf(known, steps)
    return this.conductor.conduct(known.repository, async (turn) => {
      const application = await this.application(id)
      await this.planner.verifyPins(application.plan)
      const undo = { at: this.instant(), steps }
      await this.parts.journal.undo(id, undo)
      Object.assign(application, { undo, endedAt: null })
      turn.tell({ kind: 'started', application })
      await this.carryBack(application, turn)
    })
  }

  /** Throws `not-found`. */
  async application(id: string): Promise<Application> {
    const application = await this.parts.journal.get(id)
    if (application) return application
    throw refused('not-found', `The journal holds no application ${id}. Its id is what apply printed.`, {
      kind: 'correct-input',
      field: 'applicationId',
    })
  }

  applications(repository: RepositoryName | null): Promise<Application[]> {
    return this.parts.journal.list(repository)
  }

  /** Applications without an end that no living process works on. Newest first. */
  async interrupted(): Promise<Application[]> {
    const open = (await this.parts.journal.list(null)).filter(({ endedAt }) => endedAt === null)
    const busy = await Promise.all(open.map(({ repository }) => this.conductor.isBusy(repository)))
    return open.filter((_, index) => !busy[index])
  }

  private premises(): OptionPremises {
    const { connections, settings, fleet } = this.parts
    return {
      pins: connections.lines().map(({ pin }) => pin),
      preferences: settings.read().preferences,
      accounts: fleet.accountsRead(),
    }
  }

  private async begin(plan: Plan, exclude: string[], { tell }: Turn): Promise<Application> {
    const { repository } = plan
    const replaced = this.parts.settings.read().setups[repository] ?? null
    const head = { id: randomUUID(), repository, plan, startedAt: this.instant(), exclude, replaced }
    await this.parts.journal.begin(head)
    this.rememberAfter(plan)
    const application: Application = { ...head, endedAt: null, entries: [] }
    tell({ kind: 'started', application })
    return application
  }

  private async carryOut(
    application: Application,
    turn: Turn,
    alone: boolean,
    accountSince: number | null = null,
  ): Promise<void> {
    const applying = new Applying(application, { ...this.parts, typed: this.typed }, turn.tell, turn.verify)
    const failed = await applying.apply()
    if (failed || !alone) return this.end(application, failed, turn, alone ? 'again' : 'not')
    await this.end(application, await this.verify(application, accountSince), turn, 'as read')
  }

  private async carryBack(application: Application, turn: Turn): Promise<void> {
    const { undo, repository, plan, replaced = null } = application
    const applying = new Applying(application, { ...this.parts, typed: this.typed }, turn.tell, turn.verify)
    const failed = await applying.undo(undo?.steps ?? null)
    const isWhole = openSteps({ ...application, undo: { at: '', steps: null } }).length === 0
    if (failed === null && isWhole && !keepsSetup(plan, replaced !== null))
      this.remember(repository, replaced)
    await this.end(application, failed, turn, 'again')
  }

  /** What was done must not be planned again; AWS and GitHub may need some seconds to show it. */
  private async verify({ plan, entries }: Application, accountSince: number | null): Promise<Failure | null> {
    const done = new Set(plan.steps.map(({ id }) => id).filter((id) => phaseOf({ entries }, id) === 'done'))
    const { pauses, sleep } = this.parts.patience
    for (const pause of [0, ...pauses]) {
      await sleep(pause)
      if ((await this.planner.stillOpen(plan, done, accountSince)).length === 0) return null
    }
    return NOT_SHOWN
  }

  private async end(
    application: Application,
    failed: Failure | null,
    { tell }: Turn,
    look: 'again' | 'as read' | 'not',
  ): Promise<void> {
    const endedAt = this.instant()
    await this.parts.journal.end(application.id, endedAt)
    const view = look === 'not' ? null : await this.view(application.plan, look).catch(() => null)
    tell({
      kind: 'ended',
      application: { ...application, endedAt },
      failure: failed,
      chain: view?.chain ?? null,
    })
  }

  /* Of an account that was read lately only the roles of the plan are read: taking many back costs no reading each. */
  private async view(plan: Plan, look: 'again' | 'as read'): Promise<RepositoryView> {
    const { fleet, now } = this.parts
    const { repository, setup } = plan
    const recent = recentFor(plan, now() - ACCOUNT_LASTS)
    if (look === 'again' && recent !== null) {
      await fleet.contextToward(repository, () => setup, recent, false)
      return fleet.repository(repository, false)
    }
    return fleet.repository(repository, look === 'again')
  }

  private rememberAfter(plan: Plan): void {
    const purpose = purposeOf(plan)
    if (!keepsSetup(plan, plan.repository in this.parts.settings.read().setups))
      this.remember(plan.repository, purpose === 'tear-down' ? null : plan.setup)
  }

  private remember(repository: RepositoryName, setup: Setup | null): void {
    this.parts.settings.update((stored) => {
      const { [repository]: _replaced, ...others } = stored.setups
      return { ...stored, setups: setup ? { ...others, [repository]: setup } : others }
    })
  }

  private instant(): string {
    return new Date(this.parts.now()).toISOString()
  }
}

function nothingOpen({ id }: Application): Error {
  return refused('invalid', `Application ${id} has ended, and nothing of it is open.`, {
    kind: 'correct-input',
    field: 'applicationId',
  })
}

/* A step is taken back only with everything that was built on it. */
function refuseHalf(application: Application, steps: string[]): void {
  const { plan } = application
  const field = { kind: 'correct-input', field: 'steps' } as const
  const unknown = steps.find((id) => plan.steps.every((step) => step.id !== id))
  if (unknown !== undefined)
    throw refused('not-found', `Application ${application.id} has no step ${unknown}.`, field)
  const left = dependentsOf(plan, steps).filter(
    ({ id }) => !steps.includes(id) && phaseOf(application, id) === 'done',
  )
  if (left.length === 0) return
  const titles = left.map(({ id, title }) => `${title} (${id})`).join(', ')
  throw refused('invalid', `What was built on it has to be taken back with it: ${titles}.`, field)
}
