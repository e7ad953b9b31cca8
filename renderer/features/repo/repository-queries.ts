import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, client } from '../../api'

/** Everything about one repository, as it was last read. */
export function useRepository(repository: RepositoryName) {
  return useQuery(api.fleet.repository.queryOptions({ input: { repository } }))
}

/** Reads one repository and its account again now. */
export function useReadAgain(repository: RepositoryName) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.fleet.repository({ repository, fresh: true }),
    onSuccess: (view) => queries.setQueryData(api.fleet.repository.queryKey({ input: { repository } }), view),
  })
}
