import type { RunState, RunSummary } from '../../../shared/domain/run'
import { keyOfRun } from '../../../shared/domain/run-looks'
import { Channel } from '../../channel'
import type { RunPoller } from './poller'

export interface OpenRunsParts {
  poller: RunPoller
  /** Every run that is known. */
  known(): RunSummary[]
  /** Calls the listener with those that may be new. */
  onNews(listener: (runs: readonly RunSummary[]) => void): () => void
  isWanted(run: RunSummary): boolean
}

/**
 * Every open run that is wanted, first as it stands and then as it changes, its end included, until the signal aborts.
 * Runs that are begun meanwhile join.
 */
export async function* watchOpenRuns(
  { poller, known, onNews, isWanted }: OpenRunsParts,
  signal?: AbortSignal,
): AsyncGenerator<RunState> {
  const channel = new Channel<RunState>()
  const watched = new Map<string, () => void>()
  const watch = (run: RunSummary): void => {
    const key = keyOfRun(run)
    if (watched.has(key)) return
    watched.set(key, () => {})
    const leave = poller.subscribe(run.repository, run.id, (news) => {
      if (news.kind === 'state') channel.push(news.state)
      /* One that is over may be run again, and is then open anew; one that is lost is not asked for again. */
      if (news.kind === 'state' && news.state.run.status === 'completed') watched.delete(key)
    })
    if (watched.has(key)) watched.set(key, leave)
  }
  const watchOpen = (runs: readonly RunSummary[]): void => {
    for (const run of runs) if (run.status !== 'completed' && isWanted(run)) watch(run)
  }
  const stop = (): void => channel.close()
  signal?.addEventListener('abort', stop, { once: true })
  const leaveNews = onNews(watchOpen)
  watchOpen(known())
  try {
    yield* channel
  } finally {
    leaveNews()
    for (const leave of watched.values()) leave()
    signal?.removeEventListener('abort', stop)
  }
}
