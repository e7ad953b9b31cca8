import { useSyncExternalStore } from 'react'
import type { Failure } from '../../shared/domain/failure'
import { failureOf } from '../api'

/** A failure of something that was done in passing, shown wherever the user is until it is dismissed. */
export interface Toast {
  id: number
  title: string
  failure: Failure
}

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let nextId = 1

function become(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Tells that something failed. */
export function showFailure(title: string, error: unknown): void {
  become([...toasts.slice(-2), { id: nextId++, title, failure: failureOf(error) }])
}

export function dismissToast(id: number): void {
  become(toasts.filter((toast) => toast.id !== id))
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
}
