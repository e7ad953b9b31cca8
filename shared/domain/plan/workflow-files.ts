import { bedrockJobs } from '../bedrock-jobs'
import { seemsOurs } from '../links/workflow'
import type { RepositoryObservation, WorkflowObservation } from '../observation'
import { type OurWorkflow, ourWorkflows } from '../picture'
import type { Conflict, FileChange } from '../plan'
import { valueOr } from '../reading'
import type { Setup } from '../setup'
import { renderTemplate } from '../templates/templates'
import { addDispatchTrigger, type Edit, grantIdToken } from '../workflow-edit'
import { isOnlyCalled, parseWorkflow } from '../workflow-file'

/** The files that a proposal commits, and what it cannot. */
export interface ProposedFiles {
  files: FileChange[]
  conflicts: Conflict[]
}

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
  const standing = valueOr(observation.workflows, [])
  const taken = (path: string) => standing.find((workflow) => workflow.path === path)
  const files: FileChange[] = []
  const conflicts: Conflict[] = []
  for (const { path, text } of rendered) {
    const free = taken(path) ? freePath(path, rendered, (candidate) => taken(candidate) === undefined) : path
    if (free === null)
      conflicts.push({ target: path, says: `${path} exists and is not ours: it is left as it is.` })
    else files.push({ path: free, before: null, after: text })
  }
  // Half of a template would not run: with one file in the way, none is proposed.
  return conflicts.length > 0 ? { files: [], conflicts } : { files, conflicts }
}

/** Another name beside a file that is not ours; none where a file of the template refers to this one by its path. */
function freePath(
  path: string,
  rendered: readonly { text: string }[],
  isFree: (path: string) => boolean,
): string | null {
  if (rendered.some(({ text }) => text.includes(path))) return null
  const renamed = path.replace(/([^/]+)$/, 'rolecall-$1')
  return isFree(renamed) ? renamed : null
}

function refused(target: string, says: string): ProposedFiles {
  return { files: [], conflicts: [{ target, says }] }
}

/** The repository as it will stand once the files are merged. */
export function withFiles(
  observation: RepositoryObservation,
  files: readonly FileChange[],
): RepositoryObservation {
  if (!observation.workflows.known || files.length === 0) return observation
  const changed = files.filter(({ path }) => path.startsWith('.github/workflows/'))
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
