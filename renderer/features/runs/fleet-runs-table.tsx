import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { keyOfRun } from '../../../shared/domain/run-looks'
import { statisticsOf } from '../../../shared/domain/run-statistics'
import { Age } from '../../ui/age'
import { Grid } from '../../ui/grid/grid'
import grid from '../../ui/grid/grid.module.css'
import { GridHead } from '../../ui/grid/grid-head'
import { GridGroup, GridRow, type Place } from '../../ui/grid/grid-row'
import { RunMark } from '../../ui/run-mark'
import { count, repositoryPath, runWord } from '../../ui/words'
import styles from './fleet-runs-table.module.css'
import type { OpenRuns } from './open-runs'
import { progressWords, RunTook } from './run-progress'
import type { RunLine } from './runs-look'

/** Pixels. */
const ROW_HEIGHT = 48
const COLUMNS = ['Run', 'Repository', 'Workflow', 'Branch', 'Started', 'Took']

interface Props {
  lines: readonly RunLine[]
  /** What the open ones among them are at. */
  open: OpenRuns
  /** What stands below the last run. */
  children: ReactNode
}

/** The runs as a grid: Enter opens the one at hand. */
export function FleetRunsTable({ lines, open, children }: Props) {
  const navigate = useNavigate()
  return (
    <Grid
      label="Runs of the fleet"
      className={styles.columns}
      lines={lines}
      rowHeight={ROW_HEIGHT}
      head={<GridHead titles={COLUMNS} />}
      keyOf={(line) => (line.kind === 'group' ? `group ${line.key}` : keyOfRun(line.run))}
      isGroup={(line) => line.kind === 'group'}
      onRowKey={(key, line) => {
        if (key !== 'Enter' || line.kind !== 'run') return false
        void navigate(pathOf(line.run))
        return true
      }}
      renderLine={(line, place, key) =>
        line.kind === 'group' ? (
          <Group key={key} line={line} place={place} />
        ) : (
          <RunRow key={key} run={line.run} state={open.get(keyOfRun(line.run))} place={place} />
        )
      }
    >
      {children}
    </Grid>
  )
}

function Group({ line, place }: { line: Extract<RunLine, { kind: 'group' }>; place: Place }) {
  const { successRate, failed } = statisticsOf(line.runs)
  const failures = successRate === null ? '' : `, ${failed === 0 ? 'none' : failed} failed`
  return (
    <GridGroup
      place={place}
      columns={COLUMNS.length}
      title={line.title}
      says={`${count(line.runs.length, 'run')}${failures}`}
    />
  )
}

interface RunRowProps {
  place: Place
  run: RunSummary
  /** As it was last looked at; left out for one that nobody follows. */
  state: RunState | undefined
}

function RunRow({ run, state, place }: RunRowProps) {
  const tabIndex = place.atHand ? 0 : -1
  const at = progressWords(state)
  return (
    <GridRow label={`${run.title} #${run.number} of ${run.repository}`} place={place}>
      <th scope="row" className={grid.cell}>
        <span className={styles.titleLine}>
          <RunMark status={run.status} conclusion={run.conclusion} named />
          <Link
            className={`${grid.name} ${styles.title}`}
            to={pathOf(run)}
            tabIndex={tabIndex}
            title={run.title}
          >
            {run.title}
          </Link>
          <span className="muted">#{run.number}</span>
        </span>
        <span className={grid.sub}>
          {runWord(run.status, run.conclusion)}
          {run.attempt > 1 && `, attempt ${run.attempt}`}
          {at !== '' && ` · ${at}`}
        </span>
      </th>
      <td className={grid.cell}>
        <Link
          className={`${grid.name} ${styles.repository}`}
          to={repositoryPath(run.repository)}
          tabIndex={tabIndex}
        >
          {run.repository}
        </Link>
      </td>
      <td className={grid.cell}>
        <span className={grid.main} title={run.workflowPath ?? undefined}>
          {run.workflowName}
        </span>
        <span className={grid.sub}>
          {run.event}
          {run.actor !== null && ` by ${run.actor}`}
        </span>
      </td>
      <td className={grid.cell}>
        {run.branch === null ? (
          <span className="muted">none</span>
        ) : (
          <code className={grid.main} title={run.branch}>
            {run.branch}
          </code>
        )}
        <code className={grid.sub}>{run.headSha.slice(0, 7)}</code>
      </td>
      <td className={grid.cell}>
        <Age at={run.createdAt} className={grid.main} />
      </td>
      <td className={grid.cell}>
        <span className={grid.main}>
          <RunTook run={run} state={state} />
        </span>
      </td>
    </GridRow>
  )
}

function pathOf({ repository, id }: RunSummary): string {
  return repositoryPath(repository, `/runs/${id}`)
}
