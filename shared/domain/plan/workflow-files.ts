import { seemsOurs } from '../links/workflow'
import type {
  AccountObservation,
  RepositoryObservation,
  TakenPath,
  WorkflowObservation,
} from '../observation'
import { ourWorkflows } from '../picture'
import type { Conflict, FileChange } from '../plan'
import { valueOr } from '../reading'
import type { Setup } from '../setup'
import { renderTemplate, type TemplateFile } from '../templates/templates'
import { parseWorkflow } from '../workflow-file'
import { WORKFLOW_MD } from '../workflow-md'
import { type WorkflowRepair, workflowRepairs } from '../workflow-repairs'
import { type Draft, unreadPart } from './draft'
import { workflowMdChange } from './workflow-md-change'

/** The files that a proposal commits, what it cannot, and what was not read for it. */
export interface ProposedFiles extends Pick<Draft, 'conflicts' | 'needed'> {
  files: FileChange[]
  /** What each change is for, as the pull request tells its reviewer. */
  says: string[]
}

const WORKFLOWS = '.github/workflows/'

/** Repairs the workflows of ours that stand; proposes the setup's template where there is none. */
export function proposedFiles(
  observation: RepositoryObservation,
  setup: Setup,
  account: AccountObservation | null,
): ProposedFiles {
  if (ourWorkflows(observation).length > 0) return repaired(observation, setup, account)
  const broken = valueOr(observation.workflows, []).find(seemsOurs)
  return broken ? uncorrected(broken) : fromTemplate(observation, setup)
}

/** Beside a file that was meant for this and is not valid, another one would only be in its way. */
function uncorrected({ path, parsed }: WorkflowObservation): ProposedFiles {
  const [error] = parsed.valid ? [] : parsed.errors
  const where = error ? ` at line ${error.line}: ${error.message}` : '.'
  return refused(path, `GitHub cannot read ${path}. Correct it${where}`)
}

function repaired(
  observation: RepositoryObservation,
  setup: Setup,
  account: AccountObservation | null,
): ProposedFiles {
  const repairs = workflowRepairs(observation, setup)
  const results = ourWorkflows(observation).map(({ observed }) =>
    repairedFile(
      observed,
      repairs.filter(({ path }) => path === observed.path),
    ),
  )
  const front = workflowMdChange(observation, setup, account)
  return {
    files: [...results.flatMap(({ file }) => file ?? []), ...(front.file ? [front.file] : [])],
    says: [
      ...results.flatMap(({ says }) => says),
      ...(front.file ? [`names models in \`${front.file.path}\` that ${setup.region} can call`] : []),
    ],
    conflicts: [...results.flatMap(({ conflicts }) => conflicts), ...front.conflicts],
    needed: [],
  }
}

function repairedFile({ path, text: before }: WorkflowObservation, repairs: readonly WorkflowRepair[]) {
  const conflicts: Conflict[] = []
  const says: string[] = []
  let text = before
  for (const { apply, says: what } of repairs) {
    const edit = apply(text)
    if (!edit.ok) conflicts.push({ target: path, says: edit.why })
    else if (edit.text !== text) {
      text = edit.text
      says.push(what)
    }
  }
  const file: FileChange | null = text === before ? null : { path, before, after: text }
  return { file, says, conflicts }
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
  if (!takenPaths.known)
    return { files: [], says: [], conflicts: [], needed: unreadPart(takenPaths.failure).needed }
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
  return { files: conflicts.length > 0 ? [] : files, says: [], conflicts, needed: [] }
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
  return { files: [], says: [], conflicts: [{ target, says }], needed: [] }
}

/** The repository as it will stand once the files are merged. */
export function withFiles(
  observation: RepositoryObservation,
  files: readonly FileChange[],
): RepositoryObservation {
  if (!observation.workflows.known || files.length === 0) return observation
  const front = files.find(({ path }) => path === WORKFLOW_MD)
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
  return {
    ...observation,
    workflows: { known: true, value: [...untouched, ...written] },
    ...(front && { workflowMd: { known: true, value: front.after } }),
  }
}
