import { bedrockJobs } from '../bedrock-jobs'
import { seemsOurs } from '../links/workflow'
import type { RepositoryObservation, TakenPath, WorkflowObservation } from '../observation'
import { type OurWorkflow, ourWorkflows } from '../picture'
import type { Conflict, FileChange } from '../plan'
import { valueOr } from '../reading'
import type { Setup } from '../setup'
import { renderTemplate, type TemplateFile } from '../templates/templates'
import { addDispatchTrigger, type Edit, grantIdToken } from '../workflow-edit'
import { isOnlyCalled, parseWorkflow } from '../workflow-file'
import { type Draft, unreadPart } from './draft'

/** The files that a proposal commits, what it cannot, and what was not read for it. */
export interface ProposedFiles extends Pick<Draft, 'conflicts' | 'needed'> {
  files: FileChange[]
}

const WORKFLOWS = '.github/workflows/'

/** Repairs the workflows of ours that stand; proposes the setup's template where there is none. */
export function proposedFiles(observation: RepositoryObservation, setup: Setup): ProposedFiles {
  const ours = ourWorkflows(observation)
  if (ours.length > 0) return repaired(ours)
  const broken = valueOr(observation.workflows, []).find(seemsOurs)
  return broken ? uncorrected(broken) : fromTemplate(observation, setup)
}

/** Beside a file that was meant for this and is not valid, another one would only be in its way. */
function uncorrected({ path, parsed }: WorkflowObservation): ProposedFiles {
  const [error] = parsed.valid ? [] : parsed.errors
  const where = error ? ` at line ${error.line}: ${error.message}` : '.'
  return refused(path, `GitHub cannot read ${path}. Correct it${where}`)
}

function repaired(ours: OurWorkflow[]): ProposedFiles {
  const entries = ours.filter(({ file }) => !isOnlyCalled(file.triggers))
  const dispatchable = entries.some(({ file }) => file.dispatchInputs !== null)
  const results = ours.map((workflow) => repair(workflow, !dispatchable && workflow === entries[0]))
  return {
    files: results.flatMap(({ file }) => file ?? []),
    conflicts: results.flatMap(({ conflicts }) => conflicts),
    needed: [],
  }
}

function repair({ observed, file }: OurWorkflow, needsDispatch: boolean) {
  const conflicts: Conflict[] = []
  let text = observed.text
  const apply = (edit: Edit) => {
    if (edit.ok) text = edit.text
    else conflicts.push({ target: observed.path, says: edit.why })
  }
  for (const { job } of bedrockJobs(file)) {
    const fromCaller = job.idToken === 'caller' && isOnlyCalled(file.triggers)
    if (job.idToken !== 'write' && !fromCaller) apply(grantIdToken(text, job.id))
  }
  if (needsDispatch) apply(addDispatchTrigger(text))
  const changed: FileChange | null =
    text === observed.text ? null : { path: observed.path, before: observed.text, after: text }
  return { file: changed, conflicts }
}

function fromTemplate(observation: RepositoryObservation, setup: Setup): ProposedFiles {
  const { facts } = observation
  if (setup.template === 'keep') {
    return refused(facts.repository, 'There is no workflow to keep. Choose a template for one.')
  }
  if (facts.defaultBranch === null) {
    return refused(facts.repository, 'The repository is empty. Make a first commit, then plan again.')
  }
  const rendered = renderTemplate(setup.template, setup, {
    repository: facts.repository,
    defaultBranch: facts.defaultBranch,
  })
  const { takenPaths } = observation
  if (!takenPaths.known) return { files: [], conflicts: [], needed: unreadPart(takenPaths.failure).needed }
  const standing = [
    ...takenPaths.value,
    ...valueOr(observation.workflows, []).map(({ path, text }) => ({ path, text })),
  ]
  const files: FileChange[] = []
  const conflicts: Conflict[] = []
  for (const file of rendered) {
    const blocker = standing.find(({ path }) => path === file.path || file.path.startsWith(`${path}/`))
    const free = blocker ? freePath(file.path, rendered, standing) : file.path
    if (blocker?.path === file.path && blocker.text === file.text) continue
    if (free !== null) files.push({ path: free, before: null, after: file.text })
    else if (blocker) conflicts.push(inTheWay(blocker, file))
  }
  // Half of a template would not run: with one file in the way, none is proposed.
  return { files: conflicts.length > 0 ? [] : files, conflicts, needed: [] }
}

function inTheWay(blocker: TakenPath, { path }: TemplateFile): Conflict {
  const what =
    blocker.path === path
      ? `${path} is in the repository already, with other content.`
      : `${blocker.path} is no folder in this repository, and ${path} needs one.`
  const says = `${what} It is left as it is: choose another template, or rename it, and plan again.`
  return { target: blocker.path, says }
}

/** Another name for a workflow beside one that is not ours; none where a file of the template refers to it by its path. */
function freePath(
  path: string,
  rendered: readonly TemplateFile[],
  standing: readonly TakenPath[],
): string | null {
  if (!path.startsWith(WORKFLOWS) || rendered.some(({ text }) => text.includes(path))) return null
  const renamed = path.replace(/([^/]+)$/, 'rolecall-$1')
  const blocked = standing.some((one) => one.path === renamed || renamed.startsWith(`${one.path}/`))
  return blocked ? null : renamed
}

function refused(target: string, says: string): ProposedFiles {
  return { files: [], conflicts: [{ target, says }], needed: [] }
}

/** The repository as it will stand once the files are merged. */
export function withFiles(
  observation: RepositoryObservation,
  files: readonly FileChange[],
): RepositoryObservation {
  if (!observation.workflows.known || files.length === 0) return observation
  const changed = files.filter(({ path }) => path.startsWith(WORKFLOWS))
  const untouched = observation.workflows.value.filter(({ path }) =>
    changed.every((file) => file.path !== path),
  )
  const written = changed.flatMap(({ path, after }) => {
    if (after === null) return []
    const before = valueOr(observation.workflows, []).find((workflow) => workflow.path === path)
    return [
      {
        path,
        text: after,
        id: before?.id ?? null,
        state: before?.state ?? ('active' as const),
        parsed: parseWorkflow(path, after),
      },
    ]
  })
  return { ...observation, workflows: { known: true, value: [...untouched, ...written] } }
}
