import type { GithubJob, GithubRepository, GithubRun } from '../github-world'
import type { Links } from './links'
import { nodeId } from './node-id'

/** `job` of the REST API. */
export function jobBody(
  links: Links,
  repository: GithubRepository,
  run: GithubRun,
  job: GithubJob,
  attempt: number = run.attempt,
) {
  const runUrl = links.repo(repository, `/actions/runs/${run.id}`)
  const taken = job.status !== 'queued' && job.status !== 'waiting'
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflowName,
    head_branch: run.branch,
    run_url: runUrl,
    run_attempt: attempt,
    node_id: nodeId('CR', repository.id, job.id),
    head_sha: run.headSha,
    url: links.repo(repository, `/actions/jobs/${job.id}`),
    html_url: links.page(repository, `/actions/runs/${run.id}/job/${job.id}`),
    status: job.status,
    conclusion: job.conclusion,
    created_at: run.startedAt,
    started_at: job.startedAt ?? run.startedAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
    check_run_url: links.repo(repository, `/check-runs/${job.id}`),
    labels: ['ubuntu-latest'],
    runner_id: taken ? 1 : null,
    runner_name: taken ? 'GitHub Actions 1' : null,
    runner_group_id: taken ? 0 : null,
    runner_group_name: taken ? 'GitHub Actions' : null,
  }
}
