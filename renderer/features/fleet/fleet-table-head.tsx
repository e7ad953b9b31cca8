import { SortAscIcon, SortDescIcon } from '@primer/octicons-react'
import { Checkbox } from '@primer/react'
import grid from '../../ui/grid/grid.module.css'
import type { FleetLine, FleetLook, Sort } from './fleet-filter'
import styles from './fleet-table.module.css'
import { select, useSelection } from './selection'

const COLUMNS: { title: string; sort: Sort | null }[] = [
  { title: 'Repository', sort: 'repository' },
  { title: 'Chain', sort: 'urgency' },
  { title: 'Account and role', sort: 'account' },
  { title: 'Model and region', sort: 'model' },
  { title: 'Last run', sort: 'last-run' },
  { title: 'Next', sort: null },
]

/** How many columns the fleet has: the choice and the named ones. */
export const FLEET_COLUMNS = COLUMNS.length + 1

interface Props {
  look: FleetLook
  lines: readonly FleetLine[]
  onChange(change: Partial<FleetLook>): void
}

/** The head of the fleet's columns: stays in place, sorts on click. */
export function FleetTableHead({ look, lines, onChange }: Props) {
  return (
    <thead className={grid.head}>
      <tr aria-rowindex={1} className={grid.row}>
        <th scope="col" className={grid.choice}>
          <SelectShown lines={lines} />
        </th>
        {COLUMNS.map(({ title, sort }) => {
          const sorted = sort !== null && look.sort === sort
          return (
            <th
              key={title}
              scope="col"
              className={grid.columnHead}
              aria-sort={sorted ? (look.descending ? 'descending' : 'ascending') : undefined}
            >
              {sort === null ? (
                title
              ) : (
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() => onChange({ sort, descending: sorted && !look.descending })}
                >
                  {title}
                  {sorted && (look.descending ? <SortDescIcon /> : <SortAscIcon />)}
                </button>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

/* What the filter hides stays as it was. */
function SelectShown({ lines }: { lines: readonly FleetLine[] }) {
  const selection = useSelection()
  const shown = lines.flatMap((line) =>
    line.kind === 'row' && !line.row.archived ? [line.row.repository] : [],
  )
  const chosen = shown.filter((name) => selection.has(name))
  const all = shown.length > 0 && chosen.length === shown.length
  const hidden = [...selection].filter((name) => !shown.includes(name))
  return (
    <Checkbox
      aria-label="Select all that are shown"
      checked={all}
      indeterminate={chosen.length > 0 && !all}
      onChange={() => select(all ? hidden : [...hidden, ...shown])}
    />
  )
}
