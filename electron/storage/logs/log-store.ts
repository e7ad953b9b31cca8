import { availableParallelism } from 'node:os'
import type { ParsedLog } from '../../../shared/domain/log'
import type { LogOutline, TimedStep } from '../../../shared/domain/log-outline'
import type { LogQuery } from '../../../shared/domain/log-query'
import type { KeptLog, LogKey } from './log-folder'
import type { LogAbout } from './log-form'
import type { LogPage } from './log-page'
import { LogShelf } from './log-shelf'
import { LogThread } from './log-thread'
import type { Hits } from './search-log'
import { searchTogether } from './search-together'

/** Threads that search a log together; each costs some ten MiB. */
const MOST_SEARCHING = 4

/** The kept job logs of one world. What reads or writes them runs in threads of its own, where those can be had. */
export interface LogStore {
  /** Begins to keep a log; the number stands for it until it is finished or abandoned. */
  begin(key: LogKey, about: LogAbout): Promise<number>
  /** Takes the next bytes; resolves when more are welcome. */
  write(id: number, chunk: Uint8Array): Promise<void>
  /** Puts the log in its place; the least recently used go until all fit into `most` bytes. */
  finish(id: number, most: number): Promise<void>
  abandon(id: number): Promise<void>
  /** What a kept log is about; null where it is not kept. So for the others. */
  about(key: LogKey): Promise<LogAbout | null>
  outline(key: LogKey, steps: readonly TimedStep[]): Promise<LogOutline | null>
  page(
    key: LogKey,
    from: number,
    count: number,
  ): Promise<(LogPage & { total: number; complete: boolean }) | null>
  excerpt(key: LogKey): Promise<ParsedLog | null>
  /** Lines that hold what is searched for, as they are found. */
  search(key: LogKey, query: LogQuery, signal?: AbortSignal): AsyncGenerator<Hits>
  /** The log's bytes as GitHub gave them, but for secrets. */
  raw(key: LogKey): AsyncGenerator<Uint8Array>
  /** Every kept log of a host, the most recently used first. */
  list(host: string): Promise<KeptLog[]>
  /** Where damaged logs were put. */
  setAside(): Promise<string[]>
  close(): Promise<void>
}

/**
 * Opens the logs of a folder. Searching has threads apart from reading: a pattern that takes long keeps no page
 * waiting, and a search that does not stop when it is told to is ended with its threads. Each searches its part of a log.
 */
export function openLogStore(folder: string): LogStore {
  const reading = new LogThread(() => new LogShelf({ folder }), { folder })
  const searching = Array.from(
    { length: Math.min(availableParallelism(), MOST_SEARCHING) },
    () => new LogThread(() => new LogShelf({ folder }), { folder }),
  )
  return {
    begin: (key, about) => reading.value('begin', [key, about]),
    write(id, chunk) {
      /* Whoever wrote it may use the chunk again. */
      const copy = new Uint8Array(chunk)
      return reading.value('write', [id, copy], [copy.buffer])
    },
    finish: (id, most) => reading.value('finish', [id, most]),
    abandon: (id) => reading.value('abandon', [id]),
    about: (key) => reading.value('about', [key]),
    outline: (key, steps) => reading.value('outline', [key, steps]),
    page: (key, from, count) => reading.value('page', [key, from, count]),
    excerpt: (key) => reading.value('excerpt', [key]),
    search: (key, query, signal) =>
      searchTogether(
        searching.map((thread, part) =>
          thread.stream('search', [key, query, { part, of: searching.length }], signal),
        ),
      ),
    raw: (key) => reading.stream('raw', [key]),
    list: (host) => reading.value('list', [host]),
    async setAside() {
      const asides = await Promise.all([reading, ...searching].map((thread) => thread.ifStarted('setAside')))
      return asides.flatMap((aside) => aside ?? [])
    },
    async close() {
      await Promise.all([reading, ...searching].map((thread) => thread.close()))
    },
  }
}
