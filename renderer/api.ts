import { createORPCClient, isDefinedError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import type { contract } from '../shared/contract/contract'
import { Failure, failure } from '../shared/domain/failure'
import { LineLost, openDoor } from './door'

/** The way to Rolecall's own process. */
export const door = openDoor()

/** The contract as functions; streams come back as async iterators. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(door.link)

/** The contract as query and mutation options, with its keys. */
export const api = createTanstackQueryUtils(client)

const FRESH_FOR_MS = 30_000

/** Queries talk to a process on this machine: the browser's idea of being online does not matter to them. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: FRESH_FOR_MS,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof LineLost,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

/** What to tell the user about an error: the contract's own sentence where it has one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Error && isDefinedError(error)) {
    const told = Failure.safeParse((error as { data?: unknown }).data)
    if (told.success) return told.data
  }
  if (error instanceof LineLost) {
    return failure(
      'offline',
      'Rolecall’s own process is out of reach. It reconnects by itself; then try again.',
    )
  }
  return failure(
    'upstream',
    'Rolecall met an error of its own. Try again; if it stays, restart Rolecall.',
    { kind: 'retry' },
    error instanceof Error ? error.name : null,
  )
}
