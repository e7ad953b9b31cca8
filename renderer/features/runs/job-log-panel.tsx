import { FileIcon, HourglassIcon, LockIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import type { LogPlace } from '../../../shared/contract/run-logs'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { MissingLog, MissingLogReason } from '../../../shared/domain/log'
import type { LogOutline } from '../../../shared/domain/log-outline'
import type { RunJob, RunSummary } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { Empty } from '../../ui/empty'
import type { LineRange } from '../../ui/log/log-rows'
import { LogView } from '../../ui/log/log-view'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import styles from './job-log-panel.module.css'
import { useLogOutline, useLogSource } from './log-queries'

interface Props {
  repository: RepositoryName
  run: RunSummary
  job: RunJob
  /** The lines that the address points to. */
  range: LineRange | null
  onRange(range: LineRange): void
}

const TITLES: Record<MissingLogReason, string> = {
  'not-finished': 'The job has not finished',
  cancelled: 'The job was cancelled',
  expired: 'The log has expired',
  forbidden: 'No permission to read the log',
  'sso-required': 'Single sign-on is needed',
  'startup-failure': 'The job did not start',
  gone: 'There is no log',
}

/** A job's log, or why there is none: not yet, or not any more. */
export function JobLogPanel({ repository, run, job, range, onRange }: Props) {
  const place = { repository, runId: run.id, jobId: job.id }
  const finished = job.status === 'completed'
  const outline = useLogOutline(place, finished)
  if (outline.error) {
    return <Problem failure={failureOf(outline.error)} onRetry={() => void outline.refetch()} />
  }
  if (outline.data?.available) {
    return (
      <ShownLog
        place={place}
        outline={outline.data}
        label={`Log of ${job.name}`}
        range={range}
        onRange={onRange}
      />
    )
  }
  if (outline.data) return <Missing log={outline.data} url={job.url ?? run.url} />
  return (
    <div className={styles.box}>
      {finished ? (
        <div className={styles.skeleton}>
          <SkeletonLines lines={12} />
        </div>
      ) : (
        <Empty icon={HourglassIcon} title="The job is running">
          Its steps are live on the left. GitHub gives out the log once the job has finished; it then appears
          here.
        </Empty>
      )}
    </div>
  )
}

interface ShownProps {
  place: LogPlace
  outline: LogOutline
  label: string
  range: LineRange | null
  onRange(range: LineRange): void
}

function ShownLog({ place, outline, label, range, onRange }: ShownProps) {
  return <LogView source={useLogSource(place, outline)} label={label} range={range} onRange={onRange} />
}

function Missing({ log, url }: { log: MissingLog; url: string }) {
  const way = log.recovery?.kind === 'open-page' ? log.recovery : { url, label: 'Open the job on GitHub' }
  const isLocked = log.reason === 'forbidden' || log.reason === 'sso-required'
  return (
    <div className={styles.box}>
      <Empty
        icon={isLocked ? LockIcon : FileIcon}
        title={TITLES[log.reason]}
        action={
          <LinkButton href={way.url} target="_blank" rel="noreferrer">
            {way.label}
          </LinkButton>
        }
      >
        {log.says}
      </Empty>
    </div>
  )
}
