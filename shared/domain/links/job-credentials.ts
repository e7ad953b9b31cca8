import { configuringStep } from '../bedrock-jobs'
import type { Finding } from '../finding'
import { parseRoleArn } from '../ids'
import type { OurJob, Picture } from '../picture'
import { valueOr } from '../reading'
import { inputOf } from '../workflow/steps'
import { isUnconfigured } from '../workflow-repairs'
import type { WorkflowStep } from '../workflow-types'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned } from './found'
import { decisiveRun, succeeded } from './last-run'
import { environmentOf, unjudged } from './unjudged'

/** Inputs of the configure step that make something else of a session than this role’s, taken by GitHub’s token. */
const PECULIAR: Record<string, string> = {
  'aws-access-key-id': 'does not take the role by GitHub’s token',
  'web-identity-token-file': 'does not take the role by GitHub’s token',
  'role-chaining': 'does not take the role by GitHub’s token',
  'force-skip-oidc': 'does not take the role by GitHub’s token',
  'use-existing-credentials': 'takes the role only where the runner has no credentials',
  'inline-session-policy': 'may do less than the role’s policies allow',
  'managed-session-policies': 'may do less than the role’s policies allow',
}

/** What keeps a job's role from being judged by GitHub's token and one trust policy. */
export function credentialFindings(picture: Picture, job: OurJob): Finding[] {
  return [
    ...unconfigured(picture, job),
    ...peculiarSession(job),
    ...withoutCredentials(job),
    ...otherAccounts(job),
    ...furtherRoles(job),
  ]
}

/** Without a configure step the action finds no credentials, unless the runner itself has some. */
function unconfigured({ observation }: Picture, { acting, scope }: OurJob): Finding[] {
  if (!isUnconfigured(acting.bedrock)) return []
  const run = decisiveRun(scope.path, valueOr(observation.runs, []))
  if (run && succeeded(run)) return []
  const says = `The job ${scope.jobId} calls Bedrock without taking a role: no step gives it credentials.`
  return [
    finding('workflow', scopedCheck('no-configure', scope), 'missing', says, {
      breaks: true,
      evidence: [
        evidence('step', 'aws-actions/configure-aws-credentials', null, scope.path, acting.bedrock.job.line),
      ],
      repair: planned('Add the step by a pull request.', 'propose-workflow', 'merge-pull-request'),
    }),
  ]
}

/** What an input of the configure step comes to; the action takes a variable of its name where it is empty. */
function given(job: OurJob, step: WorkflowStep, input: string): string | null {
  const value = job.acting.read(inputOf(step, input))
  if (value !== '' || input.startsWith('aws-')) return value
  return job.acting.read(environmentOf(job, step)[input.toUpperCase().replaceAll('-', '_')] ?? null)
}

const OFF = ['', 'false', 'False', 'FALSE']

function peculiarSession(job: OurJob): Finding[] {
  const step = configuringStep(job.acting.bedrock.job)
  if (!step) return []
  const used = Object.entries(PECULIAR).find(([name]) => !OFF.includes(given(job, step, name) ?? name))
  if (!used) return []
  const [name, what] = used
  const says = `The job ${job.scope.jobId} gives ${name} to its configure step, so that it ${what}.`
  return [unjudged(job.scope, 'other-credentials', says, name, step.line)]
}

function withoutCredentials(job: OurJob): Finding[] {
  const step = configuringStep(job.acting.bedrock.job)
  if (!step || !/^false$/i.test(given(job, step, 'output-env-credentials') ?? '')) return []
  const says = `The configure step of ${job.scope.jobId} keeps its credentials from the steps that follow.`
  return [unjudged(job.scope, 'credentials-kept', says, 'output-env-credentials', step.line)]
}

/** The action fails where the account that it reaches is not among those that it is told to expect. */
function otherAccounts(job: OurJob): Finding[] {
  const { acting, role, scope } = job
  const step = configuringStep(acting.bedrock.job)
  const allowed = step && acting.read(inputOf(step, 'allowed-account-ids'))
  const account = role.kind === 'value' ? parseRoleArn(role.value)?.account : undefined
  if (!step || !allowed || !account || allowed.split(/[\s,]+/).includes(account)) return []
  const says = `The configure step of ${scope.jobId} allows the accounts ${allowed}, and its role is of ${account}.`
  return [
    finding('workflow', scopedCheck('other-account', scope), 'drift', says, {
      breaks: true,
      evidence: [evidence('allowed-account-ids', account, allowed, scope.path, step.line)],
      repair: {
        kind: 'someone-else',
        who: 'the author of the workflow',
        what: `Allow the account ${account}.`,
      },
    }),
  ]
}

function furtherRoles({ acting, scope }: OurJob): Finding[] {
  const roles = acting.bedrock.job.configureSteps.filter(({ role }) => role !== null)
  const [first] = roles
  const further = roles.find(({ role }) => role !== first?.role)
  if (!further) return []
  const says = `The job ${scope.jobId} takes several roles one after the other, of which only the first is judged.`
  return [
    finding('workflow', scopedCheck('several-roles', scope), 'unknown', says, {
      evidence: [evidence('role-to-assume', first?.role ?? null, further.role, scope.path, further.line)],
      repair: { kind: 'test-run', says: 'Start a test run.' },
    }),
  ]
}
