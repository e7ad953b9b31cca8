import { useSyncExternalStore } from 'react'
import type { BatchState } from '../../../shared/contract/batch'
import type { TestChoice } from '../../../shared/contract/test-runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, client, failureOf, queryClient } from '../../api'
import { showFailure } from '../../frame/toast'
import { beginning, gone, type TestSeries } from './test-batch-state'

const listeners = new Set<() => void>()
let current: TestSeries | null = null

function become(series: TestSeries): void {
  current = series
  for (const listener of listeners) listener()
}

/** The latest series of test runs of this window; null before the first. */
export function useTestSeries(): TestSeries | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}

/** A series as it is ordered: what all run, and single ones otherwise. */
export interface TestOrder {
  names: RepositoryName[]
  atOnce: number
  common: TestChoice
  choices: (TestChoice & { repository: RepositoryName })[]
}

/** Starts a test run in each, so many at once, and follows them to their ends. */
export async function startTests({ names, ...order }: TestOrder): Promise<void> {
  let series = beginning(names)
  become(series)
  try {
    for await (const event of await client.runs.startMany({ repositories: names, ...order })) {
      series = gone(series, event)
      become(series)
    }
  } catch (error) {
    become({ ...series, over: true, failure: failureOf(error) })
  }
  void queryClient.invalidateQueries({ queryKey: api.runs.list.key() })
}

/** Holds what has not begun, lets it go on, or leaves it out. */
export async function steerTests(to: BatchState): Promise<void> {
  if (!current?.batchId) return
  try {
    await client.runs.steerTests({ batchId: current.batchId, to })
  } catch (error) {
    showFailure('The test runs go on', error)
  }
}
