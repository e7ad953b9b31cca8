import { useSyncExternalStore } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'

/* Kept outside the page: who opens a repository and comes back finds the selection as it was. */
const listeners = new Set<() => void>()
let selected: ReadonlySet<RepositoryName> = new Set()

/** The repositories that are selected in the fleet. */
export function useSelection(): ReadonlySet<RepositoryName> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => selected,
  )
}

/** Selects exactly these. */
export function select(names: Iterable<RepositoryName>): void {
  selected = new Set(names)
  for (const listener of listeners) listener()
}

/** Selects one, or no longer. */
export function toggleSelected(name: RepositoryName): void {
  const next = new Set(selected)
  if (!next.delete(name)) next.add(name)
  select(next)
}
