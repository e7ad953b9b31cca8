import { AlertIcon, CheckIcon, SyncIcon } from '@primer/octicons-react'
import { Checkbox } from '@primer/react'
import { Link } from 'react-router'
import type { MigrationEntry, MigrationState, MigrationStep } from '../../../shared/domain/migration'
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
  state: MigrationState
  entry: MigrationEntry | undefined
  doing: string | undefined
  chosen: boolean
  busy: boolean
  onChoose(): void
}

/** One repository: its stage, and what comes next, is being done, or stands in the way. */
export function MigrationRow({ state, entry, doing, chosen, busy, onChoose }: Props) {
  const { repository, stage, next, notes } = state
  return (
    <tr>
      <td className={styles.choice}>
        <Checkbox
          aria-label={`Move ${repository}`}
          checked={chosen && next !== null}
          disabled={busy || next === null}
          onChange={onChoose}
        />
      </td>
      <th scope="row">
        <Link to={repositoryPath(repository)}>{repository}</Link>
      </th>
      <td className={styles.stageCell}>
        <StageLine stage={stage} />
      </td>
      <td>
        <Next state={state} entry={entry} doing={doing} />
        {notes.map((note) => (
          <p key={note} className="muted">
            {note}
          </p>
        ))}
      </td>
    </tr>
  )
}

function Next({ state: { next, why }, entry, doing }: Pick<Props, 'state' | 'entry' | 'doing'>) {
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
          >{`run #${entry.run.number}`}</Link>
        </>
      )}
    </span>
  )
}
