import { RepositoryName } from '../../../shared/domain/ids'
import {
  type EnvironmentFacts,
  type ProposedChange,
  RepositoryFacts,
  type TakenPath,
  type WorkflowObservation,
  WorkflowState,
} from '../../../shared/domain/observation'
import { markOf } from '../../../shared/domain/plan/proposal-mark'
import { Conclusion, RunStatus, type RunSummary } from '../../../shared/domain/run'
import { SCRIPT_PATH } from '../../../shared/domain/templates/templates'
import { parseWorkflow } from '../../../shared/domain/workflow-file'
import type { CheckSuite, Commit, ObservedRepository } from './fleet-query'

const FOLDER = '.github/workflows'

const TEMPLATE_FOLDERS = new Set([FOLDER, SCRIPT_PATH].map((path) => path.slice(0, path.indexOf('/'))))

/** Branches that Rolecall proposes from start with this. */
export const BRANCH_PREFIX = 'rolecall/'

export function factsFrom(found: ObservedRepository): RepositoryFacts {
  return RepositoryFacts.parse({
    repository: found.nameWithOwner,
    id: found.databaseId,
    nodeId: found.id,
    owner: found.owner.login,
    ownerId: found.owner.databaseId,
    ownerKind: found.owner.__typename === 'Organization' ? 'organization' : 'user',
    name: found.name,
    visibility: found.visibility.toLowerCase(),
    archived: found.isArchived,
    fork: found.isFork,
    defaultBranch: found.defaultBranchRef?.name ?? null,
    createdAt: found.createdAt,
    url: found.url,
    permission: found.viewerPermission?.toLowerCase() ?? null,
  })
}

/** Runs of the latest commits and pull requests, newest first. GraphQL tells a run's status through its check suite. */
export function runsFrom(found: ObservedRepository): RunSummary[] {
  const repository = RepositoryName.parse(found.nameWithOwner)
  const runs = commitsOf(found).flatMap(({ oid, checkSuites }) =>
    (checkSuites ?? []).flatMap((suite) => runFrom(repository, oid, suite)),
  )
  /* A pull request's head may also be on the default branch: a run is listed once. */
  return [...new Map(runs.map((run) => [run.id, run])).values()].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  )
}

function commitsOf({ defaultBranchRef, pullRequests }: ObservedRepository): Commit[] {
  const heads = pullRequests.flatMap(({ commits }) => commits.map(({ commit }) => commit))
  return [...(defaultBranchRef?.target?.history ?? []), ...heads]
}

function runFrom(repository: RepositoryName, headSha: string, suite: CheckSuite): RunSummary[] {
  const run = suite.workflowRun
  if (!run) return []
  return [
    {
      id: run.databaseId,
      repository,
      number: run.runNumber,
      attempt: 1,
      title: run.workflow.name,
      workflowName: run.workflow.name,
      workflowPath: pathOf(run.workflow.resourcePath),
      event: run.event,
      branch: suite.branch?.name ?? null,
      headSha,
      actor: suite.creator?.login ?? null,
      status: RunStatus.parse(suite.status.toLowerCase()),
      conclusion: Conclusion.nullable().parse(suite.conclusion?.toLowerCase() ?? null),
      createdAt: run.createdAt,
      updatedAt: suite.updatedAt,
      url: run.url,
    },
  ]
}

/** Workflow ID and state as far as a run of it was seen, by path. */
export type SeenWorkflows = ReadonlyMap<string, { id: number; state: WorkflowState }>

export function workflowsSeen(found: ObservedRepository): SeenWorkflows {
  const suites = commitsOf(found).flatMap(({ checkSuites }) => checkSuites ?? [])
  const workflows = suites.flatMap(({ workflowRun }) => (workflowRun ? [workflowRun.workflow] : []))
  return new Map(
    workflows.map(({ resourcePath, databaseId, state }) => [
      pathOf(resourcePath),
      { id: databaseId, state: workflowState(state) },
    ]),
  )
}

/** A state as GraphQL or REST writes it; one that is new to us is `unknown`. */
export function workflowState(written: string): WorkflowState {
  return WorkflowState.safeParse(written.toLowerCase()).data ?? 'unknown'
}

/** The committed workflow files, parsed. */
export function workflowsFrom(found: ObservedRepository, seen: SeenWorkflows): WorkflowObservation[] {
  const files = (found.object?.entries ?? []).filter(
    ({ path, type }) => type === 'blob' && /\.ya?ml$/.test(path),
  )
  return files.map(({ path, object }) => ({
    path,
    text: object?.text ?? '',
    id: seen.get(path)?.id ?? null,
    state: seen.get(path)?.state ?? 'unknown',
    parsed: object?.isTruncated ? tooLong : parseWorkflow(path, object?.text ?? ''),
  }))
}

const tooLong: WorkflowObservation['parsed'] = {
  valid: false,
  errors: [
    { line: 1, column: 1, message: 'GitHub gives only a part of this file: it is too long to be judged.' },
  ],
}

/** What stands where a template would put its script, or in place of a folder that leads to a template's files. */
export function takenPathsFrom({ root, script }: ObservedRepository): TakenPath[] {
  const blocked = (root?.entries ?? []).filter(
    ({ name, type }) => TEMPLATE_FOLDERS.has(name) && type !== 'tree',
  )
  const text = script?.isTruncated ? null : (script?.text ?? null)
  return [
    ...blocked.map(({ name }) => ({ path: name, text: null })),
    ...(script ? [{ path: SCRIPT_PATH, text }] : []),
  ]
}

export function environmentsFrom(found: ObservedRepository): EnvironmentFacts[] {
  return (found.environments ?? []).map(({ name, protectionRules }) => ({
    name,
    protected: protectionRules.totalCount > 0,
  }))
}

/** Open pull requests of ours. */
export function proposalsFrom(found: ObservedRepository): ProposedChange[] {
  return (found.pullRequests ?? [])
    .filter(({ state, headRefName }) => state === 'OPEN' && headRefName.startsWith(BRANCH_PREFIX))
    .map(({ number, url, headRefName, mergeable, commits }) => ({
      number,
      branch: headRefName,
      url,
      mergeable: mergeable === 'UNKNOWN' ? null : mergeable === 'MERGEABLE',
      content: contentOf(commits.at(-1)?.commit),
    }))
}

function contentOf(commit: { message: string; tree: { oid: string } } | undefined): string | null {
  return commit ? markOf({ message: commit.message, tree: commit.tree.oid }) : null
}

/** The text of `WORKFLOW.md`; null where there is none, or GitHub gives only a part of it. */
export function workflowMdFrom({ guide }: ObservedRepository): string | null {
  return guide?.isTruncated ? null : (guide?.text ?? null)
}

/* `/acme/web/actions/workflows/bedrock.yml` names the file by its last part. */
function pathOf(resourcePath: string): string {
  return `${FOLDER}/${resourcePath.slice(resourcePath.lastIndexOf('/') + 1)}`
}
