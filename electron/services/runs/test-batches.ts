import { randomUUID } from 'node:crypto'
import type { BatchState } from '../../../shared/contract/batch'
import {
  AS_DETECTED,
  type TestBatchEvent,
  type TestChoice,
  type TestEntry,
} from '../../../shared/contract/test-runs'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { keyOfRun } from '../../../shared/domain/run-looks'
import { Channel } from '../../channel'
import type { FleetService } from '../fleet/fleet'
import { TestBatch, type TestBatchParts } from './test-batch'

export interface TestBatchesParts extends TestBatchParts {
  fleet: FleetService
}

export interface TestBatchOrder {
  /** Null: every watched repository that is not archived. */
  repositories: RepositoryName[] | null
  atOnce: number
  /** What all begin with that have no choice of their own. */
  common?: TestChoice
  choices?: readonly (TestChoice & { repository: RepositoryName })[]
}

/** Test runs of many repositories: begun, and steered by their batch. */
export class TestBatches {
  private readonly batches = new Map<string, TestBatch>()
  private readonly begun = new Set<string>()
  private readonly listeners = new Set<(entries: readonly TestEntry[]) => void>()

  constructor(private readonly parts: TestBatchesParts) {}

  /** The work goes on when nobody reads. */
  async start({
    repositories,
    atOnce,
    common = AS_DETECTED,
    choices = [],
  }: TestBatchOrder): Promise<AsyncIterable<TestBatchEvent>> {
    const chosen = [...new Set(repositories ?? (await this.everyone()))]
    const channel = new Channel<TestBatchEvent>()
    const batchId = randomUUID()
    const own = new Map(choices.map(({ repository, ...choice }) => [repository, choice]))
    const choiceOf = (repository: RepositoryName): TestChoice => own.get(repository) ?? common
    const batch = new TestBatch(chosen, atOnce, choiceOf, this.parts, (event) => {
      if (event.kind === 'running') this.begun.add(keyOfRun(event.run))
      channel.push(event)
    })
    this.batches.set(batchId, batch)
    channel.push({ kind: 'started', batchId, repositories: chosen })
    batch
      .run()
      .then(
        (entries) => {
          channel.close()
          for (const listener of [...this.listeners]) listener(entries)
        },
        (error: unknown) => channel.close(error),
      )
      .finally(() => this.batches.delete(batchId))
    return channel
  }

  /** Whether the run was begun with others. */
  has(run: RunSummary): boolean {
    return this.begun.has(keyOfRun(run))
  }

  /** Calls the listener when many test runs are over, until the returned function is called. */
  onEnd(listener: (entries: readonly TestEntry[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Throws `not-found` for a batch that is over. */
  steer(batchId: string, to: BatchState): BatchState {
    const batch = this.batches.get(batchId)
    if (batch) return batch.steer(to)
    throw new ExpectedFailure(
      failure('not-found', 'These test runs are over.', { kind: 'correct-input', field: 'batchId' }),
    )
  }

  /* Nothing is known of a repository before its first reading, so the archived ones are left out after it. */
  private async everyone(): Promise<RepositoryName[]> {
    const { fleet } = this.parts
    const view = fleet.view().rows.some(({ readAt }) => readAt !== null)
      ? fleet.view()
      : await fleet.observe(null)
    return view.rows.filter(({ archived }) => !archived).map(({ repository }) => repository)
  }
}
