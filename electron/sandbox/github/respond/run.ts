import { headRepositoryOf } from '../forks'
import { emailOf } from '../git-objects'
import type { GithubAttempt, GithubRepository, GithubRun } from '../github-world'
import type { Scene } from '../request/context'
import { nodeId } from './node-id'
import { repositoryBody } from './repository'
import { simpleUser } from './user'

/** `workflow-run` of the REST API, at its current attempt unless another is given. */
export function runBody(
  scene: Scene,
  repository: GithubRepository,
  run: GithubRun,
  attempt: Omit<GithubAttempt, 'jobs'> = run,
) {
  const { github, links } = scene
  const url = links.repo(repository, `/actions/runs/${run.id}`)
  const actor = simpleUser(github, links, run.actor)
  const minimal = repositoryBody(scene, repository)
  const head = headRepositoryOf(github, repository, run)
  return {
    id: run.id,
    name: run.workflowName,
    node_id: nodeId('WFR', repository.id, run.id),
    head_branch: run.branch,
    head_sha: run.headSha,
    path: run.workflowPath,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: attempt.status,
    conclusion: attempt.conclusion,
    workflow_id: run.workflowId,
    check_suite_id: checkSuiteId(run),
    check_suite_node_id: nodeId('CS', repository.id, checkSuiteId(run)),
    url,
    html_url: links.page(repository, `/actions/runs/${run.id}`),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: attempt.updatedAt,
    actor,
    run_attempt: attempt.attempt,
    referenced_workflows: [],
    run_started_at: attempt.startedAt,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: links.repo(repository, `/check-suites/${checkSuiteId(run)}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt.attempt > 1 ? `${url}/attempts/${attempt.attempt - 1}` : null,
    workflow_url: links.repo(repository, `/actions/workflows/${run.workflowId}`),
    head_commit: headCommit(repository, run),
    repository: minimal,
    head_repository: head === repository ? minimal : repositoryBody(scene, head),
  }
}

/** Every run has its own check suite; the sandbox gives it the run's number, in a namespace of its own. */
export function checkSuiteId(run: GithubRun): number {
  return run.id
}

function headCommit(repository: GithubRepository, run: GithubRun) {
  const commit = repository.git.commits[run.headSha]
  if (!commit) return null
  const person = { name: commit.author, email: emailOf(commit.author) }
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.date,
    author: person,
    committer: person,
  }
}
