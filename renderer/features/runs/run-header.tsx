import { GitBranchIcon, LinkExternalIcon } from '@primer/octicons-react'
import { Link } from 'react-router'
import type { RunState } from '../../../shared/domain/run'
import { Age } from '../../ui/age'
import { RunMark } from '../../ui/run-mark'
import { durationOf } from '../../ui/time'
import { repositoryPath, runWord } from '../../ui/words'
import styles from './run-header.module.css'
import { StartTestRun } from './start-test-run'
import { useSecond } from './use-second'

/** What ran, how it stands, and the way to run it again. */
export function RunHeader({ state }: { state: RunState }) {
  const { run } = state
  const over = run.status === 'completed'
  const now = useSecond(!over)
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
          <span>
            {over ? 'in ' : 'for '}
            {durationOf(run.createdAt, over ? run.updatedAt : now)}
          </span>
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
          {run.attempt > 1 && <span>attempt {run.attempt}</span>}
          <a href={run.url} target="_blank" rel="noreferrer" className="inline-mark">
            GitHub <LinkExternalIcon size={12} />
          </a>
        </p>
      </div>
      {over && <StartTestRun repository={run.repository} />}
    </header>
  )
}
