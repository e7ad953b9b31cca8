import { type Inspection, inspectWorkflow, refusedInspection } from '../../../shared/domain/inspection'
import { EXIT } from '../exit'
import { inputName, readInput } from '../input'
import { columns } from '../marks'
import type { Answer } from '../verbs/rules'

/** `inspect FILE`: what a workflow file says by itself. A file that is no workflow is an answer, not a failure. */
export async function inspectVerb(file: string, { json, print, progress }: Answer): Promise<number> {
  const read = await readInput(file)
  const inspection = read.ok
    ? inspectWorkflow(read.text)
    : refusedInspection(`The file ${read.why}.`, read.before, read.before.length)
  if (json) print(JSON.stringify(inspection, null, 2))
  else print(inspection.valid ? inspectionText(inspection) : errorsText(file, inspection))
  if (inspection.valid) return EXIT.fine
  progress(read.ok ? refusal(file, inspection) : `${inputName(file)} ${read.why}.`)
  return EXIT.bad
}

function refusal(file: string, { errors }: Inspection): string {
  const [first] = errors
  const where = first ? `: line ${first.line}, column ${first.column}: ${oneLine(first.message)}` : '.'
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return `${inputName(file)} is no workflow that GitHub accepts${where}${more}`
}

function errorsText(file: string, { errors }: Inspection): string {
  return errors
    .map(({ line, column, message }) => `${file}:${line}:${column}: ${oneLine(message)}`)
    .join('\n')
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim()
}

function inspectionText({ triggers, dispatchInputs, jobs }: Inspection): string {
  const head = [
    ['Triggers', triggers.join(', ')],
    ['Inputs', dispatchInputs.join(', ') || 'none'],
  ]
  return [columns(head), ...jobs.map(jobText)].join('\n\n')
}

function jobText(job: Inspection['jobs'][number]): string {
  const rows = [
    ['  id-token', job.idToken],
    ...(job.environment === null ? [] : [['  environment', job.environment]]),
    ...(job.calls === null ? [] : [['  calls', job.calls]]),
    ...job.configureSteps.flatMap((step) => [
      ['  takes a role', step.action],
      ['    role', step.role ?? '(none)'],
      ['    region', step.region ?? '(none)'],
      ...(step.durationSeconds === null ? [] : [['    seconds', step.durationSeconds]]),
    ]),
    ['  variables', job.reads.variables.join(', ') || 'none'],
    ['  secrets', job.reads.secrets.join(', ') || 'none'],
    ...[...new Set(job.subjects)].map((subject) => ['  subject', subject]),
  ]
  return `${job.id}\n${columns(rows)}`
}
