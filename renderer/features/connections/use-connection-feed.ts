import { useQueryClient } from '@tanstack/react-query'
import type { Connections } from '../../../shared/contract/connections'
import { api, client } from '../../api'
import { useStream } from '../../use-stream'

/** Feeds `connections.watch` into the cache: a profile or a sign-in that changes elsewhere shows by itself. */
export function useConnectionFeed(): void {
  const queries = useQueryClient()
  useStream<Connections>('connections', {
    open: (signal) => client.connections.watch(undefined, { signal }),
    onEvent: (connections) => queries.setQueryData(api.connections.get.queryKey(), connections),
  })
}
