import { PlayIcon, UndoIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { Link } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Application } from '../../../shared/domain/journal'
import { failureOf } from '../../api'
import { Age } from '../../ui/age'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { count, repositoryPath } from '../../ui/words'
import styles from './changes-section.module.css'
import { startResume, startUndo, useProgress } from './progress'
import { ProgressView } from './progress-view'
import { useApplications, useInterrupted } from './setup-queries'

/** What Rolecall changed for this repository, and the way back. */
export function ChangesSection({ repository }: { repository: RepositoryName }) {
  const applications = useApplications(repository)
  const progress = useProgress(repository)
  const interrupted = new Set(useInterrupted().data?.map(({ id }) => id))
  return (
    <section className="section" aria-labelledby="changes">
      <h2 className="section-title" id="changes">
        Changes by Rolecall
      </h2>
      {applications.isPending && <SkeletonLines lines={2} />}
      {applications.error && (
        <Problem failure={failureOf(applications.error)} onRetry={() => void applications.refetch()} />
      )}
      {progress && (progress.kind === 'undo' || progress.resumed) && (
        <ProgressView repository={repository} progress={progress} leave="Close" />
      )}
      {applications.data?.length === 0 && <p className="muted">Rolecall has changed nothing here.</p>}
      <ul>
        {applications.data?.map((application) => (
          <Change
            key={application.id}
            application={application}
            busy={progress !== undefined && !progress.over}
            interrupted={interrupted.has(application.id)}
          />
        ))}
      </ul>
      <p className={styles.tearDown}>
        <Link to={repositoryPath(repository, '/tear-down')}>Tear the setup down</Link>
        <span className="muted"> shows first what it would take away.</span>
      </p>
    </section>
  )
}

interface ChangeProps {
  application: Application
  busy: boolean
  /** It has no end, and no process works on it. */
  interrupted: boolean
}

function Change({ application, busy, interrupted }: ChangeProps) {
  const last = lastPhases(application)
  const standing = application.plan.steps.filter((step) => last.get(step.id) === 'done')
  const undone = [...last.values()].includes('undone')
  return (
    <li className={styles.change}>
      <div className={styles.words}>
        <span className={styles.titles}>
          {application.plan.steps
            .filter(({ id }) => last.has(id) && last.get(id) !== 'skipped')
            .map(({ title }) => title)
            .join(' · ')}
        </span>
        <span className="muted">
          <Age at={application.startedAt} />
          {interrupted && (application.undo ? ', its undo was interrupted' : ', interrupted')}
          {undone && ', undone'}
        </span>
      </div>
      {interrupted && (
        <Button
          size="small"
          leadingVisual={PlayIcon}
          disabled={busy}
          onClick={() => startResume(application.repository, application.id, Boolean(application.undo))}
        >
          Resume
        </Button>
      )}
      {standing.length > 0 && (
        <Button
          size="small"
          leadingVisual={UndoIcon}
          disabled={busy}
          aria-label={`Undo ${count(standing.length, 'step')}`}
          onClick={() => startUndo(application.repository, application.id)}
        >
          Undo
        </Button>
      )}
    </li>
  )
}

function lastPhases({ entries }: Application) {
  return new Map(entries.map(({ stepId, phase }) => [stepId, phase]))
}
