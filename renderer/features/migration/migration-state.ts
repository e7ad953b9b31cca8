import type { MigrationEvent } from '../../../shared/contract/migration'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { MigrationEntry, MigrationState } from '../../../shared/domain/migration'

/** Repositories on the way, or how they ended. Kept outside the page, for leaving it must not stop them. */
export interface Carriage {
  names: readonly RepositoryName[]
  states: ReadonlyMap<RepositoryName, MigrationState>
  /** What is being done to each now. */
  doing: ReadonlyMap<RepositoryName, string>
  entries: ReadonlyMap<RepositoryName, MigrationEntry>
  stopping: boolean
  over: boolean
  failure: Failure | null
}

/** A carriage before the first event. */
export function departing(names: readonly RepositoryName[]): Carriage {
  return {
    names,
    states: new Map(),
    doing: new Map(),
    entries: new Map(),
    stopping: false,
    over: false,
    failure: null,
  }
}

/** A carriage after one more event. */
export function carriedOn(carriage: Carriage, event: MigrationEvent): Carriage {
  switch (event.kind) {
    case 'doing':
      return { ...carriage, doing: new Map(carriage.doing).set(event.repository, event.says) }
    case 'state':
      return { ...carriage, states: new Map(carriage.states).set(event.state.repository, event.state) }
    case 'carried': {
      const doing = new Map(carriage.doing)
      doing.delete(event.entry.repository)
      return {
        ...carriage,
        doing,
        entries: new Map(carriage.entries).set(event.entry.repository, event.entry),
      }
    }
    case 'ended':
      return { ...carriage, doing: new Map(), over: true }
    default: {
      const unreachable: never = event
      return unreachable
    }
  }
}
