import type {
  GithubEnvironment,
  GithubJob,
  GithubRepository,
  GithubReview,
  GithubRun,
  GithubWorkflow,
  GithubWorld,
} from './github-world'
import { takeId } from './repository-store'

export interface NewRun {
  workflow: GithubWorkflow
  event: string
  /** Name of the branch or tag. */
  branch: string
  refType?: 'tag'
  headSha: string
  /** ID of the fork that the commit lies in. */
  headRepository?: number
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
    ...(wanted.refType && { refType: wanted.refType }),
    headSha: wanted.headSha,
    ...(wanted.headRepository !== undefined && { headRepository: wanted.headRepository }),
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

/**
 * Queues a finished run again as its next attempt; what the last attempt did stays readable. `kept` are the jobs that
 * are not run again, under the IDs that they have in the new attempt; with `again` those that need that job run, too.
 */
export function queueAgain(
  run: GithubRun,
  at: string,
  debug: boolean,
  { kept, again }: { kept: GithubJob[]; again?: string },
): void {
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
    jobs: kept,
    debug,
    reviews: [],
  } satisfies Partial<GithubRun>)
  delete run.again
  if (again !== undefined) run.again = again
}

/** What was said in this attempt of the environment that a job names; null while nobody has, where somebody must. */
export function reviewOf(
  repository: GithubRepository,
  run: GithubRun,
  environment: string | null,
): GithubReview['state'] | null {
  const named = repository.environments.find(({ name }) => name === environment)
  if (!named || named.reviewers.length === 0) return 'approved'
  return run.reviews?.findLast(({ environmentId }) => environmentId === named.id)?.state ?? null
}

/** The environments whose reviewers a run waits for. */
export function unreviewed(repository: GithubRepository, run: GithubRun): GithubEnvironment[] {
  const waiting = run.jobs.filter(({ status }) => status === 'waiting').map(({ environment }) => environment)
  return repository.environments.filter(
    ({ name }) => waiting.includes(name) && reviewOf(repository, run, name) === null,
  )
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
