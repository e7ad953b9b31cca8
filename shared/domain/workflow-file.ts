import type { ParseError } from './observation'
import { remembered } from './remembered'
import { checkWorkflow } from './workflow/check'
import { readJob } from './workflow/jobs'
import { isOnlyCalled, readInputs, readTriggers } from './workflow/triggers'
import { child, entriesOf, readYaml, recordOf, type Tree, textOf } from './workflow/yaml-tree'
import type { WorkflowFile } from './workflow-types'

export { isOnlyCalled } from './workflow/triggers'

/** A workflow file, or the 1-based positions of what makes it unreadable. */
export type ParsedWorkflow = { valid: true; file: WorkflowFile } | { valid: false; errors: ParseError[] }

/** Parses a committed workflow file; it is valid exactly when GitHub's own parser accepts it. */
export function parseWorkflow(path: string, text: string): ParsedWorkflow {
  return parseJoined(`${path}\0${text}`)
}

/* More files than a thousand repositories have: one that did not change since the last reading is not parsed again. */
const KEPT = 8_000

/* No path in Git holds a NUL. */
const parseJoined = remembered(KEPT, (joined): ParsedWorkflow => {
  const end = joined.indexOf('\0')
  return readWorkflow(joined.slice(0, end), joined.slice(end + 1))
})

function readWorkflow(path: string, text: string): ParsedWorkflow {
  const yaml = readYaml(text)
  if (!yaml.ok) return { valid: false, errors: yaml.errors }
  const errors = checkWorkflow(path, text)
  if (errors.length > 0) return { valid: false, errors }
  return { valid: true, file: readFile(yaml.tree) }
}

function readFile(root: Tree): WorkflowFile {
  const on = child(root, 'on')
  const triggers = readTriggers(on)
  const env = recordOf(child(root, 'env'), '')
  return {
    name: textOf(child(root, 'name')),
    triggers,
    dispatchInputs: readInputs(on, 'workflow_dispatch'),
    callInputs: readInputs(on, 'workflow_call'),
    env: env.values,
    envLines: env.lines,
    jobs: entriesOf(child(root, 'jobs')).map((job) => readJob(job, root, isOnlyCalled(triggers))),
  }
}
