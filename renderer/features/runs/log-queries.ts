import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { LogPlace } from '../../../shared/contract/run-logs'
import type { LogOutline } from '../../../shared/domain/log-outline'
import { api, client } from '../../api'
import type { LogSource } from '../../ui/log/log-source'

/** How often a log that is still coming in is looked at again. */
const ARRIVING_MS = 300

/** What a finished job's log holds; looked at again while it comes in. */
export function useLogOutline(place: LogPlace, finished: boolean) {
  return useQuery(
    api.runs.logOutline.queryOptions({
      input: place,
      enabled: finished,
      staleTime: Number.POSITIVE_INFINITY,
      refetchInterval: ({ state: { data } }) => (data?.available && !data.complete ? ARRIVING_MS : false),
    }),
  )
}

/** A log of the contract as the log view takes it. */
export function useLogSource({ repository, runId, jobId }: LogPlace, outline: LogOutline): LogSource {
  return useMemo(() => {
    const place: LogPlace = { repository, runId, jobId }
    return {
      key: ['log', repository, jobId],
      outline,
      page: (from, count) => client.runs.logPage({ ...place, from, count }),
      search: (query, signal) => client.runs.searchLog({ ...place, query }, { signal }),
      saveHref: `./logs/${repository}/${jobId}.txt`,
    }
  }, [repository, runId, jobId, outline])
}
