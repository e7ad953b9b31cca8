import { randomUUID } from 'node:crypto'
import type { BatchEvent, BatchHead, BatchNews, BatchState, FleetPlan } from '../../../shared/contract/batch'
import { groupChanges } from '../../../shared/domain/change-groups'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan, ValueRequest } from '../../../shared/domain/plan'
import type { Reading } from '../../../shared/domain/reading'
import type { UseCaseForm } from '../../../shared/domain/setup'
import { Channel } from '../../channel'
import type { FleetService } from '../fleet/fleet'
import { Batch, type BatchParts } from './batch'
import { BatchBoard } from './batch-board'
import { undoBatch } from './batch-undo'
import { refused } from './planner'

export interface BulkParts extends BatchParts {
  fleet: FleetService
}

/** Plans and applies for many repositories at once. */
export class BulkService {
  private readonly batches = new Map<string, Kept>()

  constructor(private readonly parts: BulkParts) {}

  /** One plan over these repositories, or over every watched one that is not archived. */
  planMany(repositories: RepositoryName[] | null, form: UseCaseForm | null): Promise<FleetPlan> {
    return this.planEach(repositories, (names) => this.parts.setup.planner.planMany(names, form))
  }

  /** One plan by which each of these repositories holds the values. */
  planValues(repositories: RepositoryName[] | null, requests: readonly ValueRequest[]): Promise<FleetPlan> {
    return this.planEach(repositories, (names) => this.parts.setup.planner.planValues(names, requests))
  }

  private async planEach(
    repositories: RepositoryName[] | null,
    plan: (names: RepositoryName[]) => Promise<[RepositoryName, Reading<Plan>][]>,
  ): Promise<FleetPlan> {
    const { fleet } = this.parts
    if (repositories === null) await fleet.choosing.renew()
    const read = await plan([...new Set(repositories ?? fleet.watched())])
    const archived = new Set(fleet.view().rows.flatMap((row) => (row.archived ? [row.repository] : [])))
    const made = read.filter(([repository]) => repositories !== null || !archived.has(repository))
    const plans = made.flatMap(([, plan]) => (plan.known ? [plan.value] : []))
    const failures = made.flatMap(([repository, plan]) =>
      plan.known ? [] : [{ repository, failure: plan.failure }],
    )
    return { plans, groups: groupChanges(plans), failures }
  }

  /** Throws `outdated` for a plan that is not kept, before anything is begun. */
  applyMany(chosen: readonly { planId: string; exclude: string[] }[]): AsyncIterable<BatchEvent> {
    const plans = chosen.map(({ planId, exclude }) => ({
      plan: this.parts.setup.planner.kept(planId),
      exclude,
    }))
    refuseTwice(plans.map(({ plan }) => plan.repository))
    const channel = new Channel<BatchEvent>()
    const id = randomUUID()
    const board = new BatchBoard(id, plans, () => new Date(this.parts.now()).toISOString())
    const batch = new Batch(plans, this.parts, (event) => {
      board.note(event)
      channel.push(event)
    })
    this.keep(id, { batch, board })
    channel.push({ kind: 'started', batchId: id, total: plans.length })
    batch.run().then(
      () => channel.close(),
      (error: unknown) => channel.close(error),
    )
    return channel
  }

  /** Throws `not-found` for a batch that is over. */
  steer(batchId: string, to: BatchState): BatchState {
    const { batch, board } = this.batch(batchId)
    if (board.head.endedAt === null) return batch.steer(to)
    throw refused('not-found', 'This batch is over.', { kind: 'correct-input', field: 'batchId' })
  }

  /** Newest first. */
  heads(): BatchHead[] {
    return [...this.batches.values()].map(({ board }) => ({ ...board.head })).reverse()
  }

  /** Throws `not-found`. */
  follow(batchId: string, signal: AbortSignal | undefined): AsyncGenerator<BatchNews> {
    return this.batch(batchId).board.follow(signal)
  }

  /** Begins to take back; `follow` shows how it goes. Throws `conflict` while the batch is under way. */
  undo(batchId: string, repositories: readonly RepositoryName[] | null): BatchHead {
    const { board } = this.batch(batchId)
    if (board.head.endedAt === null || board.head.undoing)
      throw refused('conflict', 'The batch is under way. Wait until it has ended.', {
        kind: 'wait',
        until: null,
      })
    const applied = board.all().flatMap(({ repository, entry, undo }) => {
      const isMeant = repositories?.includes(repository) ?? true
      const applicationId = entry?.applicationId ?? null
      return isMeant && applicationId !== null && undo !== 'undone' ? [{ repository, applicationId }] : []
    })
    void undoBatch(board, applied, this.parts.setup)
    return { ...board.head }
  }

  private batch(batchId: string): Kept {
    const kept = this.batches.get(batchId)
    if (kept) return kept
    throw refused(
      'not-found',
      'This batch is not known any more. What it applied stands in each repository’s changes.',
      { kind: 'correct-input', field: 'batchId' },
    )
  }

  private keep(id: string, kept: Kept): void {
    this.batches.set(id, kept)
    const over = [...this.batches].filter(([, { board }]) => board.head.endedAt !== null)
    for (const [old] of over.slice(0, -BATCHES_KEPT)) this.batches.delete(old)
  }
}

interface Kept {
  batch: Batch
  board: BatchBoard
}

/** Batches that are over and can still be looked at. */
const BATCHES_KEPT = 10

function refuseTwice(repositories: readonly RepositoryName[]): void {
  const twice = repositories.find((name, index) => repositories.indexOf(name) !== index)
  if (twice === undefined) return
  throw refused('invalid', `${twice} is in the batch twice. Give one plan for each repository.`, {
    kind: 'correct-input',
    field: 'plans',
  })
}
