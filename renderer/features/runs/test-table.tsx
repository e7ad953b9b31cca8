import type { FleetRow } from '../../../shared/contract/fleet'
import type { Dispatchable } from '../../../shared/contract/test-runs'
import { Grid } from '../../ui/grid/grid'
import { GridHead } from '../../ui/grid/grid-head'
import type { TestSeries } from './test-batch-state'
import { TestRow } from './test-row'
import styles from './tests-page.module.css'
import type { TestOrderForm } from './use-test-order'

/** Pixels. */
const ROW_HEIGHT = 44
const COLUMNS = ['Repository', 'Runs', 'Test run', 'What it came to']

const NO_WORKFLOWS: readonly Dispatchable[] = []

interface Props {
  rows: readonly FleetRow[]
  series: TestSeries | null
  order: TestOrderForm
  busy: boolean
}

/** The repositories that can be tested as a grid: the space bar chooses the one at hand. */
export function TestTable({ rows, series, order, busy }: Props) {
  return (
    <div className="full-box">
      <Grid
        label="Repositories to test"
        className={styles.columns}
        lines={rows}
        rowHeight={ROW_HEIGHT}
        measured
        busy={busy}
        head={<GridHead titles={COLUMNS} chosen />}
        keyOf={({ repository }) => repository}
        onRowKey={(key, { repository }) => {
          /* Where it chooses nothing it must not scroll either. */
          if (key !== ' ') return false
          if (!busy) order.toggle(repository)
          return true
        }}
        renderLine={(row, place, key) => (
          <TestRow
            key={key}
            place={place}
            row={row}
            series={series}
            chosen={order.isPicked(row.repository)}
            onChoose={() => order.toggle(row.repository)}
            workflows={order.workflows.get(row.repository) ?? NO_WORKFLOWS}
            common={order.common}
            own={order.own.get(row.repository) ?? null}
            onOwn={(own) => order.setOwn(row.repository, own)}
          />
        )}
      />
    </div>
  )
}
