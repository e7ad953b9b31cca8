import { Button } from '@primer/react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { RunState, RunSummary } from '../../../shared/domain/run'
import { keyOfRun } from '../../../shared/domain/run-looks'
import { Age } from '../../ui/age'
import { RunMark } from '../../ui/run-mark'
import { count, repositoryPath, runWord } from '../../ui/words'
import type { OpenRuns } from './open-runs'
import { progressWords, RunTook } from './run-progress'
import styles from './runs-table.module.css'

const PORTION = 50

interface Props {
  runs: readonly RunSummary[]
  /** What the open ones among them are at. */
  open: OpenRuns
  label: string
  /** Names the repository of each run; for the list of the whole fleet. */
  withRepository?: boolean
}

/** Runs, latest first, a portion at a time. */
export function RunsTable({ runs, open, label, withRepository = false }: Props) {
  const [shown, setShown] = useState(PORTION)
  if (runs.length === 0) return <p className="muted">There is no run yet.</p>
  return (
    <div className="table-scroller">
      <table className={`table ${styles.runs}`} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {withRepository && <th scope="col">Repository</th>}
            <th scope="col">Workflow</th>
            <th scope="col">Event</th>
            <th scope="col">Branch</th>
            <th scope="col">Started</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, shown).map((run) => (
            <Row
              key={keyOfRun(run)}
              run={run}
              state={open.get(keyOfRun(run))}
              withRepository={withRepository}
            />
          ))}
        </tbody>
      </table>
      {runs.length > shown && (
        <Button variant="invisible" block onClick={() => setShown(shown + PORTION)}>
          {`Show ${count(Math.min(PORTION, runs.length - shown), 'more run', 'more runs')}`}
        </Button>
      )}
    </div>
  )
}

interface RowProps {
  run: RunSummary
  state: RunState | undefined
  withRepository: boolean
}

function Row({ run, state, withRepository }: RowProps) {
  return (
    <tr>
      <th scope="row" className={styles.run}>
        <span className={styles.title}>
          <RunMark status={run.status} conclusion={run.conclusion} named />
          <Link to={repositoryPath(run.repository, `/runs/${run.id}`)}>{run.title}</Link>
          <span className="muted">#{run.number}</span>
          {run.conclusion !== 'success' && (
            <span className={styles.word}>{runWord(run.status, run.conclusion)}</span>
          )}
          <span className={styles.at}>{progressWords(state)}</span>
        </span>
      </th>
      {withRepository && (
        <td className={styles.repository}>
          <Link to={repositoryPath(run.repository)}>{run.repository}</Link>
        </td>
      )}
      <td>{run.workflowName}</td>
      <td className="muted">{run.event}</td>
      <td>{run.branch ? <code>{run.branch}</code> : <span className="muted">none</span>}</td>
      <td className="muted">
        <Age at={run.createdAt} />
      </td>
      <td className="muted">
        <RunTook run={run} state={state} />
      </td>
    </tr>
  )
}
