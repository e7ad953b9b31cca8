import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'
import { groupJobs, type JobGroup } from '../../../shared/domain/job-groups'
import type { RunJob, RunStep } from '../../../shared/domain/run'
import { api } from '../../api'
import { RunMark } from '../../ui/run-mark'
import { durationOf } from '../../ui/time'
import { count, runWord } from '../../ui/words'
import styles from './job-list.module.css'
import { useSecond } from './use-second'

interface Props {
  repository: RepositoryName
  runId: number
  jobs: readonly RunJob[]
  shown: number | null
  onShow(jobId: number, line: number | null): void
  /** What stands beside a job that is over. */
  actionOf?: ((job: RunJob) => ReactNode) | undefined
}

/* With more jobs than these only those that one looks at show their steps. */
const FEW = 3

/** The jobs of a run with their steps as they happen, grouped by matrix and caller; a step leads to its first line. */
export function JobList({ repository, runId, jobs, shown, onShow, actionOf }: Props) {
  const now = useSecond(jobs.some(({ status }) => status !== 'completed'))
  const queries = useQueryClient()
  const lineOf = (job: RunJob, step: RunStep): number | null => {
    const input = { repository, runId, jobId: job.id }
    const outline = queries.getQueryData(api.runs.logOutline.queryKey({ input }))
    if (!outline?.available) return null
    return outline.steps.find(({ number }) => number === step.number)?.line ?? null
  }
  const jobView = (job: RunJob, label: string) => (
    <Job
      key={job.id}
      job={job}
      label={label}
      now={now}
      isShown={job.id === shown}
      withSteps={jobs.length <= FEW || job.id === shown || job.status === 'in_progress'}
      onShow={(step) => onShow(job.id, step === null ? null : lineOf(job, step))}
      action={job.status === 'completed' ? actionOf?.(job) : null}
    />
  )
  return (
    <nav className={styles.jobs} aria-label="Jobs">
      {groupJobs(jobs).map((group) =>
        group.kind === 'single' ? (
          group.jobs.map(({ job, label }) => jobView(job, label))
        ) : (
          <section key={`${group.kind} ${group.title}`} className={styles.group} aria-label={group.title}>
            <GroupHead group={group} />
            {group.jobs.map(({ job, label }) => jobView(job, label))}
          </section>
        ),
      )}
    </nav>
  )
}

function GroupHead({ group: { kind, title, jobs } }: { group: JobGroup }) {
  const done = jobs.filter(({ job }) => job.status === 'completed').length
  const failed = jobs.filter(({ job }) => job.conclusion === 'failure').length
  const what = kind === 'matrix' ? `matrix of ${jobs.length}` : `calls ${count(jobs.length, 'job')}`
  return (
    <h2 className={styles.head}>
      <span className={styles.text} title={title}>
        {title}
      </span>
      <span className={styles.took}>
        {what}
        {done < jobs.length && `, ${done} done`}
        {failed > 0 && `, ${failed} failed`}
      </span>
    </h2>
  )
}

interface JobProps {
  job: RunJob
  /** Its name within the group. */
  label: string
  now: number
  isShown: boolean
  withSteps: boolean
  onShow(step: RunStep | null): void
  action: ReactNode
}

function Job({ job, label, now, isShown, withSteps, onShow, action }: JobProps) {
  return (
    <section aria-label={job.name}>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.name}
          aria-current={isShown ? 'true' : undefined}
          onClick={() => onShow(null)}
        >
          <RunMark status={job.status} conclusion={job.conclusion} />
          <span className={styles.text} title={job.name}>
            {label}
          </span>
          <span className="visually-hidden">{runWord(job.status, job.conclusion)}</span>
          <Took {...job} now={now} />
        </button>
        {action}
      </div>
      {withSteps && job.steps.length > 0 && (
        <ol aria-label={`Steps of ${job.name}`}>
          {job.steps.map((step) => (
            <li key={step.number}>
              <button
                type="button"
                className={styles.step}
                data-skipped={step.conclusion === 'skipped'}
                onClick={() => onShow(step)}
              >
                <RunMark status={step.status} conclusion={step.conclusion} size={12} />
                <span className={styles.text} title={step.name}>
                  {step.name}
                </span>
                <span className="visually-hidden">{runWord(step.status, step.conclusion)}</span>
                <Took {...step} now={now} />
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

type Timed = Pick<RunStep, 'status' | 'startedAt' | 'completedAt'> & { now: number }

/* GitHub gives a job that still waits the time at which its run began. */
function Took({ status, startedAt, completedAt, now }: Timed) {
  if (!startedAt || (status !== 'in_progress' && status !== 'completed')) return null
  return <span className={styles.took}>{durationOf(startedAt, completedAt ?? now)}</span>
}
