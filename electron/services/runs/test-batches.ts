import { randomUUID } from 'node:crypto'
import type { BatchState } from '../../../shared/contract/batch'
import type { TestBatchEvent } from '../../../shared/contract/test-runs'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import { Channel } from '../../channel'
import type { FleetService } from '../fleet/fleet'
import { TestBatch, type TestBatchParts } from './test-batch'

export interface TestBatchesParts extends TestBatchParts {
  fleet: FleetService
}

/** Test runs of many repositories: begun, and steered by their batch. */
export class TestBatches {
  private readonly batches = new Map<string, TestBatch>()

  constructor(private readonly parts: TestBatchesParts) {}

  /** Null: every watched repository that is not archived. The work goes on when nobody reads. */
  async start(repositories: RepositoryName[] | null, atOnce: number): Promise<AsyncIterable<TestBatchEvent>> {
    const chosen = [...new Set(repositories ?? (await this.everyone()))]
    const channel = new Channel<TestBatchEvent>()
    const batchId = randomUUID()
    const batch = new TestBatch(chosen, atOnce, this.parts, (event) => channel.push(event))
    this.batches.set(batchId, batch)
    channel.push({ kind: 'started', batchId, repositories: chosen })
    batch
      .run()
      .then(
        () => channel.close(),
        (error: unknown) => channel.close(error),
      )
      .finally(() => this.batches.delete(batchId))
    return channel
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
