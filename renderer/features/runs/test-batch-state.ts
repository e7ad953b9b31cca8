import type { BatchState } from '../../../shared/contract/batch'
import type { TestBatchEvent, TestEntry } from '../../../shared/contract/test-runs'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'

/** Test runs of many repositories as they go. Kept outside the page, for leaving it must not stop them. */
export interface TestSeries {
  batchId: string | null
  names: readonly RepositoryName[]
  state: BatchState
  runs: ReadonlyMap<RepositoryName, RunSummary>
  entries: ReadonlyMap<RepositoryName, TestEntry>
  over: boolean
  failure: Failure | null
}

/** Before the first event. */
export function beginning(names: readonly RepositoryName[]): TestSeries {
  return {
    batchId: null,
    names,
    state: 'running',
    runs: new Map(),
    entries: new Map(),
    over: false,
    failure: null,
  }
}

/** After one more event. */
export function gone(series: TestSeries, event: TestBatchEvent): TestSeries {
  switch (event.kind) {
    case 'started':
      return { ...series, batchId: event.batchId, names: event.repositories }
    case 'running':
      return { ...series, runs: new Map(series.runs).set(event.repository, event.run) }
    case 'settled':
      return { ...series, entries: new Map(series.entries).set(event.entry.repository, event.entry) }
    case 'state':
      return { ...series, state: event.state }
    case 'ended':
      return { ...series, over: true }
    default: {
      const unreachable: never = event
      return unreachable
    }
  }
}
