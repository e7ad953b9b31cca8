import { randomUUID } from 'node:crypto'
import PQueue from 'p-queue'
import type { PlanRequest } from '../../../shared/contract/setup'
import { accountThing, roleOf } from '../../../shared/domain/change-groups'
import { exportPlans } from '../../../shared/domain/export/export-plans'
import type { ExportedPlan, ExportFormat } from '../../../shared/domain/export/exported'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type { AccountId, RepositoryName } from '../../../shared/domain/ids'
import type { ChainContext } from '../../../shared/domain/picture'
import {
  formOf,
  type Plan,
  purposeOf,
  type Step,
  type ValueRequest,
  type ValueWish,
} from '../../../shared/domain/plan'
import { planDifferences, type Wrought } from '../../../shared/domain/plan-differences'
import { planKeyRemoval } from '../../../shared/domain/plan-key-removal'
import { type PlannableContext, planSetup } from '../../../shared/domain/plan-setup'
import { planTearDown } from '../../../shared/domain/plan-tear-down'
import { planValues, withValues } from '../../../shared/domain/plan-values'
import { known, type Reading, readingOf, unread } from '../../../shared/domain/reading'
import type { Setup, UseCaseForm } from '../../../shared/domain/setup'
import type { ConnectionService } from '../connections'
import type { RecentAccount } from '../fleet/contexts'
import type { FleetService } from '../fleet/fleet'
import { showsInReading, withStandingValues } from './standing-values'
import type { TypedSecrets } from './typed-secrets'

export interface PlannerParts {
  connections: ConnectionService
  fleet: FleetService
  typed: TypedSecrets
  /** The setup of a repository for which none was asked. */
  setupFor(context: ChainContext): Setup
}

/** The rule that makes a plan again, where it is not the purpose's own. */
export type Remake = (context: PlannableContext) => Plan

const PLANS_KEPT = 2_000

/* Far below GitHub's hundred concurrent requests (field-notes §4). */
const READS_AT_ONCE = 8

/** Makes plans and keeps them by their id. Touches nothing. */
export class Planner {
  private readonly plans = new Map<string, { plan: Plan; remake: Remake | null }>()
  private readonly reading = new PQueue({ concurrency: READS_AT_ONCE })

  constructor(private readonly parts: PlannerParts) {}

  /** Observes freshly and makes a plan. */
  async plan({ repository, setup, form }: PlanRequest): Promise<Plan> {
    const choose = (context: ChainContext): Setup => setup ?? this.parts.setupFor(context)
    return this.keep(
      planSetup(await this.parts.fleet.contextToward(repository, choose), { id: randomUUID(), form }),
    )
  }

  /** Plans for many repositories, which are read together; a repository that cannot be planned for says why. */
  async planMany(
    repositories: RepositoryName[],
    form: UseCaseForm | null,
  ): Promise<[RepositoryName, Reading<Plan>][]> {
    const contexts = await this.parts.fleet.contextsToward(repositories, this.parts.setupFor)
    return Promise.all(
      contexts.map(async ([name, context]): Promise<[RepositoryName, Reading<Plan>]> => {
        if (!context.known) return [name, context]
        const request = { id: randomUUID(), form }
        const plan = planSetup(context.value, request)
        /* What the owners allow is not read of a whole fleet: only where a workflow is to change. */
        if (!changesWorkflow(plan)) return [name, known(this.keep(plan))]
        return [name, known(this.keep(planSetup(await this.withRules(context.value), request)))]
      }),
    )
  }

  private async withRules(context: PlannableContext): Promise<PlannableContext> {
    const { fleet } = this.parts
    const { repository } = context.observation.facts
    await this.reading.add(() => fleet.readPolicy(repository))
    const { observation } = await fleet.context(repository, false)
    return { ...context, observation }
  }

