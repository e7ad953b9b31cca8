import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RunEvent } from '../../../shared/contract/runs'
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

/** The log of a job. `ask` only when no stream is bringing it; a finished job's log does not change. */
export function useJobLog(repository: RepositoryName, runId: number, jobId: number, ask: boolean) {
  return useQuery(
    api.runs.log.queryOptions({
      input: { repository, runId, jobId },
      enabled: ask,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
}

/** Why a run failed; asked for once it has, unless the stream that followed it has told. */
export function useDiagnoses(repository: RepositoryName, runId: number, state: RunState | undefined) {
  const failed = state?.run.status === 'completed' && state.run.conclusion !== 'success'
  return useQuery(
    api.runs.diagnose.queryOptions({
      input: { repository, runId },
      enabled: failed,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
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
          keep(event.state)
          return
        case 'log': {
          const input = { repository, runId, jobId: event.log.jobId }
          queries.setQueryData(api.runs.log.queryKey({ input }), event.log)
          return
        }
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
