import { z } from 'zod'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { dispatchRun } from './dispatch'
import { asking } from './errors'
import { jobFromRest, RestJob, RestRun, runFromRest } from './from-rest'
import { readJobLog } from './job-log'
import type { Octokit } from './octokit'
import { repo } from './settings'

type RunCalls = Pick<
  GithubClient,
  'workflowState' | 'enableWorkflow' | 'disableWorkflow' | 'dispatch' | 'runs' | 'run' | 'jobLog'
>

const LATEST = 30

/** Workflows, their runs and their logs. */
export function runCalls(octokit: Octokit): RunCalls {
  const workflow = (repository: RepositoryName, id: number) => ({ ...repo(repository), workflow_id: id })
  return {
    workflowState: (repository, id) =>
      asking(`read a workflow of ${repository}`, async () => {
        const { data } = await octokit.request(
          'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
          workflow(repository, id),
        )
        return data.state
      }),
    enableWorkflow: (repository, id) =>
      asking(`enable a workflow of ${repository}`, async () => {
        await octokit.request(
          'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable',
          workflow(repository, id),
        )
      }),
    disableWorkflow: (repository, id) =>
      asking(`disable a workflow of ${repository}`, async () => {
        await octokit.request(
          'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable',
          workflow(repository, id),
        )
      }),
    dispatch: (request) => dispatchRun(octokit, request),
    runs: (repository) =>
      asking(`list the runs of ${repository}`, async () => {
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', {
          ...repo(repository),
          per_page: LATEST,
        })
        return z
          .array(RestRun)
          .parse(data.workflow_runs)
          .map((run) => runFromRest(repository, run))
      }),
    run: (repository, runId) =>
      asking(`read run ${runId} of ${repository}`, async () => {
        const place = { ...repo(repository), run_id: runId }
        const [{ data: run }, jobs] = await Promise.all([
          octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', place),
          octokit.paginate('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
            ...place,
            filter: 'latest',
            per_page: 100,
          }),
        ])
        return {
          run: runFromRest(repository, RestRun.parse(run)),
          jobs: z.array(RestJob).parse(jobs).map(jobFromRest),
          readAt: new Date().toISOString(),
        }
      }),
    jobLog: (repository, jobId) => readJobLog(octokit, repository, jobId),
  }
}