  /** Plans for many repositories, by which each holds these values; what they mean beside that stays. */
  async planValues(
    repositories: RepositoryName[],
    requests: readonly ValueRequest[],
  ): Promise<[RepositoryName, Reading<Plan>][]> {
    const wishes = requests.map((request) => this.parts.typed.wishOf(request))
    /* With the values, so that what the account can call in another region is read, too. */
    const choose = (context: ChainContext): Setup => withValues(this.parts.setupFor(context), wishes)
    const contexts = await this.parts.fleet.contextsToward(repositories, choose)
    return Promise.all(
      contexts.map(async ([name, context]): Promise<[RepositoryName, Reading<Plan>]> => {
        if (!context.known) return [name, context]
        return [
          name,
          await readingOf(async () =>
            this.keep(planValues(await this.withValuesOf(context.value, wishes), wishes, randomUUID())),
          ),
        ]
      }),
    )
  }

  /** The plans made again from one reading of all of them; nothing is kept. */
  async againMany(plans: readonly Plan[]): Promise<[RepositoryName, Reading<Plan>][]> {
    const byName = new Map(plans.map((plan) => [plan.repository, plan]))
    const setupOf = (context: ChainContext): Setup =>
      byName.get(context.observation.facts.repository)?.setup ?? this.parts.setupFor(context)
    const contexts = await this.parts.fleet.contextsToward([...byName.keys()], setupOf)
    return Promise.all(
      contexts.map(async ([name, context]): Promise<[RepositoryName, Reading<Plan>]> => {
        const plan = byName.get(name)
        if (!context.known || !plan) return [name, unread(NOT_SHOWN)]
        return [name, await readingOf(() => this.replanned(plan, context.value))]
      }),
    )
  }

  /** A plan of removals: what Rolecall's setup of the repository put in place. */
  async planTearDown(repository: RepositoryName): Promise<Plan> {
    const context = await this.parts.fleet.contextToward(repository, (each) => this.parts.setupFor(each))
    return this.keep(planTearDown(await this.withWholeRole(context), randomUUID()))
  }

  /** A plan that removes long-lived AWS keys, once a run has shown that the repository works without them. */
  async planKeyRemoval(repository: RepositoryName): Promise<Plan> {
    const context = await this.parts.fleet.contextToward(repository, (each) => this.parts.setupFor(each))
    return this.keep(planKeyRemoval(context, randomUUID()))
  }

  /** A saved plan, made again and kept under a new id. Throws `outdated` with what moved since. */
  async planAgain(saved: Plan): Promise<Plan> {
    const now = { ...(await this.again(saved)), id: randomUUID() }
    refuseMoved(planDifferences(saved, now))
    return this.keep(now)
  }

  /** Throws `outdated` for a plan that is not kept. */
  kept(planId: string): Plan {
    const kept = this.plans.get(planId)
    if (kept) return kept.plan
    throw refused('outdated', 'This plan is no longer kept. Make it again.', { kind: 'replan' })
  }

  /** Kept plans as a file of another tool. Throws `outdated` for one that is not kept, `invalid` where nothing is to write. */
  exportKept(chosen: readonly { planId: string; exclude: string[] }[], as: ExportFormat): ExportedPlan {
    const plans = chosen.map(({ planId, exclude }) => ({ plan: this.kept(planId), exclude }))
    const made = exportPlans(plans, as)
    if (made.ok) return made.exported
    throw refused('invalid', made.why, { kind: 'correct-input', field: 'as' })
  }

  /**
   * Throws `outdated` unless the plan is still what would be planned now, on the accounts that it was made for.
   * Returns it as planned now: the same, but for what the same batch has wrought meanwhile.
   */
  async recheck(
    plan: Plan,
    batch: { wrought: Wrought; accountSince: number | null } | null = null,
  ): Promise<Plan> {
    await this.verifyPins(plan)
    const wrought: Wrought = batch?.wrought ?? new Map()
    const now = await this.again(plan, batch?.accountSince ?? null)
    refuseMoved(planDifferences(plan, now, wrought))
    return now
  }

  async verifyPins(plan: Plan): Promise<void> {
    for (const account of accountsOf(plan)) await this.parts.connections.verifyPin(account)
  }

  /** Titles of the steps among `done` that would be planned once more, from a fresh reading. */
  async stillOpen(
    plan: Plan,
    done: ReadonlySet<string>,
    accountSince: number | null = null,
  ): Promise<string[]> {
    return (await this.again(plan, accountSince)).steps
      .filter((step) => done.has(step.id) && showsInReading(step))
      .map(({ title }) => title)
  }

