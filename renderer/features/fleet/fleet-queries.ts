import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import type { FleetEvent, FleetView } from '../../../shared/contract/fleet'
import type { FleetChoice } from '../../../shared/domain/fleet-choice'
import { api, client } from '../../api'
import { useStream } from '../../use-stream'
import { mergeFleet } from './merge-fleet'

/** The fleet as last told; `useFleetWatch` keeps it fresh, so it never goes stale by itself. */
export function useFleet() {
  return useQuery(api.fleet.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
}

/** Reads the fleet, or some repositories, again now. */
export function useObserve() {
  return useMutation(api.fleet.observe.mutationOptions())
}

/** What can be watched; asks GitHub anew each time the page opens. */
export function useCandidates() {
  return useQuery(api.fleet.candidates.queryOptions({ staleTime: 0 }))
}

/** The choice in force; null until somebody has chosen. */
export function useChoice() {
  return useQuery(api.fleet.choice.get.queryOptions({ staleTime: 0 }))
}

/** What there is to choose by. */
export function useChoiceOptions() {
  return useQuery(api.fleet.choice.options.queryOptions({ staleTime: 0 }))
}

/** What the rules of a choice bring in now; the last answer stays while the next one is awaited. */
export function useChoicePreview(rule: FleetChoice, enabled: boolean) {
  return useQuery(
    api.fleet.choice.preview.queryOptions({
      input: rule,
      enabled,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  )
}

/** Chooses anew. */
export function useSetChoice() {
  const queries = useQueryClient()
  return useMutation(
    api.fleet.choice.set.mutationOptions({
      onSuccess: (view) => {
        queries.setQueryData(api.fleet.get.queryKey(), view)
        return Promise.all([
          queries.invalidateQueries({ queryKey: api.fleet.candidates.key() }),
          queries.invalidateQueries({ queryKey: api.fleet.choice.get.key() }),
        ])
      },
    }),
  )
}

const BATCH_MS = 40

/**
 * Feeds the pushes of `fleet.watch` into the cache: the first of a subscription whole, later ones merged, many at a
 * time. Another identity is another subscription; null is none.
 */
export function useFleetWatch(identity: string | null): void {
  const queries = useQueryClient()
  const whole = useRef(true)
  const waiting = useRef<FleetEvent[]>([])
  const flush = () => {
    for (const event of waiting.current.splice(0)) store(queries, event, false)
  }
  useStream<FleetEvent>(identity, {
    open: (signal) => client.fleet.watch(undefined, { signal }),
    onOpen: () => {
      whole.current = true
    },
    onEvent: (event) => {
      if (whole.current) {
        whole.current = false
        waiting.current = []
        store(queries, event, true)
      } else if (waiting.current.push(event) === 1) {
        setTimeout(flush, BATCH_MS)
      }
    },
  })
}

function store(queries: QueryClient, event: FleetEvent, whole: boolean): void {
  const key = api.fleet.get.queryKey()
  const { removed, ...view } = event
  queries.setQueryData<FleetView>(key, (was) => (was && !whole ? mergeFleet(was, event) : view))
  for (const row of event.rows) {
    const open = api.fleet.repository.key({ input: { repository: row.repository } })
    const shown = queries.getQueriesData<{ row: { readAt: string | null } }>({ queryKey: open })
    // Only a newer reading is worth another request; a row that merely began to be observed is not.
    if (shown.some(([, data]) => data && data.row.readAt !== row.readAt)) {
      void queries.invalidateQueries({ queryKey: open })
    }
  }
}
