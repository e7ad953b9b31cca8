import { Checkbox } from '@primer/react'
import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import type { TestEntry, TestOutcome } from '../../../shared/contract/test-runs'
import { RunMark } from '../../ui/run-mark'
import { repositoryPath } from '../../ui/words'
import type { TestSeries } from './test-batch-state'
import styles from './tests-page.module.css'

const WORDS: Record<TestOutcome, string> = {
  passed: 'Passed',
  failed: 'Failed',
  unproven: 'Green, but not proven',
  refused: 'Not started',
  lost: 'Out of sight',
  cancelled: 'Left out',
}

interface Props {
  row: FleetRow
  series: TestSeries | null
  chosen: boolean
  onChoose(): void
}

/** One repository of the series: whether it is chosen, its run, and what that came to. */
export function TestRow({ row: { repository }, series, chosen, onChoose }: Props) {
  const entry = series?.entries.get(repository)
  const run = entry?.run ?? series?.runs.get(repository)
  const waits = series?.names.includes(repository) && !run && !entry
  return (
    <tr>
      <td className={styles.choice}>
        <Checkbox
          checked={chosen}
          disabled={series !== null && !series.over}
          aria-label={`Test ${repository}`}
          onChange={onChoose}
        />
      </td>
      <th scope="row">
        <Link to={repositoryPath(repository)}>{repository}</Link>
      </th>
      <td>
        {run ? (
          <Link className={styles.run ?? ''} to={repositoryPath(repository, `/runs/${run.id}`)}>
            <RunMark status={run.status} conclusion={run.conclusion} />#{run.number}
          </Link>
        ) : (
          <span className="muted">{waits && !series?.over ? 'Waits for its turn' : ''}</span>
        )}
      </td>
      <td>
        {entry ? <Outcome entry={entry} /> : run && !series?.over && <span className="muted">Running</span>}
      </td>
    </tr>
  )
}

function Outcome({ entry: { outcome, diagnoses, failure } }: { entry: TestEntry }) {
  const why = failure?.sentence ?? diagnoses[0]?.title
  return (
    <>
      {WORDS[outcome]}
      {why && <span className={styles.why}> · {why}</span>}
    </>
  )
}
