/** Milliseconds until a run is looked at again: quick while it starts, calmer the longer it lasts. */
export function pollPause(elapsed: number, base: number): number {
  if (elapsed < 30_000) return base
  if (elapsed < 5 * 60_000) return base * 3
  return base * 10
}
