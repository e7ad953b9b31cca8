import PQueue from 'p-queue'
import type { BatchState } from '../../../shared/contract/batch'
import type { RunEvent, StartRequest } from '../../../shared/contract/runs'
import type { TestBatchEvent, TestChoice, TestEntry, TestOutcome } from '../../../shared/contract/test-runs'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis'
import { ExpectedFailure, type Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'

export interface TestBatchParts {
  start(request: StartRequest): Promise<RunSummary>
  follow(repository: RepositoryName, runId: number): AsyncIterable<RunEvent>
  /** Why a run could not be started. */
  diagnoseRefusal(repository: RepositoryName, refused: Failure): Promise<Diagnosis[]>
}

/** What each of many test runs begins with. */
export type ChoiceOf = (repository: RepositoryName) => TestChoice

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
    private readonly choiceOf: ChoiceOf,
    private readonly parts: TestBatchParts,
    private readonly tell: (event: TestBatchEvent) => void,
  ) {
    this.queue = new PQueue({ concurrency: atOnce })
  }

  /** Runs all and resolves with what each came to; rejects only for a bug. */
  async run(): Promise<TestEntry[]> {
    await Promise.all(this.repositories.map((repository) => this.queue.add(() => this.settle(repository))))
    const entries = this.inOrder()
    this.tell({ kind: 'ended', entries })
    return entries
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
      entry.run = await this.parts.start({ repository, ...this.choiceOf(repository) })
      this.tell({ kind: 'running', repository, run: entry.run })
      for await (const event of this.parts.follow(repository, entry.run.id)) {
        if (event.kind !== 'ended') continue
        return { ...entry, run: event.state.run, outcome: outcomeOf(event), diagnoses: event.diagnoses }
      }
      return { ...entry, outcome: 'lost' }
    } catch (error) {
      if (!(error instanceof ExpectedFailure)) throw error
      const { failure } = error
      if (entry.run !== null) return { ...entry, outcome: 'lost', failure }
      const diagnoses = await this.parts.diagnoseRefusal(repository, failure)
      return { ...entry, outcome: 'refused', diagnoses, failure }
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
