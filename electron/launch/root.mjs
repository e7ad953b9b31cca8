import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A path within the project. */
export function inProject(...parts) {
  return join(ROOT, ...parts)
}
