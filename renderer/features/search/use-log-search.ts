import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { FleetLogEvent, LogHit, LogSearch } from '../../../shared/contract/run-logs'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { MissingLog } from '../../../shared/domain/log'
import { api, client, failureOf } from '../../api'

/** A log that could not be searched. */
export interface UnreadLog {
  repository: RepositoryName
  runId: number | null
  says: string
  recovery: MissingLog['recovery']
}

/** What a search over many logs has found so far. */
export interface Found {
  hits: readonly LogHit[]
  unread: readonly UnreadLog[]
  /** Repositories that have been gone through. */
  progress: { done: number; of: number }
  /** Null while it goes on. */
  ended: { logs: number; cut: boolean; stopped: boolean } | null
  /** Why nothing could be searched, such as a pattern that is none. */
  failure: Failure | null
}

const BEGUN: Found = { hits: [], unread: [], progress: { done: 0, of: 0 }, ended: null, failure: null }
/* Ten times a second is soon enough, and a common word has a thousand hits. */
const TELL_MS = 100

/** Searches when it is told to; a new search ends the one before, and so does leaving the page. */
export function useLogSearch() {
  const queries = useQueryClient()
  const [found, setFound] = useState<Found | null>(null)
  const running = useRef<AbortController | null>(null)
  const stop = useCallback(() => running.current?.abort(), [])
  useEffect(() => stop, [stop])
  const search = useCallback(
    (wanted: LogSearch) => {
      running.current?.abort()
      const control = new AbortController()
      running.current = control
      setFound(BEGUN)
      const tell = (next: Found) => control === running.current && setFound(next)
      /* A damaged log that was met on the way is told by the notices. */
      void follow(wanted, control.signal, tell).finally(() =>
        queries.invalidateQueries({ queryKey: api.settings.get.key() }),
      )
    },
    [queries],
  )
  return { found, search, stop }
}

async function follow(wanted: LogSearch, signal: AbortSignal, tell: (found: Found) => void): Promise<void> {
  let found = BEGUN
  let shown = 0
  try {
    for await (const event of await client.runs.searchLogs(wanted, { signal })) {
      found = after(found, event)
      if (found.ended === null && Date.now() - shown < TELL_MS) continue
      shown = Date.now()
      tell(found)
    }
  } catch (error) {
    const ended = { logs: 0, cut: false, stopped: signal.aborted }
    tell({ ...found, ended, failure: signal.aborted ? null : failureOf(error) })
  }
}

function after(found: Found, event: FleetLogEvent): Found {
  switch (event.kind) {
    case 'hit':
      return { ...found, hits: [...found.hits, event.hit] }
    case 'missing': {
      const { repository, runId, log } = event
      return {
        ...found,
        unread: [...found.unread, { repository, runId, says: log.says, recovery: log.recovery }],
      }
    }
    case 'failed': {
      const { sentence: says, recovery } = event.failure
      return {
        ...found,
        unread: [...found.unread, { repository: event.repository, runId: null, says, recovery }],
      }
    }
    case 'progress':
      return { ...found, progress: { done: event.done, of: event.of } }
    case 'ended':
      return { ...found, ended: { logs: event.logs, cut: event.cut, stopped: false } }
    default: {
      const unreachable: never = event
      return unreachable
    }
  }
}
