import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunSummary } from '../../../shared/domain/run'
import { Channel } from '../../channel'
import type { FleetService } from '../fleet/fleet'
import type { RunPoller } from './poller'

/** Every open run of the fleet, first as it stands and then as it changes, until the signal aborts. */
export async function* watchOpenRuns(
  poller: RunPoller,
  fleet: FleetService,
  signal?: AbortSignal,
): AsyncGenerator<RunSummary> {
  const channel = new Channel<RunSummary>()
  const watched = new Map<string, () => void>()
  const watch = (repository: RepositoryName, runId: number): void => {
    const key = `${repository} ${runId}`
    if (watched.has(key)) return
    watched.set(key, () => {})
    const leave = poller.subscribe(repository, runId, (news) => {
      if (news.kind === 'state') channel.push(news.state.run)
      if (news.kind === 'lost') watched.delete(key)
    })
    if (watched.has(key)) watched.set(key, leave)
  }
  const watchAll = (): void => {
    for (const { runs } of fleet.observed()) {
      for (const run of runs.known ? runs.value : []) {
        if (run.status !== 'completed') watch(run.repository, run.id)
      }
    }
  }
  const stop = (): void => channel.close()
  signal?.addEventListener('abort', stop, { once: true })
  const leaveFleet = fleet.subscribe(watchAll)
  watchAll()
  try {
    yield* channel
  } finally {
    leaveFleet()
    for (const leave of watched.values()) leave()
    signal?.removeEventListener('abort', stop)
  }
}
