import type { RepositoryFacts, SubjectSettings } from './observation'
import { escapeSubjectValue, predictSubject, repositoryClaims, subjectPattern } from './subject-rule'
import { type TriggerRef, triggerRefs } from './trigger-ref'
import { claimsBeside, STS_AUDIENCE } from './trust-claims'
import { hasWildcard } from './wildcard'
import type { Trigger, WorkflowFile, WorkflowJob } from './workflow-types'

/**
 * The token that a job will present when one event starts it. `claims` holds what is certain, by bare name, `sub` and
 * `aud` included; `open` names the claims that only a run fills in; the token has no others. Not `exact`: part of the
 * subject is known only to the run and stands as `*`.
 */
export interface PredictedSubject {
  jobId: string
  event: string
  context: string
  subject: string
  claims: Record<string, string>
  open: string[]
  exact: boolean
}

/**
 * A prediction for each trigger of the file that can start the job; for a push one for each branch or tag that its
 * filters name. `path` of the file, where the caller has it, adds the claim `job_workflow_ref`.
 */
export function subjectsOfJob(
  file: WorkflowFile,
  job: WorkflowJob,
  facts: RepositoryFacts,
  settings: SubjectSettings,
  path: string | null = null,
): PredictedSubject[] {
  return file.triggers.flatMap((trigger) =>
    triggerRefs(trigger, facts.defaultBranch).map((at) =>
      predict(trigger, at, { file, job, facts, settings, path }),
    ),
  )
}

interface JobPlace {
  file: WorkflowFile
  job: WorkflowJob
  facts: RepositoryFacts
  settings: SubjectSettings
  path: string | null
}

function predict(trigger: Trigger, at: TriggerRef, place: JobPlace): PredictedSubject {
  const { job, facts, settings } = place
  const environment = environmentOf(job)
  const context = environment ? `environment:${escapeSubjectValue(environment.name)}` : at.context
  const claims = certainClaims(trigger, at.ref, place)
  const request = { facts, settings, context, claims }
  const subject = subjectPattern(request)
  const exact = predictSubject(request).known && (environment ? environment.literal : at.exact)
  const certain = { ...claims, sub: subject }
  const open = claimsBeside(certain).filter((claim) => claim !== 'environment' || environment !== null)
  return { jobId: job.id, event: trigger.event, context, subject, claims: certain, open, exact }
}

/** A name that an expression gives is known only to the run. One with a `*` cannot stand in a trust policy as it is. */
function environmentOf({ environment }: WorkflowJob): { name: string; literal: boolean } | null {
  if (environment === null) return null
  const isOpen = environment.includes('${{') || hasWildcard(environment)
  return isOpen ? { name: '*', literal: false } : { name: environment, literal: true }
}

function certainClaims(trigger: Trigger, ref: string | null, place: JobPlace): Record<string, string> {
  const { file, facts, job, path } = place
  const environment = environmentOf(job)
  const workflow = file.name ?? path
  const workflowRef = workflowRefOf(place, ref)
  return {
    ...repositoryClaims(facts),
    aud: STS_AUDIENCE,
    event_name: trigger.event,
    ...(ref && { ref }),
    ...(workflow && { workflow }),
    ...(workflowRef && { job_workflow_ref: workflowRef }),
    ...(environment?.literal && { environment: environment.name }),
  }
}

/**
 * The claim has the full ref (`…@refs/heads/main`). A local file lies at the caller's; of another repository's file a
 * full ref or a commit is certain, a bare `v1` may be a tag or a branch.
 */
function workflowRefOf({ job, facts, path }: JobPlace, ref: string | null): string | null {
  if (job.calls && !job.calls.startsWith('./'))
    return /@(?:refs\/.+|[0-9a-f]{40})$/.test(job.calls) ? job.calls : null
  const file = job.calls?.slice('./'.length) ?? path
  return file && ref ? `${facts.repository}/${file}@${ref}` : null
}
