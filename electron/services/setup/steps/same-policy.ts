import { isDeepStrictEqual } from 'node:util'

/** Whether two policy documents say the same, whatever their white space and key order. */
export function samePolicy(a: string, b: string): boolean {
  if (a === b) return true
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b))
  } catch {
    return false
  }
}
