import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RunEvent } from '../../../shared/contract/runs'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState } from '../../../shared/domain/run'
import { api, client } from '../../api'
import { useStream } from '../../use-stream'

/** Latest runs of one repository, or of the whole fleet. */
export function useRuns(repository: RepositoryName | null) {
  return useQuery(api.runs.list.queryOptions({ input: { repository } }))
}

export function useDispatchable(repository: RepositoryName) {
  return useQuery(api.runs.dispatchable.queryOptions({ input: { repository } }))
}

/** One run with its jobs; `useRunFollow` keeps it fresh while it runs. */
export function useRun(repository: RepositoryName, runId: number) {
  return useQuery(api.runs.get.queryOptions({ input: { repository, runId } }))
}

/** Why a run failed, or what a green one did not show; asked for once it is over, unless the stream has told. */
export function useDiagnoses(repository: RepositoryName, runId: number, state: RunState | undefined) {
  const isOver = state?.run.status === 'completed'
  return useQuery(
    api.runs.diagnose.queryOptions({
      input: { repository, runId },
      enabled: isOver,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
}

const delayKey = (repository: RepositoryName, runId: number) => ['run-delay', repository, runId]

/** Why a run that is followed could not be looked at lately; null where it could. */
export function useDelay(repository: RepositoryName, runId: number): Failure | null {
  const delay = useQuery<Failure | null>({
    queryKey: delayKey(repository, runId),
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return delay.data ?? null
}

/** Follows a run that is not over: its states, its jobs' logs as they finish, and the diagnosis, all into the cache. */
export function useRunFollow(repository: RepositoryName, runId: number, live: boolean): void {
  const queries = useQueryClient()
  const keep = (state: RunState) =>
    queries.setQueryData(api.runs.get.queryKey({ input: { repository, runId } }), state)
  useStream<RunEvent>(live ? `${repository} ${runId}` : null, {
    open: (signal) => client.runs.follow({ repository, runId }, { signal }),
    isLast: (event) => event.kind === 'ended',
    onEvent: (event) => {
      switch (event.kind) {
        case 'state':
          queries.setQueryData(delayKey(repository, runId), null)
          keep(event.state)
          return
        case 'log': {
          const input = { repository, runId, jobId: event.log.jobId }
          void queries.invalidateQueries({ queryKey: api.runs.logOutline.key({ input }) })
          return
        }
        case 'delayed':
          queries.setQueryData(delayKey(repository, runId), event.failure)
          return
        case 'ended':
          queries.setQueryData(api.runs.diagnose.queryKey({ input: { repository, runId } }), event.diagnoses)
          keep(event.state)
          void queries.invalidateQueries({ queryKey: api.runs.list.key() })
          void queries.invalidateQueries({ queryKey: api.fleet.repository.key({ input: { repository } }) })
          return
        default: {
          const unreachable: never = event
          return unreachable
        }
      }
    },
  })
}
