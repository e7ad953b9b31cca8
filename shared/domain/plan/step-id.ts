import type { StepAction } from '../plan'

/**
 * Stable id of a step: its kind and a 53-bit hash of everything that it does, so that planning the same change
 * again gives the same id, and another change never does. (cyrb53; identity, not security.)
 */
export function stepId(action: StepAction): string {
  return `${action.kind}-${contentHash(JSON.stringify(canonical(action)))}`
}

/** A short hash of text, in base 36. */
export function contentHash(text: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const sorted = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, part]) => [key, canonical(part)]))
}
