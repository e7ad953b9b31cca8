import PQueue from 'p-queue'
import type { BatchState } from '../../../shared/contract/batch'
import type { RunEvent, StartRequest } from '../../../shared/contract/runs'
import type { TestBatchEvent, TestEntry, TestOutcome } from '../../../shared/contract/test-runs'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'

export interface TestBatchParts {
  start(request: StartRequest): Promise<RunSummary>
  follow(repository: RepositoryName, runId: number): AsyncIterable<RunEvent>
}

type Ended = Extract<RunEvent, { kind: 'ended' }>

/** Test runs of many repositories, a few at once; what has not begun can be held or left out. */
export class TestBatch {
  private state: BatchState = 'running'
  private wakers: (() => void)[] = []
  private readonly queue: PQueue
  private readonly entries: TestEntry[] = []

  constructor(
    private readonly repositories: readonly RepositoryName[],
    atOnce: number,
    private readonly parts: TestBatchParts,
    private readonly tell: (event: TestBatchEvent) => void,
  ) {
    this.queue = new PQueue({ concurrency: atOnce })
  }

  /** Runs all; rejects only for a bug. */
  async run(): Promise<void> {
    await Promise.all(this.repositories.map((repository) => this.queue.add(() => this.settle(repository))))
    this.tell({ kind: 'ended', entries: this.inOrder() })
  }

  /** What was cancelled stays so. */
  steer(to: BatchState): BatchState {
    if (this.state !== 'cancelled' && this.state !== to) {
      this.state = to
      this.tell({ kind: 'state', state: to })
      for (const wake of this.wakers.splice(0)) wake()
    }
    return this.state
  }

  private async settle(repository: RepositoryName): Promise<void> {
    while (this.state === 'paused') await new Promise<void>((resolve) => this.wakers.push(resolve))
    const entry = await this.test(repository)
    this.entries.push(entry)
    this.tell({ kind: 'settled', entry, done: this.entries.length, total: this.repositories.length })
  }

  private async test(repository: RepositoryName): Promise<TestEntry> {
    const entry: TestEntry = { repository, outcome: 'cancelled', run: null, diagnoses: [], failure: null }
    if (this.state === 'cancelled') return entry
    try {
      entry.run = await this.parts.start({ repository, workflowPath: null, ref: null, inputs: {} })
      this.tell({ kind: 'running', repository, run: entry.run })
      for await (const event of this.parts.follow(repository, entry.run.id)) {
        if (event.kind !== 'ended') continue
        return { ...entry, run: event.state.run, outcome: outcomeOf(event), diagnoses: event.diagnoses }
      }
      return { ...entry, outcome: 'lost' }
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      return { ...entry, outcome: entry.run === null ? 'refused' : 'lost', failure: error.failure }
    }
  }

  private inOrder(): TestEntry[] {
    return this.repositories.flatMap(
      (repository) => this.entries.find((entry) => entry.repository === repository) ?? [],
    )
  }
}

/** Green is not enough: a run that did not show what it should proves nothing. */
function outcomeOf({ state, diagnoses }: Ended): TestOutcome {
  if (state.run.conclusion !== 'success') return 'failed'
  return diagnoses.length > 0 ? 'unproven' : 'passed'
}
