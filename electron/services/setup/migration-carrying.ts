import { randomUUID } from 'node:crypto'
import type { MigrationEvent } from '../../../shared/contract/migration'
import type { RunEvent } from '../../../shared/contract/runs'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import { type RepositoryName, RoleName } from '../../../shared/domain/ids'
import {
  hasReached,
  type MigrationContext,
  type MigrationEntry,
  type MigrationStage,
  type MigrationState,
  type MigrationStep,
  migrationState,
} from '../../../shared/domain/migration'
import { optedInAt } from '../../../shared/domain/opt-in-time'
import type { ChainContext } from '../../../shared/domain/picture'
import type { Plan } from '../../../shared/domain/plan'
import { planMigration } from '../../../shared/domain/plan-migration'
import type { RunSummary } from '../../../shared/domain/run'
import type { Setup } from '../../../shared/domain/setup'
import type { JournalStore } from '../../storage/journal-store'
import { ACCOUNT_LASTS } from '../fleet/contexts'
import type { FleetService } from '../fleet/fleet'
import type { RunsService } from '../runs/runs'
import type { SetupService } from './setup'
import type { Turns } from './turns'

export interface CarryingParts {
  fleet: FleetService
  setup: SetupService
  runs: RunsService
  journal: JournalStore
  now: () => number
}

const DOING: Record<MigrationStep, string> = {
  'trust-both': 'Trusting both forms of the subject.',
  'opt-in': 'Opting in to the immutable subject.',
  'test-run': 'Proving it by a test run.',
  'drop-classic': 'Dropping the classic form.',
}

/** Carries one repository from stage to stage. Each stage is an application of its own, which undo takes back. */
export class Carrying {
  private readonly entry: MigrationEntry
  /** Since when a run proves the IDs, where the journal does not know of the opt-in. */
  private provesSince: number | null = null

  constructor(
    private readonly repository: RepositoryName,
    private readonly parts: CarryingParts,
    private readonly turns: Turns,
    private readonly tell: (event: MigrationEvent) => void,
  ) {
    this.entry = { repository, before: null, after: null, applications: [], run: null, failure: null }
  }

  /** As far as `until`, or to the first failure; a stop lets the stage end that was begun. */
  async carry(until: MigrationStage, signal: AbortSignal): Promise<MigrationEntry> {
    try {
      const first = await this.look(true)
      this.entry.before = first.stage
      await this.onward(first, until, signal)
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      this.entry.failure = error.failure
    }
    return this.entry
  }

  private async onward(first: MigrationState, until: MigrationStage, signal: AbortSignal): Promise<void> {
    let state = first
    while (!hasReached(state.stage, until)) {
      const { next, why, stage } = state
      if (next === null) throw refused(why ?? 'Nothing leads on from here.')
      if (signal.aborted) throw refused('It was stopped before this stage. Start it again to go on.')
      this.tell({ kind: 'doing', repository: this.repository, says: DOING[next] })
      if (next === 'test-run') await this.prove()
      else await this.turns.take(state.roles, () => this.apply(state.roles.map(nameOf)))
      /* What was applied has been read again at its end. */
      state = await this.look(next === 'test-run')
      if (state.stage === stage)
        throw refused(state.why ?? 'The change was made, and does not show yet. Go on in a minute.')
    }
  }

  private async look(fresh: boolean): Promise<MigrationState> {
    const { fleet } = this.parts
    const look = { accountSince: this.accountSince(), rules: false }
    const premises = await fleet.context(this.repository, fresh, look)
    const state = migrationState(await this.context(premises))
    /* Somebody else opted in, at a time that GitHub does not tell: only a run from now on proves it. */
    if (state.stage === 'opted-in' && this.provesSince === null) this.provesSince = this.parts.now()
    this.entry.after = state.stage
    this.tell({ kind: 'state', state })
    return state
  }

  private async context<C extends object>(premises: C): Promise<C & Pick<MigrationContext, 'optedInAt'>> {
    const journaled = optedInAt(await this.parts.journal.list(this.repository))
    return { ...premises, optedInAt: this.provesSince ?? journaled }
  }

  private async apply(roles: readonly RoleName[]): Promise<void> {
    const { fleet, setup } = this.parts
    const choose = ({ setup: known }: ChainContext): Setup => {
      if (known) return known
      throw refused('No setup is known of this repository. Set it up first.')
    }
    const recent = { since: this.accountSince(), roles }
    const chosen = await fleet.contextToward(this.repository, choose, recent, false)
    const plan = planMigration(await this.context(chosen), { id: randomUUID() })
    const [obstacle] = [...plan.conflicts, ...plan.needed]
    if (obstacle) throw refused(obstacle.says)
    const known = (await this.context({})).optedInAt
    setup.keep(plan, (context) => planMigration({ ...context, optedInAt: known }, { id: plan.id }))
    await this.follow(plan)
  }

  private async follow(plan: Plan): Promise<void> {
    for await (const event of this.parts.setup.apply(plan.id, [], this.accountSince())) {
      if (event.kind === 'started') this.entry.applications.push(event.application.id)
      if (event.kind === 'waiting')
        this.tell({ kind: 'doing', repository: this.repository, says: event.says })
      if (event.kind === 'ended' && event.failure) throw new ExpectedFailure(event.failure)
    }
  }

  /* A fleet that moves reads each account about once a minute, and between that only the roles that it changes. */
  private accountSince(): number {
    return this.parts.now() - ACCOUNT_LASTS
  }

  /** Runs every workflow of ours that can be started; each must succeed. */
  private async prove(): Promise<void> {
    const { runs } = this.parts
    const ready = (await runs.dispatchable(this.repository)).filter(({ refusal }) => refusal === null)
    if (ready.length === 0)
      throw refused(
        'No workflow here can be started by hand. Go on once one has run by its own event and succeeded.',
      )
    for (const { path } of ready) {
      const run = await runs.start({ repository: this.repository, workflowPath: path, ref: null, inputs: {} })
      this.entry.run = run
      await this.await(run)
    }
  }

  private async await(run: RunSummary): Promise<void> {
    const ended = await lastOf(this.parts.runs.follow(this.repository, run.id))
    this.entry.run = ended.state.run
    if (ended.state.run.conclusion !== 'success') throw refused(failed(ended))
    /* GitHub's clock tells when a run began; this one began after the opt-in whatever the clock here says. */
    const began = Date.parse(run.createdAt)
    this.provesSince = Math.min(this.provesSince ?? began, began)
  }
}

function nameOf(arn: string): RoleName {
  return RoleName.parse(arn.slice(arn.lastIndexOf('/') + 1))
}

async function lastOf(events: AsyncIterable<RunEvent>): Promise<Extract<RunEvent, { kind: 'ended' }>> {
  for await (const event of events) if (event.kind === 'ended') return event
  throw refused('The run went out of sight before it ended.')
}

function failed({ state: { run }, diagnoses }: Extract<RunEvent, { kind: 'ended' }>): string {
  const why = diagnoses[0]?.says ?? 'Look at its log.'
  return `Run #${run.number} ended with ${run.conclusion}, so the classic form stays trusted. ${why}`
}

function refused(sentence: string): ExpectedFailure {
  const why: Failure = failure('invalid', sentence, { kind: 'retry' })
  return new ExpectedFailure(why)
}
