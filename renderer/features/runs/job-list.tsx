import { useQueryClient } from '@tanstack/react-query'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunJob, RunStep } from '../../../shared/domain/run'
import { api } from '../../api'
import { RunMark } from '../../ui/run-mark'
import { durationOf } from '../../ui/time'
import { runWord } from '../../ui/words'
import styles from './job-list.module.css'
import { useSecond } from './use-second'

interface Props {
  repository: RepositoryName
  runId: number
  jobs: readonly RunJob[]
  shown: number | null
  onShow(jobId: number, line: number | null): void
}

/** The jobs of a run with their steps as they happen; a step leads to its first line in the log. */
export function JobList({ repository, runId, jobs, shown, onShow }: Props) {
  const now = useSecond(jobs.some(({ status }) => status !== 'completed'))
  const queries = useQueryClient()
  const lineOf = (job: RunJob, step: RunStep): number | null => {
    const log = queries.getQueryData(api.runs.log.queryKey({ input: { repository, runId, jobId: job.id } }))
    if (!log?.available || !step.startedAt) return null
    const began = step.startedAt
    return log.log.lines.find(({ at }) => at !== null && Date.parse(at) >= Date.parse(began))?.number ?? null
  }
  return (
    <nav className={styles.jobs} aria-label="Jobs">
      {jobs.map((job) => (
        <section key={job.id} aria-label={job.name}>
          <button
            type="button"
            className={styles.name}
            aria-current={job.id === shown ? 'true' : undefined}
            onClick={() => onShow(job.id, null)}
          >
            <RunMark status={job.status} conclusion={job.conclusion} />
            <span className={styles.text}>{job.name}</span>
            <span className="visually-hidden">{runWord(job.status, job.conclusion)}</span>
            <Took {...job} now={now} />
          </button>
          {job.steps.length > 0 && (
            <ol aria-label={`Steps of ${job.name}`}>
              {job.steps.map((step) => (
                <li key={step.number}>
                  <button
                    type="button"
                    className={styles.step}
                    data-skipped={step.conclusion === 'skipped'}
                    onClick={() => onShow(job.id, lineOf(job, step))}
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
      ))}
    </nav>
  )
}

type Timed = Pick<RunStep, 'startedAt' | 'completedAt'> & { now: number }

function Took({ startedAt, completedAt, now }: Timed) {
  if (!startedAt) return null
  return <span className={styles.took}>{durationOf(startedAt, completedAt ?? now)}</span>
}
