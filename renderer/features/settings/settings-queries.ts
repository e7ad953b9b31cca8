import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Preferences } from '../../../shared/contract/settings'
import { api } from '../../api'

/** Preferences, notices about what is stored, and which door this is. */
export function useSettings() {
  return useQuery(api.settings.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
}

/** Changes preferences; what is shown changes at once and returns if the change fails. */
export function useUpdateSettings() {
  const queries = useQueryClient()
  const key = api.settings.get.queryKey()
  return useMutation(
    api.settings.update.mutationOptions({
      onMutate: (change) => {
        const before = queries.getQueryData(key)
        if (before) {
          queries.setQueryData(key, { ...before, preferences: changed(before.preferences, change) })
        }
        return { before }
      },
      onError: (_error, _change, context) => context?.before && queries.setQueryData(key, context.before),
      onSuccess: (settings) => queries.setQueryData(key, settings),
    }),
  )
}

/** An absent field and one that is undefined both leave the preference as it was. */
function changed(before: Preferences, change: { [Name in keyof Preferences]?: unknown }): Preferences {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  return Preferences.parse({ ...before, ...Object.fromEntries(given) })
}
