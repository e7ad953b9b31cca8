import { useQuery } from '@tanstack/react-query'
import { api } from '../../api'

/** What the fleet calls, by the last reading of the repositories. */
export function useModelsInUse() {
  return useQuery(api.setup.modelsInUse.queryOptions())
}
