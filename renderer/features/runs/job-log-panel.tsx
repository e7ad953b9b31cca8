import { FileIcon, HourglassIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunJob, RunSummary } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { Empty } from '../../ui/empty'
import { LogView } from '../../ui/log/log-view'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import styles from './job-log-panel.module.css'
import { useJobLog } from './runs-queries'

interface Props {
  repository: RepositoryName
  run: RunSummary
  job: RunJob
  /** The line that the address points to. */
  line: number | null
  onLine(line: number): void
}

/** A job's log, or why there is none: not yet, or not any more. */
export function JobLogPanel({ repository, run, job, line, onLine }: Props) {
  const over = run.status === 'completed'
  const log = useJobLog(repository, run.id, job.id, over)
  if (log.error) return <Problem failure={failureOf(log.error)} onRetry={() => void log.refetch()} />
  if (log.data?.available) {
    return <LogView log={log.data.log} label={`Log of ${job.name}`} line={line} onLine={onLine} />
  }
  if (log.data) {
    return (
      <div className={styles.box}>
        <Empty
          icon={FileIcon}
          title="There is no log"
          action={
            <LinkButton href={job.url ?? run.url} target="_blank" rel="noreferrer">
              Open the job on GitHub
            </LinkButton>
          }
        >
          {log.data.says}
        </Empty>
      </div>
    )
  }
  if (over) {
    return (
      <div className={styles.box}>
        <div className={styles.skeleton}>
          <SkeletonLines lines={12} />
        </div>
      </div>
    )
  }
  return (
    <div className={styles.box}>
      <Empty
        icon={HourglassIcon}
        title={job.status === 'completed' ? 'The log is on its way' : 'The job is running'}
      >
        Its steps are live on the left. GitHub gives out the log once the job has finished; it then appears
        here.
      </Empty>
    </div>
  )
}
