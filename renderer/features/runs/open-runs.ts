import { useEffect, useMemo, useRef, useState } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { keyOfRun, withLooks } from '../../../shared/domain/run-looks'
import { client } from '../../api'
import { useStream } from '../../use-stream'

/** Open runs as they were last looked at, by `keyOfRun`; those that have ended since stay. */
export type OpenRuns = ReadonlyMap<string, RunState>

const BATCH_MS = 100

/** Follows the open runs of a repository, or of the fleet, for as long as the view is shown. */
export function useOpenRuns(repository: RepositoryName | null): OpenRuns {
  const [open, setOpen] = useState<OpenRuns>(new Map())
  const waiting = useRef<RunState[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const flush = () => {
    const states = waiting.current.splice(0)
    setOpen((was) => new Map([...was, ...states.map((state) => [keyOfRun(state.run), state] as const)]))
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useStream<RunState>(repository ?? 'fleet', {
    open: (signal) => client.runs.watchOpen({ repository }, { signal }),
    onEvent: (state) => {
      if (waiting.current.push(state) === 1) timer.current = setTimeout(flush, BATCH_MS)
    },
  })
  return open
}

/** A list of runs as it stands by now: those that go on, and those that were begun since it was read. */
export function useLiveRuns(runs: readonly RunSummary[], open: OpenRuns): readonly RunSummary[] {
  return useMemo(
    () =>
      open.size === 0
        ? runs
        : withLooks(
            runs,
            [...open.values()].map(({ run }) => run),
          ),
    [runs, open],
  )
}
