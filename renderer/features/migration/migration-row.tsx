import { AlertIcon, CheckIcon, SyncIcon } from '@primer/octicons-react'
import { Checkbox } from '@primer/react'
import { Link } from 'react-router'
import type { MigrationEntry, MigrationState, MigrationStep } from '../../../shared/domain/migration'
import grid from '../../ui/grid/grid.module.css'
import { GridRow, type Place } from '../../ui/grid/grid-row'
import { repositoryPath } from '../../ui/words'
import styles from './migration-page.module.css'
import { StageLine } from './stage-line'

const NEXT: Record<MigrationStep, string> = {
  'trust-both': 'Trust both forms',
  'opt-in': 'Opt in at GitHub',
  'test-run': 'Prove it by a test run',
  'drop-classic': 'Drop the classic form',
}

interface Props {
  place: Place
  state: MigrationState
  entry: MigrationEntry | undefined
  doing: string | undefined
  chosen: boolean
  busy: boolean
  onChoose(): void
}

/** One repository: its stage, and what comes next, is being done, or stands in the way. */
export function MigrationRow({ place, state, entry, doing, chosen, busy, onChoose }: Props) {
  const { repository, stage, next, notes } = state
  const tabIndex = place.atHand ? 0 : -1
  const isChosen = chosen && next !== null
  return (
    <GridRow label={repository} aria-selected={isChosen} place={place}>
      <td className={grid.choice}>
        <Checkbox
          aria-label={`Move ${repository}`}
          checked={isChosen}
          disabled={busy || next === null}
          tabIndex={tabIndex}
          onChange={onChoose}
        />
      </td>
      <th scope="row" className={grid.cell}>
        <Link className={grid.name} to={repositoryPath(repository)} tabIndex={tabIndex}>
          {repository}
        </Link>
      </th>
      <td className={styles.stageCell}>
        <StageLine stage={stage} />
      </td>
      <td className={styles.next}>
        <Next state={state} entry={entry} doing={doing} tabIndex={tabIndex} />
        {notes.map((note) => (
          <p key={note} className="muted">
            {note}
          </p>
        ))}
      </td>
    </GridRow>
  )
}

type NextProps = Pick<Props, 'state' | 'entry' | 'doing'> & { tabIndex: number }

function Next({ state: { next, why }, entry, doing, tabIndex }: NextProps) {
  if (doing)
    return (
      <span className={styles.doing}>
        <SyncIcon /> {doing}
      </span>
    )
  const failed = entry?.failure?.sentence
  if (failed)
    return (
      <span className={styles.failed}>
        <AlertIcon /> {failed}
      </span>
    )
  if (why) return <span className="muted">{why}</span>
  if (next) return <span>{NEXT[next]}</span>
  return (
    <span className={styles.arrived}>
      <CheckIcon /> Nothing left to do
      {entry?.run && (
        <>
          , proven by{' '}
          <Link
            to={repositoryPath(entry.repository, `/runs/${entry.run.id}`)}
            tabIndex={tabIndex}
          >{`run #${entry.run.number}`}</Link>
        </>
      )}
    </span>
  )
}
