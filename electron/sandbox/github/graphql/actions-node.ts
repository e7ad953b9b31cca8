import type { GithubRepository, GithubRun, GithubWorkflow } from '../github-world'
import type { Scene } from '../request/context'
import { nodeId } from '../respond/node-id'
import { checkSuiteId } from '../respond/run'
import { identify } from '../respond/user'
import { type ConnectionArguments, connection } from './connection'
import { commitNode } from './git-node'
import { ownerNode } from './owner-node'
import { refNode, repositoryNode } from './repository-node'

/** The app whose check suites workflow runs are. */
const ACTIONS_APP = {
  __typename: 'App',
  id: 'MDM6QXBwMTUzNjg=',
  databaseId: 15368,
  name: 'GitHub Actions',
  slug: 'github-actions',
}

/** The `CheckSuite` of a run; status and conclusion stand here and not on the run (field-notes §4). */
export function checkSuiteNode(scene: Scene, repository: GithubRepository, run: GithubRun): object {
  const path = `/commit/${run.headSha}/checks?check_suite_id=${checkSuiteId(run)}`
  return {
    __typename: 'CheckSuite',
    id: nodeId('CS', repository.id, checkSuiteId(run)),
    databaseId: checkSuiteId(run),
    app: ACTIONS_APP,
    branch: () => refNode(scene, repository, run.branch),
    commit: () => commitNode(scene, repository, run.headSha),
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    creator: () => (identify(scene.github, run.actor).organization ? null : ownerNode(scene, run.actor)),
    repository: () => repositoryNode(scene, repository),
    workflowRun: () => workflowRunNode(scene, repository, run),
    url: scene.links.page(repository, path),
    resourcePath: `/${repository.owner}/${repository.name}${path}`,
  }
}

/** A `WorkflowRun`. */
export function workflowRunNode(scene: Scene, repository: GithubRepository, run: GithubRun): object {
  const path = `/actions/runs/${run.id}`
  return {
    __typename: 'WorkflowRun',
    id: nodeId('WFR', repository.id, run.id),
    databaseId: run.id,
    runNumber: run.number,
    event: run.event,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    checkSuite: () => checkSuiteNode(scene, repository, run),
    workflow: () => {
      const workflow = repository.workflows.find(({ id }) => id === run.workflowId)
      return workflow ? workflowNode(scene, repository, workflow) : null
    },
    url: scene.links.page(repository, path),
    resourcePath: `/${repository.owner}/${repository.name}${path}`,
  }
}

/** A `Workflow`. GitHub's page for it names the file, which no other field does. */
export function workflowNode(scene: Scene, repository: GithubRepository, workflow: GithubWorkflow): object {
  const path = `/actions/workflows/${workflow.path.replace('.github/workflows/', '')}`
  return {
    __typename: 'Workflow',
    id: nodeId('W', repository.id, workflow.id),
    databaseId: workflow.id,
    name: workflow.name,
    state: workflow.state.toUpperCase(),
    createdAt: workflow.createdAt,
    updatedAt: workflow.updatedAt,
    runs: (args: ConnectionArguments) => {
      const runs = repository.runs.filter(({ workflowId }) => workflowId === workflow.id).reverse()
      return connection('runs', runs, args, (run) => workflowRunNode(scene, repository, run))
    },
    url: scene.links.page(repository, path),
    resourcePath: `/${repository.owner}/${repository.name}${path}`,
  }
}
