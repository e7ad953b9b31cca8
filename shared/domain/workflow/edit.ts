import { isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import { parseWorkflow } from '../workflow-file'
import type { WorkflowFile, WorkflowJob } from '../workflow-types'
import { type MeaningMap, meaningOf, sameMeaning } from './meaning'
import { applySplices, pairOf, type Splice } from './splice'

/** The edited text, every line kept that need not change; or why it cannot be edited, in a sentence. */
export type Edit = { ok: true; text: string } | { ok: false; why: string }

/** A readable file that is about to be edited. `root` has the positions, `file` what Rolecall reads in it. */
export interface Editable {
  text: string
  root: YAMLMap
  file: WorkflowFile
}

/** What is to change: where, and what the file shall mean then. Splices are null where the form is not foreseen. */
export interface Change {
  splices: Splice[] | null
  wanted: (before: MeaningMap) => MeaningMap
}

/**
 * Edits a workflow. Nothing is returned that GitHub's parser refuses, or that does not mean exactly what was wanted:
 * a value that two places share by an anchor would change in both. `byHand` says what to do where that is so.
 */
export function editWorkflow(
  text: string,
  byHand: string,
  change: (editable: Editable) => Change | Edit,
): Edit {
  const parsed = parseWorkflow('workflow.yml', text)
  if (!parsed.valid) return unreadable(parsed.errors)
  const root = parseDocument(text, { uniqueKeys: false }).contents
  if (!isMap(root)) return unreadable([])
  const wished = change({ text, root, file: parsed.file })
  if ('ok' in wished) return wished
  const before = meaningOf(text)
  const result = wished.splices && applySplices(text, wished.splices)
  const after = result === null ? null : meaningOf(result)
  const isExact = before !== null && after !== null && sameMeaning(after, wished.wanted(before))
  if (result !== null && isExact && parseWorkflow('workflow.yml', result).valid)
    return { ok: true, text: result }
  return { ok: false, why: `${byHand}: the file shares parts by anchors, or is written in an unusual form.` }
}

function unreadable(errors: readonly { line: number; message: string }[]): Edit {
  const [first] = errors
  const where = first === undefined ? '' : ` Line ${first.line}: ${first.message}`
  return { ok: false, why: `The workflow cannot be read, so it is not edited.${where}` }
}

/** A job by its ID, as it is written and as it is read; or why there is none. */
export function jobIn(
  { root, file }: Editable,
  id: string,
): { node: YAMLMap | null; job: WorkflowJob } | Extract<Edit, { ok: false }> {
  const job = file.jobs.find((one) => one.id === id)
  if (job === undefined) return { ok: false, why: `The workflow has no job named ${id}.` }
  const jobs = pairOf(root, 'jobs')?.value
  const node = isMap(jobs) ? pairOf(jobs, id)?.value : null
  return { node: isMap(node) ? node : null, job }
}

/** The steps of a job as they are written; null where they are an alias. */
export function stepsNode(job: YAMLMap | null): YAMLSeq | null {
  const steps = job && pairOf(job, 'steps')?.value
  return isSeq(steps) ? steps : null
}
