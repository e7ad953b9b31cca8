import type { ApplyEvent } from '../../../shared/contract/setup'
import type { Failure } from '../../../shared/domain/failure'
import type { Chain } from '../../../shared/domain/finding'
import type { Application, JournalEntry } from '../../../shared/domain/journal'

/** An application or an undo under way, or over. Kept outside the pages, for leaving one must not stop it. */
export interface Progress {
  kind: 'apply' | 'undo'
  /** It goes on with what was interrupted. */
  resumed?: boolean
  application: Application | null
  /** The last thing told about each step. */
  entries: ReadonlyMap<string, JournalEntry>
  /** What is waited for, such as a new role becoming usable. */
  waiting: string | null
  over: boolean
  failure: Failure | null
  chain: Chain | null
}

/** Progress before the first event. */
export function begun(kind: Progress['kind']): Progress {
  return {
    kind,
    application: null,
    entries: new Map(),
    waiting: null,
    over: false,
    failure: null,
    chain: null,
  }
}

/** Progress after one more event. */
export function advance(progress: Progress, event: ApplyEvent): Progress {
  switch (event.kind) {
    case 'started':
      return { ...progress, application: event.application }
    case 'step':
      return {
        ...progress,
        waiting: null,
        entries: new Map(progress.entries).set(event.entry.stepId, event.entry),
      }
    case 'waiting':
      return { ...progress, waiting: event.says }
    case 'ended':
      return {
        ...progress,
        application: event.application,
        over: true,
        waiting: null,
        failure: event.failure,
        chain: event.chain,
      }
    default: {
      const unreachable: never = event
      return unreachable
    }
  }
}
