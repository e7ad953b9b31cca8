import type { GithubJob, GithubRepository, GithubRun, GithubWorkflow, GithubWorld } from './github-world'
import { takeId } from './repository-store'

export interface NewRun {
  workflow: GithubWorkflow
  event: string
  branch: string
  headSha: string
  actor: string
  inputs?: Record<string, string>
  title?: string
  /** ISO 8601. */
  createdAt: string
}

/** Adds a queued run of a workflow; `number` counts the runs of that workflow. */
export function newRun(github: GithubWorld, repository: GithubRepository, wanted: NewRun): GithubRun {
  const siblings = repository.runs.filter((run) => run.workflowId === wanted.workflow.id)
  const run: GithubRun = {
    id: takeId(github),
    number: siblings.length + 1,
    attempt: 1,
    workflowId: wanted.workflow.id,
    workflowPath: wanted.workflow.path,
    workflowName: wanted.workflow.name,
    title: wanted.title ?? wanted.workflow.name,
    event: wanted.event,
    branch: wanted.branch,
    headSha: wanted.headSha,
    actor: wanted.actor,
    inputs: wanted.inputs ?? {},
    status: 'queued',
    conclusion: null,
    message: null,
    createdAt: wanted.createdAt,
    startedAt: wanted.createdAt,
    updatedAt: wanted.createdAt,
    logsExpired: false,
    jobs: [],
  }
  repository.runs.push(run)
  return run
}

/** Queues a finished run again as its next attempt; what the last attempt did stays readable. */
export function queueAgain(run: GithubRun, at: string): void {
  const { attempt, status, conclusion, startedAt, updatedAt, jobs } = run
  run.earlierAttempts = [
    ...(run.earlierAttempts ?? []),
    { attempt, status, conclusion, startedAt, updatedAt, jobs },
  ]
  Object.assign(run, {
    attempt: attempt + 1,
    status: 'queued',
    conclusion: null,
    message: null,
    startedAt: at,
    updatedAt: at,
    jobs: [],
  } satisfies Partial<GithubRun>)
}

/** Cancels a run, its unfinished jobs and steps. The runner stops when it finds its run completed. */
export function cancelRun(run: GithubRun, at: string): void {
  for (const job of run.jobs) cancelJob(job, at)
  run.status = 'completed'
  run.conclusion = 'cancelled'
  run.updatedAt = at
}

function cancelJob(job: GithubJob, at: string): void {
  if (job.status === 'completed') return
  for (const step of job.steps) {
    if (step.status === 'completed') continue
    step.conclusion = step.status === 'in_progress' ? 'cancelled' : 'skipped'
    step.status = 'completed'
    step.completedAt = at
  }
  job.status = 'completed'
  job.conclusion = 'cancelled'
  job.completedAt = at
}
