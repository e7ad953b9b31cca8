import { useSyncExternalStore } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, client, failureOf, queryClient } from '../../api'
import { type Carriage, carriedOn, departing } from './migration-state'

const listeners = new Set<() => void>()
let current: Carriage | null = null

function become(carriage: Carriage): void {
  current = carriage
  for (const listener of listeners) listener()
}

/** The latest carriage of this window; null before the first. */
export function useCarriage(): Carriage | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}

/** Carries repositories to the end. */
export async function startCarrying(names: RepositoryName[]): Promise<void> {
  become(departing(names))
  try {
    const events = await client.setup.migration.carry({ repositories: names, until: 'immutable' })
    for await (const event of events) become(carriedOn(current ?? departing(names), event))
    become({ ...(current ?? departing(names)), over: true })
  } catch (error) {
    become({ ...(current ?? departing(names)), over: true, doing: new Map(), failure: failureOf(error) })
  }
  void queryClient.invalidateQueries({ queryKey: api.setup.migration.view.key() })
  void queryClient.invalidateQueries({ queryKey: api.setup.applications.key() })
}

/** Lets each end the stage that it is in. */
export async function stopCarrying(): Promise<void> {
  if (current) become({ ...current, stopping: true })
  await client.setup.migration.stop()
}
