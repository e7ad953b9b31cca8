import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { LinkName, RepositoryState } from '../../../shared/domain/finding'
import { type FleetLook, GROUPINGS, SORTS } from './fleet-filter'

/** How the fleet is looked at, read from the address and written to it. */
export function useLook(): [FleetLook, (change: Partial<FleetLook>) => void] {
  const [params, setParams] = useSearchParams()
  const look = useMemo(() => lookOf(params), [params])
  const change = (next: Partial<FleetLook>) =>
    setParams(paramsOf({ ...look, ...next }), { replace: next.query !== undefined })
  return [look, change]
}

function lookOf(params: URLSearchParams): FleetLook {
  const state = RepositoryState.safeParse(params.get('state'))
  const brokenAt = LinkName.safeParse(params.get('broken-at'))
  return {
    query: params.get('q') ?? '',
    state: state.success ? state.data : null,
    brokenAt: brokenAt.success ? brokenAt.data : null,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'urgency',
    descending: params.get('order') === 'descending',
    grouping: GROUPINGS.find((grouping) => grouping === params.get('group')) ?? 'none',
  }
}

function paramsOf(look: FleetLook): Record<string, string> {
  return {
    ...(look.query && { q: look.query }),
    ...(look.state && { state: look.state }),
    ...(look.brokenAt && { 'broken-at': look.brokenAt }),
    ...(look.sort !== 'urgency' && { sort: look.sort }),
    ...(look.descending && { order: 'descending' }),
    ...(look.grouping !== 'none' && { group: look.grouping }),
  }
}
