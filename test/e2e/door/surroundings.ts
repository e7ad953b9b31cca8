import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder; `dist/` in it is what the doors are made of. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A home folder of its own, for one test. */
export async function makeHome(): Promise<{ home: string; remove(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'rolecall-e2e-'))
  return { home, remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }) }
}

/** The environment of a machine whose owner has set nothing up: a test must not see the developer's credentials. */
export function cleanEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(AWS|GITHUB|GH|NODE_OPTIONS)(_|$)/.test(entry[0]),
  )
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: join(home, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'no-aws-credentials'),
  }
}
