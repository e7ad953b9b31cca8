import { evaluateIf, type Lookup } from './expression'
import type { PredictedSubject } from './subject'
import type { WorkflowJob } from './workflow-types'

/** Whether its `if` may let a job run for the event that brings a subject: false only where it is certainly skipped. */
export function mayRun(
  { job, lookup }: { job: WorkflowJob; lookup: Lookup },
  { event, claims: { ref } }: PredictedSubject,
): boolean {
  if (job.if === null) return true
  const ofEvent: Record<string, string | undefined> = {
    event_name: event,
    ref,
    ref_name: ref?.replace(/^refs\/(?:heads|tags)\//, ''),
    ref_type: ref && (ref.startsWith('refs/tags/') ? 'tag' : 'branch'),
  }
  const { holds, known } = evaluateIf(job.if, (context, name) =>
    context === 'github' && name in ofEvent ? (ofEvent[name] ?? null) : lookup(context, name),
  )
  return holds || !known
}
