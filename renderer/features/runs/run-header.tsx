import { GitBranchIcon, LinkExternalIcon } from '@primer/octicons-react'
import { Select } from '@primer/react'
import { Link } from 'react-router'
import type { RunState } from '../../../shared/domain/run'
import { progressOf } from '../../../shared/domain/run-looks'
import { Age } from '../../ui/age'
import { RunMark } from '../../ui/run-mark'
import { durationOf } from '../../ui/time'
import { repositoryPath, runWord } from '../../ui/words'
import { RunControls } from './run-controls'
import styles from './run-header.module.css'
import { StartTestRun } from './start-test-run'
import { useSecond } from './use-second'

interface Props {
  /** The attempt that is shown. */
  state: RunState
  /** The run as it stands now. */
  latest: RunState
  onAttempt(attempt: number): void
}

/** What ran, how it stands, and what can be done to it. */
export function RunHeader({ state, latest, onAttempt }: Props) {
  const { run } = state
  const over = run.status === 'completed'
  const now = useSecond(!over)
  /* Its creation is the beginning of the first attempt only. */
  const begun = run.attempt === 1 ? run.createdAt : progressOf(state).startedAt
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        <p className={styles.path}>
          <Link to={repositoryPath(run.repository)}>{run.repository}</Link>
          <span>{run.workflowName}</span>
        </p>
        <h1 className={styles.title}>
          <RunMark status={run.status} conclusion={run.conclusion} size={24} />
          <span>{run.title}</span>
          <span className={styles.number}>#{run.number}</span>
        </h1>
        <p className={styles.facts}>
          <strong role="status">{runWord(run.status, run.conclusion)}</strong>
          {begun !== null && (
            <span>
              {over ? 'in ' : 'for '}
              {durationOf(begun, over ? run.updatedAt : now)}
            </span>
          )}
          <span>
            {run.event} <Age at={run.createdAt} />
            {run.actor && ` by ${run.actor}`}
          </span>
          {run.branch && (
            <span className="inline-mark">
              <GitBranchIcon size={12} />
              {run.branch}
            </span>
          )}
          <code>{run.headSha.slice(0, 7)}</code>
          {latest.run.attempt > 1 && (
            <Attempts shown={run.attempt} last={latest.run.attempt} onAttempt={onAttempt} />
          )}
          <a href={run.url} target="_blank" rel="noreferrer" className="inline-mark">
            GitHub <LinkExternalIcon size={12} />
          </a>
        </p>
      </div>
      <div className={styles.actions}>
        <RunControls state={latest} />
        {latest.run.status === 'completed' && <StartTestRun repository={run.repository} />}
      </div>
    </header>
  )
}

interface AttemptsProps {
  shown: number
  last: number
  onAttempt(attempt: number): void
}

function Attempts({ shown, last, onAttempt }: AttemptsProps) {
  const attempts = Array.from({ length: last }, (_, index) => last - index)
  return (
    <Select
      size="small"
      aria-label="Attempt"
      value={String(shown)}
      onChange={(event) => onAttempt(Number(event.target.value))}
    >
      {attempts.map((attempt) => (
        <Select.Option key={attempt} value={String(attempt)}>
          {`Attempt ${attempt}${attempt === last ? ', the latest' : ''}`}
        </Select.Option>
      ))}
    </Select>
  )
}
