import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState } from '../../../shared/domain/run'
import { api } from '../../api'
import { showFailure } from '../../frame/toast'

/** What the connected identity may do in the repository. */
export function useRights(repository: RepositoryName) {
  return useQuery(api.runs.rights.queryOptions({ input: { repository } }))
}

/** An attempt of a run; null asks for none. */
export function useAttempt(repository: RepositoryName, runId: number, attempt: number | null) {
  return useQuery(
    api.runs.attempt.queryOptions({
      input: { repository, runId, attempt: attempt ?? 1 },
      enabled: attempt !== null,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
}

/** Does something to a run; the run's new state goes into the cache, so that it is followed again. */
export function useRunSteering(repository: RepositoryName, runId: number) {
  const queries = useQueryClient()
  const input = { repository, runId }
  const options = (failed: string) => ({
    onSuccess: (state: RunState) => {
      queries.setQueryData(api.runs.get.queryKey({ input }), state)
      void queries.invalidateQueries({ queryKey: api.runs.diagnose.key({ input }) })
      void queries.invalidateQueries({ queryKey: api.runs.list.key() })
    },
    onError: (error: unknown) => showFailure(failed, error),
  })
  const cancel = useMutation(api.runs.cancel.mutationOptions(options('The run was not cancelled')))
  const rerun = useMutation(api.runs.rerun.mutationOptions(options('The run was not started again')))
  const review = useMutation(api.runs.review.mutationOptions(options('The review was not taken')))
  return {
    isPending: cancel.isPending || rerun.isPending,
    isReviewing: review.isPending,
    cancel: (force: boolean) => cancel.mutate({ ...input, force }),
    rerun: (onlyFailed: boolean, debug: boolean) => rerun.mutate({ ...input, onlyFailed, debug }),
    rerunJob: (jobId: number) => rerun.mutate({ ...input, onlyFailed: false, jobId, debug: false }),
    review: (environmentIds: number[], decision: 'approved' | 'rejected', comment: string) =>
      review.mutate({ ...input, environmentIds, decision, comment }),
  }
}
