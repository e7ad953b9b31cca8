import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

/** A key or two and what they do. `keys` reads like `/`, `g f` or `mod+k`; every one is also a command of the palette. */
export interface Shortcut {
  keys: string
  title: string
  run(): void
}

const registered = new Map<symbol, Shortcut[]>()
const listeners = new Set<() => void>()
let all: readonly Shortcut[] = []

function changed(): void {
  all = [...registered.values()].flat()
  for (const listener of listeners) listener()
}

/** Offers shortcuts for as long as the component stands. Titles and keys must not change while it does. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts)
  useLayoutEffect(() => {
    latest.current = shortcuts
  })
  const shape = shortcuts.map((shortcut) => `${shortcut.keys}=${shortcut.title}`).join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list, whose functions are new each time.
  useEffect(() => {
    const id = Symbol()
    registered.set(
      id,
      latest.current.map(({ keys, title }, index) => ({
        keys,
        title,
        run: () => latest.current[index]?.run(),
      })),
    )
    changed()
    return () => {
      registered.delete(id)
      changed()
    }
  }, [shape])
}

/** What can be typed now, in the order in which it was offered. */
export function useOfferedShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
}

const SEQUENCE_MS = 1200

/** Listens to the keyboard of the whole window and runs what is offered; `singleKeys` lets single characters act. */
export function useShortcutKeys(singleKeys: boolean): void {
  useEffect(() => {
    let prefix: { key: string; until: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event, singleKeys)
      if (key === null) return
      const waiting = prefix && prefix.until > event.timeStamp ? `${prefix.key} ${key}` : null
      prefix = null
      const hit = all.findLast((shortcut) => shortcut.keys === waiting || shortcut.keys === key)
      if (hit) {
        event.preventDefault()
        hit.run()
      } else if (all.some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
        prefix = { key, until: event.timeStamp + SEQUENCE_MS }
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [singleKeys])
}

/** The key as shortcuts write it; null for one that belongs to a field, a dialog or the system. */
function keyOf(event: KeyboardEvent, singleKeys: boolean): string | null {
  if (event.defaultPrevented || event.isComposing || event.altKey) return null
  if (event.metaKey || event.ctrlKey) return `mod+${event.key.toLowerCase()}`
  const target = event.target
  if (!(target instanceof HTMLElement)) return null
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return null
  if (target.closest('dialog, [role="dialog"], [role="menu"], [role="listbox"]')) return null
  return singleKeys && event.key.length === 1 ? event.key : null
}
