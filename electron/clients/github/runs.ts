import { z } from 'zod'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { dispatchRun, type Looking, PATIENT } from './dispatch'
import { asking } from './errors'
import { RestRun, runFromRest } from './from-rest'
import { readJobLog } from './job-log'
import type { Octokit } from './octokit'
import { repo } from './settings'

type RunCalls = Pick<
  GithubClient,
  'workflowState' | 'enableWorkflow' | 'disableWorkflow' | 'dispatch' | 'runs' | 'jobLog'
>

const LATEST = 30

/** Workflows, their runs and their logs. */
export function runCalls(octokit: Octokit, looking: Looking = PATIENT): RunCalls {
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
    dispatch: (request) => dispatchRun(octokit, request, looking),
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
    jobLog: (repository, jobId) => readJobLog(octokit, repository, jobId),
  }
}
