import type { RepositoryName } from '../../../shared/domain/ids'
import type { MigrationState } from '../../../shared/domain/migration'
import { Grid } from '../../ui/grid/grid'
import { GridHead } from '../../ui/grid/grid-head'
import styles from './migration-page.module.css'
import { MigrationRow } from './migration-row'
import type { Carriage } from './migration-state'

/** Pixels. */
const ROW_HEIGHT = 44
const COLUMNS = ['Repository', 'Stage', 'Next']

interface Props {
  states: readonly MigrationState[]
  carriage: Carriage | null
  chosen: ReadonlySet<string>
  busy: boolean
  onChoose(repository: RepositoryName): void
}

/** The repositories by stage as a grid: the space bar chooses the one at hand. */
export function MigrationTable({ states, carriage, chosen, busy, onChoose }: Props) {
  return (
    <div className="full-box">
      <Grid
        label="Repositories by stage"
        className={styles.columns}
        lines={states}
        rowHeight={ROW_HEIGHT}
        measured
        busy={busy}
        head={<GridHead titles={COLUMNS} chosen />}
        keyOf={({ repository }) => repository}
        onRowKey={(key, { repository, next }) => {
          /* Where it chooses nothing it must not scroll either. */
          if (key !== ' ') return false
          if (!busy && next !== null) onChoose(repository)
          return true
        }}
        renderLine={(state, place, key) => (
          <MigrationRow
            key={key}
            place={place}
            state={state}
            entry={carriage?.entries.get(state.repository)}
            doing={carriage?.doing.get(state.repository)}
            chosen={chosen.has(state.repository)}
            busy={busy}
            onChoose={() => onChoose(state.repository)}
          />
        )}
      />
    </div>
  )
}
