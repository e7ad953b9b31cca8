import { isCallingBedrock } from './bedrock-jobs'
import { PINNED, scalar } from './templates/pieces'
import { type Edit, editWorkflow, jobIn, stepsNode } from './workflow/edit'
import { pinChange } from './workflow/edit-actions'
import { environmentChange } from './workflow/edit-job'
import { type DefaultRights, grantChange, type Rights } from './workflow/edit-permissions'
import { durationChange, insertChange, repeatChange } from './workflow/edit-session'
import { dispatchChange } from './workflow/edit-triggers'
import { pairOf } from './workflow/splice'
import { configureStepsOf } from './workflow/steps'
import { isOnlyCalled } from './workflow-file'

export type { Edit } from './workflow/edit'
export type { DefaultRights, Rights } from './workflow/edit-permissions'

/** Grants a job `id-token: write`; its other rights, and other jobs', stay as they are. */
export function grantIdToken(text: string, jobId: string, defaults: DefaultRights = null): Edit {
  const byHand = `Add id-token: write to the permissions of job ${jobId} by hand`
  return editWorkflow(text, byHand, (editable) => {
    const found = jobIn(editable, jobId)
    if ('ok' in found) return found
    if (found.job.idToken === 'write') return { ok: true, text }
    return grantChange(editable, jobId, found.node, { 'id-token': 'write' }, defaults)
  })
}

/** Grants a job what a workflow that it calls asks for: rights can be kept or lowered along a call, never raised. */
export function grantRights(
  text: string,
  jobId: string,
  rights: Rights,
  defaults: DefaultRights = null,
): Edit {
  const named = Object.entries(rights).map(([scope, level]) => `${scope}: ${level}`)
  const byHand = `Add ${named.join(', ')} to the permissions of job ${jobId} by hand`
  return editWorkflow(text, byHand, (editable) => {
    const found = jobIn(editable, jobId)
    return 'ok' in found ? found : grantChange(editable, jobId, found.node, rights, defaults)
  })
}

/** Adds `workflow_dispatch` to `on:`, so that the workflow can be started from the panel. */
export function addDispatchTrigger(text: string): Edit {
  return editWorkflow(text, 'Add workflow_dispatch to the events under on: by hand', ({ root, file }) => {
    if (file.dispatchInputs !== null) return { ok: true, text }
    if (isOnlyCalled(file.triggers)) {
      return {
        ok: false,
        why: 'Only other workflows call this file: add workflow_dispatch to the workflow that calls it.',
      }
    }
    const on = pairOf(root, 'on')
    return on === null ? { splices: null, wanted: (before) => before } : dispatchChange(text, on)
  })
}

/** Lets a job take its role before the first step that calls Bedrock. `role` and `region` are as a file writes them. */
export function addConfigureStep(
  text: string,
  jobId: string,
  { role, region }: { role: string; region: string },
): Edit {
  const byHand = `Add a configure-aws-credentials step to job ${jobId} by hand, before it calls Bedrock`
  return editWorkflow(text, byHand, (editable) => {
    const found = jobIn(editable, jobId)
    if ('ok' in found) return found
    if (found.job.configureSteps.some((step) => step.role !== null)) return { ok: true, text }
    const index = found.job.steps.findIndex(isCallingBedrock)
    if (index < 0) return { ok: false, why: `No step of job ${jobId} seems to call Bedrock.` }
    const [uses = '', version = ''] = PINNED.configure.split(' # ')
    return insertChange(text, jobId, stepsNode(found.node), index, { uses, version, role, region })
  })
}

/** Lets a job take its role again before the step at `index`, counted from 0, as it took it the last time before. */
export function repeatConfigureStep(text: string, jobId: string, index: number): Edit {
  const byHand = `Repeat the configure-aws-credentials step of job ${jobId} by hand, before its step ${index + 1}`
  return editWorkflow(text, byHand, (editable) => {
    const found = jobIn(editable, jobId)
    if ('ok' in found) return found
    const { steps } = found.job
    const from = steps
      .slice(0, index)
      .findLastIndex((step) => configureStepsOf([step]).some(({ role }) => role))
    if (from < 0) return { ok: false, why: `No earlier step of job ${jobId} takes a role.` }
    return repeatChange(text, jobId, stepsNode(found.node), { from, index })
  })
}

/** Sets how long the sessions of a job last, in seconds. */
export function setSessionDuration(text: string, jobId: string, seconds: number): Edit {
  const byHand = `Set role-duration-seconds of job ${jobId} to ${seconds} by hand`
  return editWorkflow(text, byHand, (editable) => {
    const found = jobIn(editable, jobId)
    if ('ok' in found) return found
    return durationChange(text, found.job, stepsNode(found.node), seconds)
  })
}

/** Lets a job name an environment, whose variables it then sees and whose rules then hold for it. */
export function setEnvironment(text: string, jobId: string, name: string): Edit {
  const byHand = `Set environment: ${name} for job ${jobId} by hand`
  return editWorkflow(text, byHand, (editable) => {
    const found = jobIn(editable, jobId)
    if ('ok' in found) return found
    if (found.job.environment === name) return { ok: true, text }
    if (found.job.calls !== null) {
      return { ok: false, why: `Job ${jobId} calls a workflow: its environment is named in the called file.` }
    }
    return environmentChange(text, jobId, found.node, name, scalar(name))
  })
}

/** Pins every action whose tag is known to its full-length commit; the others stay. */
export function pinActions(text: string): Edit {
  return editWorkflow(text, 'Pin the actions to full-length commits by hand', pinChange)
}
