import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApplyEvent, ModelChoice, PlanRequest, SetupOptions } from '../../../shared/contract/setup'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { AccountId, Region, RepositoryName } from '../../../shared/domain/ids'
import type { Application } from '../../../shared/domain/journal'
import type { ChainContext } from '../../../shared/domain/picture'
import type { Plan } from '../../../shared/domain/plan'
import { planDifferences } from '../../../shared/domain/plan-differences'
import { planSetup } from '../../../shared/domain/plan-setup'
import type { Setup, UseCaseForm } from '../../../shared/domain/setup'
import { Channel } from '../../channel'
import type { JournalStore } from '../../storage/journal-store'
import type { SettingsStore } from '../../storage/settings-store'
import type { ConnectionService } from '../connections'
import type { FleetService } from '../fleet/fleet'
import { Applying } from './application'
import { modelChoices } from './model-choices'
import { type OptionPremises, setupOptions, setupOrDefault } from './options'
import { PAUSES } from './patience'

export interface SetupParts {
  connections: ConnectionService
  fleet: FleetService
  journal: JournalStore
  settings: SettingsStore
  now: () => number
  /** Milliseconds between tries of what may pass by itself. */
  pauses?: readonly number[]
}

interface KeptPlan {
  plan: Plan
  form: UseCaseForm | null
}

const PLANS_KEPT = 2_000

/** Plans, applies and takes back. What is executed is always a plan that this service made and kept. */
export class SetupService {
  private readonly plans = new Map<string, KeptPlan>()
  private readonly busy = new Set<RepositoryName>()

  constructor(private readonly parts: SetupParts) {}

  async options(repository: RepositoryName): Promise<SetupOptions> {
    /* A page may ask before the first round has come to the accounts; what they offer is what is asked for. */
    await this.parts.fleet.readAccountsOnce()
    const context = await this.parts.fleet.context(repository, false)
    return setupOptions(context, this.premises())
  }

  async models(account: AccountId, region: Region): Promise<ModelChoice[]> {
    const { client } = this.parts.connections.lineOf(account)
    return modelChoices(await client.observeAccount([{ region, models: [] }]), region)
  }

  /** Observes freshly and makes a plan; nothing is touched. */
  async plan({ repository, setup, form }: PlanRequest): Promise<Plan> {
    const choose = (context: ChainContext): Setup => setup ?? setupOrDefault(context, this.premises())
    const context = await this.parts.fleet.contextToward(repository, choose)
    const plan = planSetup(context, { id: randomUUID(), form })
    this.plans.set(plan.id, { plan, form })
    for (const id of [...this.plans.keys()].slice(0, -PLANS_KEPT)) this.plans.delete(id)
    return plan
  }

  /** Applies a kept plan; the stream ends with the repository read again. */
  apply(planId: string, exclude: string[]): AsyncIterable<ApplyEvent> {
    const kept = this.plans.get(planId)
    if (!kept) throw refused('outdated', 'This plan is no longer kept. Make it again.', { kind: 'replan' })
    return this.conduct(kept.plan.repository, async (tell) => {
      await this.recheck(kept)
      const application = await this.begin(kept.plan, tell)
      const applying = new Applying(application, this.parts, tell)
      const failed = await applying.apply(new Set(exclude))
      await this.end(application, failed ?? (await this.verify(application, kept)), tell)
    })
  }

  /** Takes an application back; the stored setup goes with it. */
  undo(application: Application): AsyncIterable<ApplyEvent> {
    return this.conduct(application.repository, async (tell) => {
      for (const account of accountsOf(application.plan)) await this.parts.connections.verifyPin(account)
      tell({ kind: 'started', application })
      const failed = await new Applying(application, this.parts, tell).undo()
      if (failed === null) this.remember(application.repository, null)
      await this.end(application, failed, tell)
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

  private premises(): OptionPremises {
    const { connections, settings, fleet } = this.parts
    return {
      pins: connections.lines().map(({ pin }) => pin),
      preferences: settings.read().preferences,
      accounts: fleet.accountsRead(),
    }
  }

  /* One change at a time for a repository. The work goes on when nobody reads the stream any more. */
  private conduct(
    repository: RepositoryName,
    work: (tell: (event: ApplyEvent) => void) => Promise<void>,
  ): AsyncIterable<ApplyEvent> {
    if (this.busy.has(repository)) {
      throw refused('conflict', `A change of ${repository} is under way. Wait until it has ended.`, {
        kind: 'wait',
        until: null,
      })
    }
    this.busy.add(repository)
    const channel = new Channel<ApplyEvent>()
    work((event) => channel.push(event))
      .then(
        () => channel.close(),
        (error: unknown) => channel.close(error),
      )
      .finally(() => this.busy.delete(repository))
    return channel
  }

  /** The plan must still be what would be planned now, on the accounts that it was made for. */
  private async recheck(kept: KeptPlan): Promise<void> {
    for (const account of accountsOf(kept.plan)) await this.parts.connections.verifyPin(account)
    const moved = planDifferences(kept.plan, await this.again(kept))
    if (moved.length === 0) return
    const sentence = `Something changed since this plan was made: ${moved.join(' ')} Nothing was touched; plan again.`
    throw refused('outdated', sentence, { kind: 'replan' })
  }

  /** What was done must not be planned again; AWS and GitHub may need some seconds to show it. */
  private async verify(application: Application, kept: KeptPlan): Promise<Failure | null> {
    const done = new Set(
      application.entries.filter(({ phase }) => phase === 'done').map(({ stepId }) => stepId),
    )
    for (const pause of [0, ...(this.parts.pauses ?? PAUSES)]) {
      await sleep(pause)
      const open = (await this.again(kept)).steps.filter(({ id }) => done.has(id))
      if (open.length === 0) return null
    }
    return failure(
      'upstream',
      'Every call was accepted, but not every change shows yet. Look again in a minute.',
      { kind: 'retry' },
    )
  }

  private async again({ plan, form }: KeptPlan): Promise<Plan> {
    const context = await this.parts.fleet.contextToward(plan.repository, () => plan.setup)
    return planSetup(context, { id: plan.id, form })
  }

  private async begin(plan: Plan, tell: (event: ApplyEvent) => void): Promise<Application> {
    this.remember(plan.repository, plan.setup)
    const head = { id: randomUUID(), repository: plan.repository, plan, startedAt: this.instant() }
    await this.parts.journal.begin(head)
    const application: Application = { ...head, endedAt: null, entries: [] }
    tell({ kind: 'started', application })
    return application
  }

  private async end(
    application: Application,
    failed: Failure | null,
    tell: (event: ApplyEvent) => void,
  ): Promise<void> {
    const endedAt = this.instant()
    await this.parts.journal.end(application.id, endedAt)
    const view = await this.parts.fleet.repository(application.repository, true).catch(() => null)
    tell({
      kind: 'ended',
      application: { ...application, endedAt },
      failure: failed,
      chain: view?.chain ?? null,
    })
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

/** Accounts that the plan's steps change. */
function accountsOf(plan: Plan): AccountId[] {
  return [...new Set(plan.steps.flatMap(({ action }) => ('account' in action ? [action.account] : [])))]
}

function refused(...words: Parameters<typeof failure>): ExpectedFailure {
  return new ExpectedFailure(failure(...words))
}
