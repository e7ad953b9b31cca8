import { isClaudeAlias } from '../claude-code'
import type { AccountObservation, RepositoryObservation } from '../observation'
import { standingJobs } from '../picture'
import type { Conflict, FileChange } from '../plan'
import type { Setup } from '../setup'
import { callableModel } from '../target'
import { type FrontMatter, gapModel, type ModelKey, setFrontMatter, WORKFLOW_MD } from '../workflow-md'

/** What the models of `WORKFLOW.md` become: the setup's, and for the gap analysis one that its region can call. */
export function workflowMdChange(
  observation: RepositoryObservation,
  setup: Setup,
  account: AccountObservation | null,
): { file: FileChange | null; conflicts: Conflict[] } {
  const before = observation.workflowMd?.known ? observation.workflowMd.value : null
  const job = standingJobs(observation).find(({ frontMatter }) => frontMatter !== null)
  // A model that is called in another region than the setup's is not the setup's to name.
  if (before === null || !job?.frontMatter || job.callRegion !== null) return { file: null, conflicts: [] }
  let text = before
  const conflicts: Conflict[] = []
  for (const [key, model] of wantedModels(job.frontMatter, setup, account)) {
    const edit = setFrontMatter(text, key, model)
    if (edit.ok) text = edit.text
    else conflicts.push({ target: WORKFLOW_MD, says: edit.why })
  }
  return { file: text === before ? null : { path: WORKFLOW_MD, before, after: text }, conflicts }
}

function wantedModels(
  matter: FrontMatter,
  setup: Setup,
  account: AccountObservation | null,
): [ModelKey, string][] {
  const wanted: [ModelKey, string][] = []
  const { model } = matter
  // What Claude Code's own names mean, it decides itself.
  if (model && model.text !== setup.model && !isClaudeAlias(model.text)) wanted.push(['model', setup.model])
  const gap = gapModel(matter)
  const callable = gap && account && !isClaudeAlias(gap) ? callableModel(account, setup.region, gap) : null
  if (callable?.known && callable.value.model !== gap)
    wanted.push(['gap_analysis_model', callable.value.model])
  return wanted
}
