import { useState } from 'react'
import type { BatchEntry } from '../../../shared/contract/batch'
import type { Failure } from '../../../shared/domain/failure'
import { api, client, failureOf, queryClient } from '../../api'

/** How far a value was set, or taken back, in many repositories. */
export interface SetProgress {
  kind: 'set' | 'undo'
  over: boolean
  total: number
  entries: readonly BatchEntry[]
  failure: Failure | null
}

/** Applies plans of values, and takes what they did back. */
export function useSetProgress() {
  const [progress, setProgress] = useState<SetProgress | null>(null)
  const set = async (planIds: readonly string[]) => {
    const plans = planIds.map((planId) => ({ planId, exclude: [] }))
    let now: SetProgress = { kind: 'set', over: false, total: plans.length, entries: [], failure: null }
    const become = (part: Partial<SetProgress>) => {
      now = { ...now, ...part }
      setProgress(now)
    }
    become({})
    try {
      for await (const event of await client.setup.applyMany({ plans })) {
        if (event.kind === 'settled') become({ entries: [...now.entries, event.entry] })
        if (event.kind === 'ended') become({ entries: event.entries })
      }
      become({ over: true })
    } catch (error) {
      become({ over: true, failure: failureOf(error) })
    }
    await lookAgain()
  }
  const undo = async (entries: readonly BatchEntry[]) => {
    const applications = entries.flatMap(({ applicationId }) => applicationId ?? [])
    let now: SetProgress = { kind: 'undo', over: false, total: applications.length, entries, failure: null }
    setProgress(now)
    for (const applicationId of applications) {
      const failed = await takeBack(applicationId)
      if (failed) now = { ...now, failure: failed }
    }
    setProgress({ ...now, over: true })
    await lookAgain()
  }
  return { progress, set, undo }
}

async function takeBack(applicationId: string): Promise<Failure | null> {
  try {
    for await (const event of await client.setup.undo({ applicationId })) {
      if (event.kind === 'ended') return event.failure
    }
    return null
  } catch (error) {
    return failureOf(error)
  }
}

async function lookAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: api.setup.applications.key() }),
    queryClient.invalidateQueries({ queryKey: api.fleet.repository.key() }),
    queryClient.invalidateQueries({ queryKey: api.setup.options.key() }),
  ])
}
