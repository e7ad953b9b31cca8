import { join } from 'node:path'
import { AccountObservation, RepositoryObservation } from '../../shared/domain/observation'
import { readText, writeText } from './atomic-file'

/** What was observed last, so that a start shows the fleet at once, with its age. Losing it costs a reading. */
export interface ObservationCache {
  repositories: Map<string, RepositoryObservation>
  accounts: Map<string, AccountObservation>
  /** Writes soon, coalesced. */
  save(): void
  /** Resolves when nothing waits to be written any more. */
  flush(): Promise<void>
}

const SAVE_AFTER = 500

/** Opens the cache of a folder; entries of another shape are left out. */
export async function openObservationCache(folder: string): Promise<ObservationCache> {
  const path = join(folder, 'observations.json')
  const stored = parse(await readText(path))
  const repositories = new Map<string, RepositoryObservation>()
  for (const entry of stored.repositories) {
    const parsed = RepositoryObservation.safeParse(entry)
    if (parsed.success) repositories.set(parsed.data.facts.repository, parsed.data)
  }
  const accounts = new Map<string, AccountObservation>()
  for (const entry of stored.accounts) {
    const parsed = AccountObservation.safeParse(entry)
    if (parsed.success) accounts.set(parsed.data.account, parsed.data)
  }
  let timer: NodeJS.Timeout | null = null
  let written: Promise<void> = Promise.resolve()
  const write = (): void => {
    timer = null
    const content = { repositories: [...repositories.values()], accounts: [...accounts.values()] }
    /* A full disk must not end the panel: what cannot be kept is read again at the next start. */
    written = written.then(() => writeText(path, JSON.stringify(content))).catch(() => {})
  }
  return {
    repositories,
    accounts,
    save() {
      timer ??= setTimeout(write, SAVE_AFTER)
    },
    async flush() {
      if (timer !== null) {
        clearTimeout(timer)
        write()
      }
      await written
    },
  }
}

function parse(text: string | null): { repositories: unknown[]; accounts: unknown[] } {
  const empty = { repositories: [], accounts: [] }
  if (text === null) return empty
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content !== 'object' || content === null) return empty
    const { repositories, accounts } = { ...empty, ...content }
    return {
      repositories: Array.isArray(repositories) ? repositories : [],
      accounts: Array.isArray(accounts) ? accounts : [],
    }
  } catch {
    return empty
  }
}
