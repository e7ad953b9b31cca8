import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { PlanRequest } from '../../../shared/contract/setup'
import type { AccountId, ModelId, Region, RepositoryName } from '../../../shared/domain/ids'
import { api } from '../../api'

/** What the form offers for one repository. */
export function useSetupOptions(repository: RepositoryName) {
  return useQuery(api.setup.options.queryOptions({ input: { repository } }))
}

/** Models and profiles that can be chosen in an account's region. */
export function useModels(account: AccountId, region: Region) {
  return useQuery(api.setup.models.queryOptions({ input: { account, region } }))
}

/** The public offers by which an agreement for a model can be made. */
export function useOffers(account: AccountId, region: Region, model: ModelId) {
  return useQuery(api.setup.offers.queryOptions({ input: { account, region, model } }))
}

const LOOK_AGAIN_MS = 20_000

/** What AWS still makes of forms and agreements; looked at again while something is awaited. */
export function useWaits(repository: RepositoryName | null) {
  return useQuery(
    api.setup.waits.queryOptions({
      input: { repository },
      refetchInterval: ({ state }) => ((state.data?.length ?? 0) > 0 ? LOOK_AGAIN_MS : false),
    }),
  )
}

/** The plan for a request. It is made once for each; making one touches nothing. */
export function usePlan(request: PlanRequest, enabled: boolean) {
  return useQuery(
    api.setup.plan.queryOptions({
      input: request,
      enabled,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      placeholderData: keepPreviousData,
    }),
  )
}

/** What Rolecall has applied to a repository. */
export function useApplications(repository: RepositoryName) {
  return useQuery(api.setup.applications.queryOptions({ input: { repository } }))
}

/** Applications that were interrupted and that nobody works on. */
export function useInterrupted() {
  return useQuery(api.setup.interrupted.queryOptions())
}

/** A value once it has rested; a plan is not made for each letter typed. */
export function useRested<Value>(value: Value, milliseconds: number): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}
