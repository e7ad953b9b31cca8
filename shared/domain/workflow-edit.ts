import { isMap, parseDocument } from 'yaml'
import { idTokenSplices } from './workflow/edit-permissions'
import { dispatchSplices } from './workflow/edit-triggers'
import { applySplices, pairOf, type Splice } from './workflow/splice'
import { readYaml } from './workflow/yaml-tree'
import { isOnlyCalled, parseWorkflow } from './workflow-file'
import type { WorkflowFile } from './workflow-types'

/** The edited text, every line kept that need not change; or why it cannot be edited, in a sentence. */
export type Edit = { ok: true; text: string } | { ok: false; why: string }

/** Grants a job `id-token: write` at the job's own level; its other rights, and other jobs', stay as they are. */
export function grantIdToken(text: string, jobId: string): Edit {
  const before = parseWorkflow('workflow.yml', text)
  if (!before.valid) return unreadable(before.errors)
  const job = before.file.jobs.find(({ id }) => id === jobId)
  if (job === undefined) return { ok: false, why: `The workflow has no job named ${jobId}.` }
  if (job.idToken === 'write') return { ok: true, text }
  const yaml = readYaml(text)
  const root = parseDocument(text).contents
  const jobs = isMap(root) ? pairOf(root, 'jobs')?.value : null
  const node = isMap(jobs) ? pairOf(jobs, jobId)?.value : null
  const splices = yaml.ok && isMap(node) ? idTokenSplices(text, node, yaml.tree) : null
  const wanted = (file: WorkflowFile) => ({
    ...file,
    jobs: file.jobs.map((each) => (each.id === jobId ? { ...each, idToken: 'write' } : each)),
  })
  return edited(
    text,
    splices,
    wanted(before.file),
    `Add id-token: write to the permissions of job ${jobId} by hand`,
  )
}

/** Adds `workflow_dispatch` to `on:`, so that the workflow can be started from the panel. */
export function addDispatchTrigger(text: string): Edit {
  const before = parseWorkflow('workflow.yml', text)
  if (!before.valid) return unreadable(before.errors)
  const { file } = before
  if (file.dispatchInputs !== null) return { ok: true, text }
  if (isOnlyCalled(file.triggers)) {
    return {
      ok: false,
      why: 'Only other workflows call this file: add workflow_dispatch to the workflow that calls it.',
    }
  }
  const root = parseDocument(text).contents
  const on = isMap(root) ? pairOf(root, 'on') : null
  const splices = on === null ? null : dispatchSplices(text, on)
  const dispatch = { event: 'workflow_dispatch', branches: null, tags: null }
  const wanted = { ...file, triggers: [...file.triggers, dispatch], dispatchInputs: [] }
  return edited(text, splices, wanted, 'Add workflow_dispatch to the events under on: by hand')
}

/** Nothing is returned that does not re-parse to exactly what was wanted. */
function edited(text: string, splices: Splice[] | null, wanted: unknown, byHand: string): Edit {
  const result = splices === null ? null : applySplices(text, splices)
  const after = result === null ? null : parseWorkflow('workflow.yml', result)
  if (result !== null && after?.valid && meaning(after.file) === meaning(wanted))
    return { ok: true, text: result }
  return { ok: false, why: `${byHand}: the file shares parts by anchors, or is written in an unusual form.` }
}

/** A file without its line numbers, and with its triggers in one order. */
function meaning(file: unknown): string {
  return JSON.stringify(file, (key, value) => {
    if (key === 'line' || key === 'lines' || key === 'envLines') return undefined
    return key === 'triggers' ? [...value].map((trigger) => JSON.stringify(trigger)).sort() : value
  })
}

function unreadable(errors: readonly { line: number; message: string }[]): Edit {
  const [first] = errors
  const where = first === undefined ? '' : ` Line ${first.line}: ${first.message}`
  return { ok: false, why: `The workflow cannot be read, so it is not edited.${where}` }
}
