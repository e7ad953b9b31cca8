import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { HistoryEvent } from '../../../shared/contract/fleet-runs'
import type { Failure } from '../../../shared/domain/failure'
import { EVERY_RUN } from '../../../shared/domain/run-filter'
import { api, client, failureOf } from '../../api'
import { useFleet } from '../fleet/fleet-queries'

const INPUT = { repositories: null, filter: EVERY_RUN }

/** Every run of the fleet that is known; told anew when the fleet learns of a run that is new or has gone on. */
export function useRunHistory() {
  const queries = useQueryClient()
  const rows = useFleet().data?.rows
  const latest = (rows ?? [])
    .map(({ lastRun }) => `${lastRun?.id}${lastRun?.status}${lastRun?.updatedAt}`)
    .join()
  const seen = useRef(latest)
  useEffect(() => {
    if (seen.current === latest) return
    seen.current = latest
    void queries.invalidateQueries({ queryKey: api.runs.history.key() })
  }, [latest, queries])
  return useQuery(api.runs.history.queryOptions({ input: INPUT, placeholderData: keepPreviousData }))
}

/** How a reading back in time stands. */
export interface HistoryReading {
  progress: { done: number; of: number } | null
  /** What could not be read by the last one. */
  failed: Extract<HistoryEvent, { kind: 'ended' }>['failed']
  /** Why none of it could. */
  failure: Failure | null
  read(since: string, again: boolean): void
  stop(): void
}

/** Reads runs back in time; leaving the page stops it, and what was read stays. */
export function useHistoryReading(): HistoryReading {
  const queries = useQueryClient()
  const [state, setState] = useState<Pick<HistoryReading, 'progress' | 'failed' | 'failure'>>(IDLE)
  const stopper = useRef<AbortController | null>(null)
  const stop = useCallback(() => stopper.current?.abort(), [])
  useEffect(() => stop, [stop])
  const read = useCallback(
    (since: string, again: boolean) => {
      stopper.current?.abort()
      const control = new AbortController()
      stopper.current = control
      const tell = (next: typeof state) => control === stopper.current && setState(next)
      setState({ ...IDLE, progress: { done: 0, of: 0 } })
      void follow(since, again, control.signal, tell).finally(() =>
        queries.invalidateQueries({ queryKey: api.runs.history.key() }),
      )
    },
    [queries],
  )
  return { ...state, read, stop }
}

const IDLE = { progress: null, failed: [], failure: null }

async function follow(
  since: string,
  again: boolean,
  signal: AbortSignal,
  tell: (state: Pick<HistoryReading, 'progress' | 'failed' | 'failure'>) => void,
): Promise<void> {
  try {
    const events = await client.runs.readHistory({ repositories: null, since, again }, { signal })
    for await (const event of events) {
      if (event.kind === 'progress') tell({ ...IDLE, progress: { done: event.done, of: event.of } })
      else tell({ ...IDLE, failed: event.failed })
    }
  } catch (error) {
    tell(signal.aborted ? IDLE : { ...IDLE, failure: failureOf(error) })
  }
}