  private async again(plan: Plan, accountSince: number | null = null): Promise<Plan> {
    const { fleet } = this.parts
    const recent = accountSince === null ? null : recentFor(plan, accountSince)
    const rules = accountSince === null || dependsOnRules(plan)
    const context = await fleet.contextToward(plan.repository, () => plan.setup, recent, rules)
    const remake = this.plans.get(plan.id)?.remake
    return remake ? remake(context) : this.replanned(plan, context)
  }

  private async replanned(plan: Plan, context: PlannableContext): Promise<Plan> {
    const isTearDown = purposeOf(plan) === 'tear-down'
    return replanned(
      plan,
      isTearDown ? await this.withWholeRole(context) : await this.withValuesOf(context, plan.values),
    )
  }

  /* An account's listing carries neither the description of a role nor the length of its sessions: undo needs both. */
  private async withWholeRole(context: PlannableContext): Promise<PlannableContext> {
    const { account, setup } = context
    if (!account?.roles.known || account.account !== setup.account) return context
    const role = await this.parts.connections.lineOf(account.account).client.role(setup.role)
    if (!role) return context
    const roles = account.roles.value.map((each) => (each.name === role.name ? role : each))
    return { ...context, account: { ...account, roles: known(roles) } }
  }

  private withValuesOf(
    context: PlannableContext,
    wishes: readonly ValueWish[] = [],
  ): Promise<PlannableContext> {
    const { reading } = this
    return withStandingValues(context, wishes, { github: this.parts.connections.github(), reading })
  }

  /** Keeps the plan of another rule, which makes it again before it is applied and after. */
  keep(plan: Plan, remake: Remake | null = null): Plan {
    this.plans.set(plan.id, { plan, remake })
    for (const id of [...this.plans.keys()].slice(0, -PLANS_KEPT)) this.plans.delete(id)
    return plan
  }
}

function replanned(plan: Plan, context: PlannableContext): Plan {
  const purpose = purposeOf(plan)
  if (purpose === 'tear-down') return planTearDown(context, plan.id)
  if (purpose === 'remove-keys') return planKeyRemoval(context, plan.id)
  if (purpose === 'values') return planValues(context, plan.values ?? [], plan.id)
  /* Its rule needs what only its own service knows: taken up by another process, each of its steps is looked at. */
  if (purpose === 'migration') return { ...plan, steps: [] }
  return planSetup(context, { id: plan.id, form: formOf(plan) })
}

const OF_WORKFLOWS: ReadonlySet<Step['kind']> = new Set([
  'propose-workflow',
  'merge-pull-request',
  'enable-workflow',
])

function changesWorkflow({ steps }: Plan): boolean {
  return steps.some(({ kind }) => OF_WORKFLOWS.has(kind))
}

/* What the owners allow, and the secrets of environments, which are read with it. */
function dependsOnRules(plan: Plan): boolean {
  return changesWorkflow(plan) || purposeOf(plan) === 'remove-keys'
}

/** A recent reading will do for what only the plan's own roles may have changed in; null where it will not. */
export function recentFor({ steps }: Plan, since: number): RecentAccount | null {
  if (steps.some(({ action }) => accountThing(action) !== null)) return null
  return { since, roles: steps.flatMap(({ action }) => roleOf(action) ?? []) }
}

function refuseMoved(moved: string[]): void {
  if (moved.length === 0) return
  const sentence = `Something changed since this plan was made: ${moved.join(' ')} Nothing was touched; plan again.`
  throw refused('outdated', sentence, { kind: 'replan' })
}

/** Accounts that the plan's steps change. */
function accountsOf(plan: Plan): AccountId[] {
  return [...new Set(plan.steps.flatMap(({ action }) => ('account' in action ? [action.account] : [])))]
}

/** An expected failure. */
export function refused(...words: Parameters<typeof failure>): ExpectedFailure {
  return new ExpectedFailure(failure(...words))
}

/** What to say where accepted calls do not show yet. */
export const NOT_SHOWN: Failure = failure(
  'upstream',
  'Every call was accepted, but not every change shows yet. Look again in a minute.',
  { kind: 'retry' },
)
