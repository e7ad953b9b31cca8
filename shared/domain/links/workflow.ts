import { failure } from '../failure'
import type { Evidence, Finding } from '../finding'
import type { WorkflowObservation } from '../observation'
import type { OurJob, OurWorkflow, Picture } from '../picture'
import { valueOr } from '../reading'
import { looseUses } from '../workflow/pins'
import { isOnlyCalled } from '../workflow-file'
import { policyFindings } from './actions-policy'
import { calledFindings } from './called-file'
import { callFindings } from './calling-steps'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { credentialFindings } from './job-credentials'
import { jobEvidence } from './job-evidence'
import { outlivedFindings } from './outlived'
import { seemsOurs } from './seems-ours'

export { seemsOurs } from './seems-ours'

/** Whether a workflow of ours is committed, valid, enabled, may ask for a token and can be started by hand. */
export function workflowLink(picture: Picture): Finding[] {
  const { workflows } = picture.observation
  if (!workflows.known) return [unknownFinding('workflow', 'unread', workflows.failure)]
  const invalid = workflows.value.filter(seemsOurs).map(invalidFinding)
  if (picture.workflows.length === 0) return invalid.length > 0 ? invalid : [missing(picture)]
  return [
    ...invalid,
    ...picture.workflows.filter(({ file }) => !isOnlyCalled(file.triggers)).map(stateFinding),
    ...picture.jobs.flatMap((job) => [
      tokenFinding(job),
      ...calledFindings(picture, job),
      ...credentialFindings(picture, job),
      ...callFindings(picture, job),
      ...outlivedFindings(picture, job),
    ]),
    ...dispatchFindings(picture),
    ...policyFindings(picture),
    ...picture.workflows.flatMap(unpinned),
  ]
}

function missing(picture: Picture): Finding {
  const open = valueOr(picture.observation.proposals, [])[0]
  return finding(
    'workflow',
    'missing',
    'missing',
    open
      ? `Pull request #${open.number} proposes a workflow and waits to be merged.`
      : 'No workflow on the default branch takes a role and calls Bedrock.',
    {
      breaks: picture.setup !== null,
      evidence: [
        evidence(
          'workflow',
          'one that calls Bedrock',
          open?.url ?? null,
          '.github/workflows on the default branch',
        ),
      ],
      repair: planned(
        'Propose a workflow by a pull request, and merge it.',
        'propose-workflow',
        'merge-pull-request',
      ),
    },
  )
}

function invalidFinding({ path, parsed }: WorkflowObservation): Finding {
  const errors = parsed.valid ? [] : parsed.errors
  return finding(
    'workflow',
    `invalid@${path}`,
    'drift',
    `${path} is not a valid workflow: GitHub cannot run it.`,
    {
      breaks: true,
      evidence: errors.map(({ message, line }) => evidence('error', null, message, path, line)),
      repair: {
        kind: 'someone-else',
        who: 'the author of the workflow',
        what: `Correct ${path}${errors[0] ? ` at line ${errors[0].line}` : ''}.`,
      },
    },
  )
}

function stateFinding({ observed }: OurWorkflow): Finding {
  const { path, state } = observed
  const found = [evidence('state', 'active', state, path)]
  switch (state) {
    case 'active':
      return finding('workflow', `state@${path}`, 'ok', `${path} is active.`, { evidence: found })
    case 'unknown':
    case 'deleted':
      return unknownFinding(
        'workflow',
        `state@${path}`,
        failure('upstream', `GitHub has not yet said whether ${path} is enabled. Read again in a moment.`),
        found,
      )
    case 'disabled_fork':
    case 'disabled_inactivity':
    case 'disabled_manually':
      return finding('workflow', `disabled@${path}`, 'blocked', DISABLED[state](path), {
        breaks: true,
        evidence: found,
        repair: planned('Enable the workflow.', 'enable-workflow'),
      })
    default: {
      const unreachable: never = state
      return unreachable
    }
  }
}

const DISABLED = {
  disabled_fork: (path: string) => `GitHub disabled ${path} because the repository is a fork.`,
  disabled_inactivity: (path: string) =>
    `GitHub disabled ${path} after sixty days without activity in the repository.`,
  disabled_manually: (path: string) => `Somebody disabled ${path}.`,
}

function tokenFinding(job: OurJob): Finding {
  const { id, idToken, line, lines } = job.bedrock.job
  const check = scopedCheck('id-token', job.scope)
  const at = [
    evidence('id-token', 'write', idToken, job.scope.path, lines.permissions ?? line),
    ...jobEvidence(job),
  ]
  if (idToken === 'write' || (idToken === 'caller' && isOnlyCalled(job.file.triggers))) {
    const says =
      idToken === 'write' ? `The job ${id} may ask for a token.` : `The caller of ${id} grants the token.`
    return finding('workflow', check, 'ok', says, { evidence: at })
  }
  return finding(
    'workflow',
    check,
    'drift',
    `The job ${id} has no id-token: write, so GitHub gives it no token.`,
    {
      breaks: true,
      evidence: at,
      repair: planned(
        'Give the job id-token: write by a pull request.',
        'propose-workflow',
        'merge-pull-request',
      ),
    },
  )
}

/** A test run needs one workflow of ours that can be dispatched. */
function dispatchFindings({ workflows }: Picture): Finding[] {
  const entries = workflows.filter(({ file }) => !isOnlyCalled(file.triggers))
  const able = entries.find(({ file }) => file.dispatchInputs !== null)
  const first = entries[0]
  if (able) {
    return [finding('workflow', 'dispatch', 'ok', `${able.observed.path} can be started by hand.`)]
  }
  if (!first) {
    return [
      finding(
        'workflow',
        'dispatch',
        'ok',
        'Our workflows here are only called: test runs start at a caller.',
      ),
    ]
  }
  const { path } = first.observed
  return [
    finding(
      'workflow',
      'dispatch',
      'drift',
      `${path} has no workflow_dispatch trigger: no test run can be started.`,
      {
        evidence: [evidence('trigger', 'workflow_dispatch', triggersOf(first), path)],
        repair: planned('Add the trigger by a pull request.', 'propose-workflow', 'merge-pull-request'),
      },
    ),
  ]
}

function triggersOf({ file }: OurWorkflow): string {
  return file.triggers.map(({ event }) => event).join(', ')
}

function unpinned({ observed, file }: OurWorkflow): Finding[] {
  const loose: Evidence[] = looseUses(file).map(({ uses, line }) =>
    evidence('uses', 'a full-length commit SHA', uses, observed.path, line),
  )
  if (loose.length === 0) return []
  return [
    finding(
      'workflow',
      `unpinned@${observed.path}`,
      'ok',
      `${observed.path} uses actions by a tag that can move.`,
      {
        lint: 'low',
        evidence: loose,
      },
    ),
  ]
}
