import { join } from 'node:path'
import { z } from 'zod'
import { FleetRow } from '../../shared/contract/fleet'
import { AccountObservation, RepositoryObservation } from '../../shared/domain/observation'
import { redactAll } from '../../shared/domain/redaction'
import { readText, writeText } from './atomic-file'

/** A row of the fleet as it was judged, without what holds only for the moment. */
export const JudgedRow = FleetRow.omit({ observing: true, failure: true })
export type JudgedRow = z.infer<typeof JudgedRow>

/** `basis` tells what the row was judged from. */
export const KeptRow = z.object({ basis: z.string(), row: JudgedRow })
export type KeptRow = z.infer<typeof KeptRow>

/**
 * What was observed last, so that a start shows the fleet at once, with its age. Losing it costs a reading. A workflow
 * file or a variable may hold a secret of its author's: it is not copied to the disk of everybody who reads it.
 */
export interface ObservationCache {
  repositories: Map<string, RepositoryObservation>
  accounts: Map<string, AccountObservation>
  /** What was judged of the repositories. */
  rows: Map<string, KeptRow>
  /** Writes soon, coalesced. */
  save(): void
  /** Resolves when nothing waits to be written any more. */
  flush(): Promise<void>
}

/* Milliseconds. */
const SAVE_AFTER = 500
/** How many times as long as a writing took the next one waits: a large fleet is not written all the time. */
const REST = 20

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
  const rows = new Map<string, KeptRow>()
  for (const entry of stored.rows) {
    const parsed = KeptRow.safeParse(entry)
    if (parsed.success) rows.set(parsed.data.row.repository, parsed.data)
  }
  let timer: NodeJS.Timeout | null = null
  let took = 0
  let written: Promise<void> = Promise.resolve()
  const write = (): void => {
    timer = null
    const began = performance.now()
    const content = {
      repositories: [...repositories.values()],
      accounts: [...accounts.values()],
      rows: [...rows.values()],
    }
    const text = JSON.stringify(redactAll(content))
    took = performance.now() - began
    /* A full disk must not end the panel: what cannot be kept is read again at the next start. */
    written = written.then(() => writeText(path, text)).catch(() => {})
  }
  return {
    repositories,
    accounts,
    rows,
    save() {
      timer ??= setTimeout(write, Math.max(SAVE_AFTER, took * REST))
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

function parse(text: string | null): Record<'repositories' | 'accounts' | 'rows', unknown[]> {
  const empty = { repositories: [], accounts: [], rows: [] }
  if (text === null) return empty
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content !== 'object' || content === null) return empty
    const { repositories, accounts, rows } = { ...empty, ...content }
    return {
      repositories: Array.isArray(repositories) ? repositories : [],
      accounts: Array.isArray(accounts) ? accounts : [],
      rows: Array.isArray(rows) ? rows : [],
    }
  } catch {
    return empty
  }
}
