import { inputOf } from './workflow/steps'
import type { WorkflowFile, WorkflowJob, WorkflowStep } from './workflow-types'

/** A text of a workflow with its 1-based line; null where the file does not say. */
export interface Written {
  text: string | null
  line: number | null
}

/** The region that a step is configured with: its input, else `AWS_REGION`, which the action takes in its place. */
export function regionOf(file: WorkflowFile, job: WorkflowJob, step: WorkflowStep | undefined): Written {
  const given = step === undefined ? null : inputOf(step, 'aws-region')
  if (given !== null) return { text: given, line: lineOfInput(step, 'aws-region') }
  const ofStep = step?.env.AWS_REGION
  if (ofStep !== undefined) return { text: ofStep, line: step?.lines['env.AWS_REGION'] ?? null }
  const ofJob = job.env.AWS_REGION
  if (ofJob !== undefined) return { text: ofJob, line: job.lines['env.AWS_REGION'] ?? null }
  return { text: file.env.AWS_REGION ?? null, line: file.envLines.AWS_REGION ?? null }
}

/** Another region than the configured one, where the step that calls Bedrock sets its own; null mostly. */
export function callRegionOf(calling: readonly WorkflowStep[], configured: Written): Written | null {
  const own = calling.map(ownRegion).find((written) => written !== null)
  return own === undefined || own.text === configured.text ? null : own
}

/** What a step writes out for itself: an option of the AWS CLI, else a variable. */
function ownRegion({ run, env, lines }: WorkflowStep): Written | null {
  const commands = (run ?? '').replaceAll(/\\\n/g, ' ').split(/[\n;|]/)
  const call = commands.find((command) => /\baws\s.*\bbedrock-runtime\b/.test(command))
  const text = REGION_OPTION.exec(call ?? '')?.[1]?.replace(/^(["'])(.*)\1$/, '$2')
  // A variable of the shell mostly is the configured region.
  if (text !== undefined && !/\$(?!\{\{.*\}\})/.test(text)) return { text, line: lines.run ?? null }
  return env.AWS_REGION === undefined ? null : { text: env.AWS_REGION, line: lines['env.AWS_REGION'] ?? null }
}

const REGION_OPTION = /\s--region(?:=|\s+)(\$\{\{.*?\}\}|"[^"]*"|'[^']*'|\S+)/

/** The line of an input; inputs compare without case. */
export function lineOfInput(step: WorkflowStep | undefined, name: string): number | null {
  const key = Object.keys(step?.lines ?? {}).find((line) => line.toLowerCase() === `with.${name}`)
  return key === undefined ? null : (step?.lines[key] ?? null)
}
