import { parseWorkflow } from '../../../shared/domain/workflow-file'
import { branchHead, fileAt, filesAt } from '../github/git-store'
import type { GithubRepository, GithubRun, GithubWorkflow } from '../github/github-world'
import { headOf } from '../github/pull-request-store'
import { registerWorkflow } from '../github/repository-store'
import { newRun } from '../github/run-store'
import { isWorkflowPath } from '../github/workflow-source'
import type { Stage } from '../world'
import { isTriggered } from './matching'
import { originOf, type RunOrigin } from './run-origin'
import { instant } from './scene'
import type { TriggerEvent } from './trigger'

/** The run that an event names, or a new queued one for each workflow that it starts. */
export function queueRuns(stage: Stage, repository: GithubRepository, event: TriggerEvent): GithubRun[] {
  if (event.runId !== undefined) return repository.runs.filter(({ id }) => id === event.runId)
  const happened = originOf(repository, event.ref)
  if (happened === null || repository.archived || !repository.actions.enabled) return []
  const headBranch = happened.headRef || happened.refName
  const { pull } = happened
  const headSha = pull ? headOf(repository, pull) : branchHead(repository.git, headBranch)
  if (headSha === null) return []
  const runs = startedBy(stage, repository, event, happened, headSha).map((workflow) =>
    newRun(stage.world.github, repository, {
      workflow,
      event: event.event,
      branch: headBranch,
      headSha,
      ...(pull?.headRepository !== undefined && { headRepository: pull.headRepository }),
      actor: event.actor,
      inputs: event.inputs,
      title: titleOf(repository, event, happened, headSha) ?? workflow.name,
      createdAt: instant(stage),
    }),
  )
  if (runs.length > 0) stage.changed()
  return runs
}

/** Files of the event's own commit count; one that is new there is registered, as GitHub does with the first run. */
function startedBy(
  stage: Stage,
  repository: GithubRepository,
  { event, workflowId }: TriggerEvent,
  { baseRef, refName, refType }: RunOrigin,
  headSha: string,
): GithubWorkflow[] {
  const ref = baseRef || refName
  const happening = { event, branch: refType === 'branch' ? ref : null, tag: refType === 'tag' ? ref : null }
  const paths = Object.keys(filesAt(repository.git, headSha)).filter(isWorkflowPath).sort()
  return paths.flatMap((path) => {
    const text = fileAt(repository.git, headSha, path) ?? ''
    const parsed = parseWorkflow(path, text)
    if (!parsed.valid || !isTriggered(parsed.file, happening)) return []
    const workflow = registerWorkflow(stage.world.github, repository, path, text, instant(stage))
    const wanted = workflowId === undefined || workflow.id === workflowId
    return wanted && workflow.state === 'active' ? [workflow] : []
  })
}

function titleOf(
  repository: GithubRepository,
  { event }: TriggerEvent,
  { pull }: RunOrigin,
  headSha: string,
): string | undefined {
  if (event === 'push') return repository.git.commits[headSha]?.message.split('\n')[0]
  return pull?.title
}
