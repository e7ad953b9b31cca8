import { Link, useParams, useSearchParams } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunJob, RunState } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { repositoryPath } from '../../ui/words'
import { Diagnoses } from './diagnoses'
import { JobList } from './job-list'
import { JobLogPanel } from './job-log-panel'
import { RunHeader } from './run-header'
import styles from './run-page.module.css'
import { useDiagnoses, useRun, useRunFollow } from './runs-queries'

/** One run: its steps as they happen, each job's log as it ends, and why it failed. */
export function RunPage() {
  const repository = useRepositoryParam()
  const runId = Number(useParams().runId)
  const run = useRun(repository, runId)
  useTitle(`${run.data ? `${run.data.run.title} #${run.data.run.number}` : 'Run'} of ${repository}`)
  useRunFollow(repository, runId, run.data !== undefined && run.data.run.status !== 'completed')
  if (run.data) return <Run key={runId} repository={repository} state={run.data} />
  return (
    <div className="page">
      <h1 className="page-title">
        Run of <Link to={repositoryPath(repository)}>{repository}</Link>
      </h1>
      {run.error ? (
        <Problem failure={failureOf(run.error)} onRetry={() => void run.refetch()} />
      ) : (
        <SkeletonLines lines={12} />
      )}
    </div>
  )
}

function Run({ repository, state }: { repository: RepositoryName; state: RunState }) {
  const { run, jobs } = state
  const [params, setParams] = useSearchParams()
  const diagnoses = useDiagnoses(repository, run.id, state)
  const job = jobs.find(({ id }) => id === Number(params.get('job'))) ?? jobToShow(jobs)
  const asked = Number(params.get('line')) || null
  const decisive = diagnoses.data?.find(({ jobId }) => jobId === job?.id)?.line ?? null
  const go = (jobId: number, at: number | null) =>
    setParams({ job: String(jobId), ...(at !== null && { line: String(at) }) }, { replace: true })
  return (
    <div className={styles.page}>
      <RunHeader state={state} />
      <div className={styles.columns} data-alone={jobs.length === 0}>
        {jobs.length > 0 && (
          <JobList jobs={jobs} shown={job?.id ?? null} onShow={go} repository={repository} runId={run.id} />
        )}
        <div className={styles.main}>
          <Diagnoses repository={repository} diagnoses={diagnoses} onGo={go} />
          {job ? (
            <JobLogPanel
              key={job.id}
              repository={repository}
              run={run}
              job={job}
              line={asked ?? decisive}
              onLine={(at) => go(job.id, at)}
            />
          ) : (
            <p className={styles.none}>
              {run.conclusion === 'startup_failure'
                ? 'GitHub refused the workflow before any job began, so there is no log.'
                : 'GitHub has not begun a job yet.'}
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

/** The job to look at first: one that failed, else one that runs, else the last that passed. */
function jobToShow(jobs: readonly RunJob[]): RunJob | undefined {
  return (
    jobs.find(({ conclusion }) => conclusion === 'failure') ??
    jobs.find(({ status }) => status === 'in_progress') ??
    jobs.findLast(({ conclusion }) => conclusion === 'success') ??
    jobs[0]
  )
}
