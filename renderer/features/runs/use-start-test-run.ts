import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { StartRequest } from '../../../shared/contract/runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api } from '../../api'
import { showFailure } from '../../frame/toast'
import { repositoryPath } from '../../ui/words'

/** Starts a test run and goes to it. */
export function useStartTestRun(repository: RepositoryName) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const start = useMutation(
    api.runs.start.mutationOptions({
      onSuccess: (run) => {
        void queries.invalidateQueries({ queryKey: api.runs.list.key() })
        navigate(repositoryPath(repository, `/runs/${run.id}`))
      },
      onError: (error) => showFailure(`No test run of ${repository} was started`, error),
    }),
  )
  return {
    isPending: start.isPending,
    begin: (choice: Partial<Omit<StartRequest, 'repository'>> = {}) =>
      start.mutate({ repository, workflowPath: null, ref: null, inputs: {}, ...choice }),
  }
}
