import { z } from 'zod'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { PendingReview, RunState } from '../../../shared/domain/run'
import type { GithubClient } from '../github-port'
import { asking, statusOf } from './errors'
import { jobFromRest, RestJob, RestRun, runFromRest } from './from-rest'
import type { Octokit } from './octokit'
import { repo } from './settings'

type ControlCalls = Pick<GithubClient, 'run' | 'runAttempt' | 'review' | 'cancel' | 'rerun'>

/** One run: its attempts, what it waits for, and what can be done to it. */
export function runControlCalls(octokit: Octokit): ControlCalls {
  const place = (repository: RepositoryName, run_id: number) => ({ ...repo(repository), run_id })
  return {
    run: (repository, runId) =>
      asking(`read run ${runId} of ${repository}`, () => readRunState(octokit, repository, runId)),
    runAttempt: (repository, runId, attempt) =>
      asking(`read attempt ${attempt} of run ${runId} of ${repository}`, () =>
        readAttempt(octokit, repository, runId, attempt),
      ),
    review: (repository, runId, { environmentIds, decision, comment }) =>
      asking(`take the review of run ${runId} of ${repository}`, async () => {
        await octokit.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', {
          ...place(repository, runId),
          environment_ids: environmentIds,
          state: decision,
          comment,
        })
      }),
    cancel: (repository, runId, force) =>
      asking(`cancel run ${runId} of ${repository}`, async () => {
        await octokit.request(
          force
            ? 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel'
            : 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel',
          place(repository, runId),
        )
      }),
    rerun: (repository, runId, { onlyFailed, jobId, debug }) =>
      asking(`run ${runId} of ${repository} again`, async () => {
        if (jobId !== null) {
          await octokit.request('POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun', {
            ...repo(repository),
            job_id: jobId,
            enable_debug_logging: debug,
          })
          return
        }
        await octokit.request(
          onlyFailed
            ? 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs'
            : 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun',
          { ...place(repository, runId), enable_debug_logging: debug },
        )
      }),
  }
}

async function readRunState(octokit: Octokit, repository: RepositoryName, run_id: number): Promise<RunState> {
  const place = { ...repo(repository), run_id }
  const [{ data }, jobs] = await Promise.all([
    octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', place),
    octokit.paginate('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
      ...place,
      filter: 'latest',
      per_page: 100,
    }),
  ])
  const state = stateOf(repository, data, jobs)
  const waits = state.run.status === 'waiting' || state.jobs.some(({ status }) => status === 'waiting')
  const pending = waits ? await readPending(octokit, place) : null
  return pending === null ? state : { ...state, pending }
}

async function readAttempt(
  octokit: Octokit,
  repository: RepositoryName,
  run_id: number,
  attempt_number: number,
): Promise<RunState> {
  const place = { ...repo(repository), run_id, attempt_number }
  const [{ data }, jobs] = await Promise.all([
    octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', place),
    octokit.paginate('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs', {
      ...place,
      per_page: 100,
    }),
  ])
  return stateOf(repository, data, jobs)
}

function stateOf(repository: RepositoryName, run: unknown, jobs: unknown): RunState {
  return {
    run: runFromRest(repository, RestRun.parse(run)),
    jobs: z.array(RestJob).parse(jobs).map(jobFromRest),
    readAt: new Date().toISOString(),
  }
}

const Pending = z.array(
  z.object({
    environment: z.object({ id: z.number(), name: z.string() }),
    wait_timer: z.number(),
    current_user_can_approve: z.boolean(),
    reviewers: z.array(
      z.object({ reviewer: z.object({ login: z.string().optional(), name: z.string().nullish() }) }),
    ),
  }),
)

/* Who may read a run may not always read this: then the run is shown without it. */
async function readPending(
  octokit: Octokit,
  place: ReturnType<typeof repo> & { run_id: number },
): Promise<PendingReview[] | null> {
  try {
    const { data } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
      place,
    )
    return Pending.parse(data).map((each) => ({
      environmentId: each.environment.id,
      environment: each.environment.name,
      mayReview: each.current_user_can_approve,
      reviewers: each.reviewers.flatMap(({ reviewer }) => reviewer.login ?? reviewer.name ?? []),
      waitMinutes: each.wait_timer,
    }))
  } catch (error) {
    const status = statusOf(error)
    if (status === 403 || status === 404) return null
    throw error
  }
}
