import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api } from '../../api'

/** A workflow at a ref before it is started; read anew each time, as somebody may just have mended it. */
export function usePreparation(repository: RepositoryName, workflowPath: string, ref: string | null) {
  return useQuery({
    ...api.runs.prepare.queryOptions({ input: { repository, workflowPath, ref } }),
    enabled: workflowPath !== '',
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
}

/** Branches and tags whose name holds the text. */
export function useRefs(repository: RepositoryName, query: string) {
  return useQuery({
    ...api.runs.refs.queryOptions({ input: { repository, query } }),
    placeholderData: keepPreviousData,
  })
}

/** The workflows of ours in each watched repository, as last read. */
export function useDetected() {
  return useQuery(api.runs.detected.queryOptions())
}
