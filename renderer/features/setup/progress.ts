import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import type { ApplyEvent } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, client, failureOf, queryClient } from '../../api'
import { advance, begun, type Progress } from './progress-state'

const listeners = new Set<() => void>()
const current = new Map<RepositoryName, Progress>()

function become(repository: RepositoryName, progress: Progress): void {
  current.set(repository, progress)
  for (const listener of listeners) listener()
}

/** The latest application or undo of a repository in this window. */
export function useProgress(repository: RepositoryName): Progress | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current.get(repository),
  )
}

/** Forgets what was applied, so that a new plan can be looked at. */
export function forgetProgress(repository: RepositoryName): void {
  current.delete(repository)
  for (const listener of listeners) listener()
}

/** Who comes to a plan again wants a plan, and not the end of the last application. */
export function useForgetWhatIsOver(repository: RepositoryName): void {
  const progress = useProgress(repository)
  const onArrival = useRef(progress)
  useLayoutEffect(() => {
    if (onArrival.current?.over) forgetProgress(repository)
  }, [repository])
}

/** Applies the plan of that id without the excluded steps. */
export function startApply(repository: RepositoryName, planId: string, exclude: string[]): void {
  void follow(repository, 'apply', () => client.setup.apply({ planId, exclude }))
}

/** Goes on with an application, or its undo, where it was interrupted. */
export function startResume(repository: RepositoryName, applicationId: string, undoing: boolean): void {
  const open = () => client.setup.resume({ applicationId })
  void follow(repository, undoing ? 'undo' : 'apply', open, true)
}

/** Takes an application back. */
export function startUndo(repository: RepositoryName, applicationId: string): void {
  void follow(repository, 'undo', () => client.setup.undo({ applicationId }))
}

async function follow(
  repository: RepositoryName,
  kind: Progress['kind'],
  open: () => Promise<AsyncIterable<ApplyEvent>>,
  resumed = false,
): Promise<void> {
  let progress: Progress = { ...begun(kind), resumed }
  become(repository, progress)
  try {
    for await (const event of await open()) {
      progress = advance(progress, event)
      become(repository, progress)
    }
    become(repository, { ...progress, over: true, waiting: null })
  } catch (error) {
    become(repository, { ...progress, over: true, waiting: null, failure: failureOf(error) })
  }
  const input = { repository }
  void queryClient.invalidateQueries({ queryKey: api.setup.applications.key() })
  void queryClient.invalidateQueries({ queryKey: api.setup.interrupted.key() })
  void queryClient.invalidateQueries({ queryKey: api.setup.waits.key() })
  void queryClient.invalidateQueries({ queryKey: api.setup.modelsInUse.key() })
  void queryClient.invalidateQueries({ queryKey: api.setup.options.key({ input }) })
  void queryClient.invalidateQueries({ queryKey: api.setup.plan.key({ input }) })
  void queryClient.invalidateQueries({ queryKey: api.setup.removeKeys.key({ input }) })
  void queryClient.invalidateQueries({ queryKey: api.fleet.repository.key({ input }) })
}
