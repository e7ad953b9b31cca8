import { FilterRemoveIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useNavigate } from 'react-router'
import { Empty } from '../../ui/empty'
import { Grid } from '../../ui/grid/grid'
import { GridGroup } from '../../ui/grid/grid-row'
import { count, repositoryPath } from '../../ui/words'
import type { FleetLine, FleetLook } from './fleet-filter'
import { FleetRowView } from './fleet-row'
import styles from './fleet-table.module.css'
import { FLEET_COLUMNS, FleetTableHead } from './fleet-table-head'
import { toggleSelected, useSelection } from './selection'

/** Pixels. */
const ROW_HEIGHT = 52

interface Props {
  lines: readonly FleetLine[]
  look: FleetLook
  onChange(change: Partial<FleetLook>): void
}

/** The fleet as a grid: Enter opens the row at hand, Space selects it. */
export function FleetTable({ lines, look, onChange }: Props) {
  const selection = useSelection()
  const onRowKey = useRowKeys()
  if (lines.length === 0) {
    return (
      <Empty
        icon={FilterRemoveIcon}
        title="No repository fits the filter"
        action={
          <Button onClick={() => onChange({ query: '', state: null, brokenAt: null })}>
            Clear the filter
          </Button>
        }
      />
    )
  }
  return (
    <Grid
      label="Repositories"
      className={styles.columns}
      lines={lines}
      rowHeight={ROW_HEIGHT}
      multiselectable
      head={<FleetTableHead look={look} lines={lines} onChange={onChange} />}
      keyOf={(line) => (line.kind === 'group' ? `group ${line.key}` : line.row.repository)}
      isGroup={(line) => line.kind === 'group'}
      onRowKey={onRowKey}
      renderLine={(line, place, key) =>
        line.kind === 'group' ? (
          <GridGroup
            key={key}
            place={place}
            columns={FLEET_COLUMNS}
            title={line.title}
            says={count(line.size, 'repository', 'repositories')}
          />
        ) : (
          <FleetRowView
            key={key}
            row={line.row}
            selected={selection.has(line.row.repository)}
            place={place}
          />
        )
      }
    />
  )
}

function useRowKeys() {
  const navigate = useNavigate()
  return (key: string, line: FleetLine): boolean => {
    if (line.kind !== 'row') return false
    const { repository, archived } = line.row
    if (key === 'Enter') void navigate(repositoryPath(repository))
    else if (key === ' ' && !archived) toggleSelected(repository)
    else return false
    return true
  }
}
