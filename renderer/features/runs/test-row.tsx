import { Checkbox } from '@primer/react'
import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import type { Dispatchable, TestChoice, TestEntry, TestOutcome } from '../../../shared/contract/test-runs'
import grid from '../../ui/grid/grid.module.css'
import { GridRow, type Place } from '../../ui/grid/grid-row'
import { RunMark } from '../../ui/run-mark'
import { repositoryPath } from '../../ui/words'
import { OwnChoice } from './own-choice'
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
  place: Place
  row: FleetRow
  series: TestSeries | null
  chosen: boolean
  onChoose(): void
  workflows: readonly Dispatchable[]
  common: TestChoice
  own: TestChoice | null
  onOwn(own: TestChoice | null): void
}

/** One repository of the series: whether it is chosen, its run, and what that came to. */
export function TestRow({ place, row, series, chosen, onChoose, onOwn, ...choice }: Props) {
  const { repository } = row
  const tabIndex = place.atHand ? 0 : -1
  const entry = series?.entries.get(repository)
  const run = entry?.run ?? series?.runs.get(repository)
  const busy = series !== null && !series.over
  const waits = series?.names.includes(repository) && !run && !entry
  return (
    <GridRow label={repository} aria-selected={chosen} place={place}>
      <td className={grid.choice}>
        <Checkbox
          checked={chosen}
          disabled={busy}
          tabIndex={tabIndex}
          aria-label={`Test ${repository}`}
          onChange={onChoose}
        />
      </td>
      <th scope="row" className={grid.cell}>
        <Link className={grid.name} to={repositoryPath(repository)} tabIndex={tabIndex}>
          {repository}
        </Link>
      </th>
      <td className={styles.text}>
        <OwnChoice repository={repository} {...choice} disabled={busy} onChoose={onOwn} />
      </td>
      <td className={styles.text}>
        {run ? (
          <Link
            className={styles.run ?? ''}
            to={repositoryPath(repository, `/runs/${run.id}`)}
            tabIndex={tabIndex}
          >
            <RunMark status={run.status} conclusion={run.conclusion} />#{run.number}
          </Link>
        ) : (
          <span className="muted">{waits && !series?.over ? 'Waits for its turn' : ''}</span>
        )}
      </td>
      <td className={styles.text}>
        {entry ? <Outcome entry={entry} /> : run && !series?.over && <span className="muted">Running</span>}
      </td>
    </GridRow>
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
