import { parse } from 'yaml'
import { remembered } from '../../../shared/domain/remembered'

/** As much of a workflow file as GitHub's own server reads before any run. */
export interface WorkflowSource {
  /** `name:` of the file; GitHub falls back to the path. */
  name: string | null
  /** `run-name:` as written; null: a run is called after its workflow. */
  runName: string | null
  /** Events of `on:`. */
  events: string[]
  /** Inputs of `workflow_dispatch`; null when the file has no such trigger. */
  dispatchInputs: Record<string, DispatchInputSource> | null
}

export interface DispatchInputSource {
  required: boolean
  default: string | null
  options: string[] | null
}

/* The repositories of a world have a dozen files among them. */
const KEPT = 200

const NOTHING: WorkflowSource = { name: null, runName: null, events: [], dispatchInputs: null }

/** Is this where GitHub looks for workflows? */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)
}

/** Reads name and triggers; a file that is no YAML mapping has none, and GitHub registers it nevertheless. */
export const readWorkflowSource = remembered(KEPT, readSource)

function readSource(text: string): WorkflowSource {
  const root = record(safeParse(text))
  if (!root) return NOTHING
  const triggers = root.on
  const byName = record(triggers)
  const events =
    byName !== null
      ? Object.keys(byName)
      : [triggers].flat().filter((event): event is string => typeof event === 'string')
  return {
    name: typeof root.name === 'string' ? root.name : null,
    runName: typeof root['run-name'] === 'string' ? root['run-name'] : null,
    events,
    dispatchInputs: events.includes('workflow_dispatch')
      ? inputsOf(record(byName?.workflow_dispatch)?.inputs)
      : null,
  }
}

function inputsOf(written: unknown): Record<string, DispatchInputSource> {
  const inputs = Object.entries(record(written) ?? {}).map(([name, value]) => {
    const input = record(value)
    const source: DispatchInputSource = {
      required: input?.required === true,
      default: input?.default === undefined || input.default === null ? null : String(input.default),
      options: Array.isArray(input?.options) ? input.options.map(String) : null,
    }
    return [name, source] as const
  })
  return Object.fromEntries(inputs)
}

function safeParse(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
