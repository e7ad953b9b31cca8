import { Link, useParams, useSearchParams } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { RunJob, RunState } from '../../../shared/domain/run'
import { failureOf } from '../../api'
import { type LineRange, parseRange, rangeText } from '../../ui/log/log-rows'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { repositoryPath } from '../../ui/words'
import { Diagnoses } from './diagnoses'
import { JobList } from './job-list'
import { JobLogPanel } from './job-log-panel'
import { PendingReviews } from './pending-reviews'
import { RerunJob } from './rerun-job'
import { RunAnnotations } from './run-annotations'
import { RunArtifacts } from './run-artifacts'
import { RunHeader } from './run-header'
import styles from './run-page.module.css'
import { RunProof } from './run-proof'
import { useDelay, useDiagnoses, useRun, useRunFollow } from './runs-queries'
import { useAttempt } from './steering-queries'

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

function Run({ repository, state: latest }: { repository: RepositoryName; state: RunState }) {
  const [params, setParams] = useSearchParams()
  const asking = Number(params.get('attempt'))
  const earlier = asking > 0 && asking < latest.run.attempt ? asking : null
  const attempt = useAttempt(repository, latest.run.id, earlier)
  const delay = useDelay(repository, latest.run.id)
  const state = earlier === null ? latest : attempt.data
  const header = (
    <RunHeader
      state={state ?? latest}
      latest={latest}
      onAttempt={(chosen) =>
        setParams(chosen === latest.run.attempt ? {} : { attempt: String(chosen) }, { replace: true })
      }
    />
  )
  if (!state) {
    return (
      <div className="full-page">
        {header}
        {attempt.error ? (
          <Problem failure={failureOf(attempt.error)} onRetry={() => void attempt.refetch()} />
        ) : (
          <SkeletonLines lines={12} />
        )}
      </div>
    )
  }
  return (
    <div className="full-page">
      {header}
      {latest.pending && latest.pending.length > 0 && (
        <PendingReviews run={latest.run} pending={latest.pending} />
      )}
      {delay && latest.run.status !== 'completed' && <Problem failure={delay} />}
      <Attempt key={state.run.attempt} repository={repository} state={state} isLatest={earlier === null} />
    </div>
  )
}

interface AttemptProps {
  repository: RepositoryName
  state: RunState
  isLatest: boolean
}

function Attempt({ repository, state, isLatest }: AttemptProps) {
  const { run, jobs } = state
  const [params, setParams] = useSearchParams()
  const diagnoses = useDiagnoses(repository, run.id, isLatest ? state : undefined)
  const job = jobs.find(({ id }) => id === Number(params.get('job'))) ?? jobToShow(jobs)
  const asked = parseRange(params.get('line'))
  const decisive = diagnoses.data?.find(({ jobId }) => jobId === job?.id)?.line ?? null
  const show = (jobId: number, range: LineRange | null) =>
    setParams(
      {
        ...(!isLatest && { attempt: String(run.attempt) }),
        job: String(jobId),
        ...(range !== null && { line: rangeText(range) }),
      },
      { replace: true },
    )
  const go = (jobId: number, at: number | null) => show(jobId, at === null ? null : { from: at, to: at })
  return (
    <div className={styles.columns} data-alone={jobs.length === 0}>
      {jobs.length > 0 && (
        <JobList
          jobs={jobs}
          shown={job?.id ?? null}
          onShow={go}
          repository={repository}
          runId={run.id}
          actionOf={isLatest ? (one) => <RerunJob state={state} job={one} /> : undefined}
        />
      )}
      <div className={styles.main}>
        {isLatest && <Diagnoses repository={repository} run={run} diagnoses={diagnoses} onGo={go} />}
        {isLatest && <RunProof repository={repository} run={run} />}
        <RunAnnotations state={state} />
        {isLatest && <RunArtifacts run={run} />}
        {job ? (
          <JobLogPanel
            key={job.id}
            repository={repository}
            run={run}
            job={job}
            range={asked ?? (decisive === null ? null : { from: decisive, to: decisive })}
            onRange={(range) => show(job.id, range)}
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
