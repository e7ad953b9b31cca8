import { useEffect, useState } from 'react'
import { MOST_FOUND } from '../../../shared/contract/run-logs'
import type { LogQuery } from '../../../shared/domain/log-query'
import { failureOf } from '../../api'
import type { Findings, LogSource } from './log-source'

const NOTHING: Findings = { lines: [], searched: null, over: true, cut: false, failure: null }

/** Searches a log while there is something to search for; what is typed next ends the search before. */
export function useLogSearch(source: LogSource, query: LogQuery | null): Findings {
  const [findings, setFindings] = useState<Findings>(NOTHING)
  const { text, regex, caseSensitive } = query ?? { text: '', regex: false, caseSensitive: false }
  useEffect(() => {
    if (text === '') {
      setFindings(NOTHING)
      return
    }
    const stop = new AbortController()
    void follow(source, { text, regex, caseSensitive }, stop.signal, setFindings)
    return () => stop.abort()
  }, [source, text, regex, caseSensitive])
  return findings
}

async function follow(
  source: LogSource,
  query: LogQuery,
  signal: AbortSignal,
  tell: (findings: Findings) => void,
): Promise<void> {
  const lines: number[] = []
  let shown = 0
  const now = (searched: number, over: boolean, cut: boolean) => {
    if (!signal.aborted) tell({ lines: lines.slice(0, MOST_FOUND), searched, over, cut, failure: null })
  }
  try {
    now(0, false, false)
    for await (const event of await source.search(query, signal)) {
      if (event.kind === 'ended') return now(1, true, event.cut)
      for (const line of event.lines) lines.push(line)
      /* Ten times a second is soon enough, and a common word has a hundred events. */
      if (Date.now() - shown < 100) continue
      shown = Date.now()
      now(event.searched, false, false)
    }
  } catch (error) {
    if (!signal.aborted) tell({ ...NOTHING, failure: failureOf(error).sentence })
  }
}
