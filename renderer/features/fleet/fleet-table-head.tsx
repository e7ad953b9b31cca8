import { SortAscIcon, SortDescIcon } from '@primer/octicons-react'
import type { FleetLook, Sort } from './fleet-filter'
import styles from './fleet-table.module.css'

const COLUMNS: { title: string; sort: Sort | null }[] = [
  { title: 'Repository', sort: 'repository' },
  { title: 'Chain', sort: 'urgency' },
  { title: 'Account and role', sort: 'account' },
  { title: 'Model and region', sort: 'model' },
  { title: 'Last run', sort: 'last-run' },
  { title: 'Next', sort: null },
]

interface Props {
  look: FleetLook
  onChange(change: Partial<FleetLook>): void
}

/** The head of the fleet's columns: stays in place, sorts on click. */
export function FleetTableHead({ look, onChange }: Props) {
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1} className={styles.row}>
        {COLUMNS.map(({ title, sort }) => {
          const sorted = sort !== null && look.sort === sort
          return (
            <th
              key={title}
              scope="col"
              className={styles.columnHead}
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
