import { type Query, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Connections } from '../../../shared/contract/connections'
import { api } from '../../api'
import { identityOf } from './identity'

/** Who Rolecall is connected as, and what it could connect to. */
export function useConnections() {
  return useQuery(api.connections.get.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
}

/** Areas of the contract whose answers do not depend on who is connected. */
const OURS = new Set(['connections', 'settings'])

/**
 * Every change of connections answers with the whole. What was read with the old ones is then read again; what
 * another identity read is not shown meanwhile.
 */
export function useConnectionChanges() {
  const queries = useQueryClient()
  const key = api.connections.get.queryKey()
  const onSuccess = async (now: Connections) => {
    const before = queries.getQueryData(key)
    queries.setQueryData(key, now)
    const stale = { predicate: ({ queryKey }: Query) => !OURS.has(String([queryKey[0]].flat()[0])) }
    const another = before === undefined || identityOf(before) !== identityOf(now)
    await Promise.all([
      another ? queries.resetQueries(stale) : queries.invalidateQueries(stale),
      queries.invalidateQueries({ queryKey: api.connections.hosts.key() }),
      queries.invalidateQueries({ queryKey: api.connections.preflightAws.key() }),
      queries.invalidateQueries({ queryKey: api.connections.preflightGithub.key() }),
      queries.invalidateQueries({ queryKey: api.connections.githubWays.key() }),
    ])
  }
  const { connections } = api
  return {
    /** Takes over the connections that a stream ended with. */
    adopt: onSuccess,
    answerMfa: useMutation(
      connections.answerMfa.mutationOptions({ onSuccess: (now) => queries.setQueryData(key, now) }),
    ),
    connectAws: useMutation(connections.connectAws.mutationOptions({ onSuccess })),
    disconnectAws: useMutation(connections.disconnectAws.mutationOptions({ onSuccess })),
    connectGithub: useMutation(connections.connectGithub.mutationOptions({ onSuccess })),
    adoptGithub: useMutation(connections.adoptGithub.mutationOptions({ onSuccess })),
    useGithub: useMutation(connections.useGithub.mutationOptions({ onSuccess })),
    disconnectGithub: useMutation(connections.disconnectGithub.mutationOptions({ onSuccess })),
    exploreSandbox: useMutation(connections.exploreSandbox.mutationOptions({ onSuccess })),
    leaveSandbox: useMutation(connections.leaveSandbox.mutationOptions({ onSuccess })),
  }
}
