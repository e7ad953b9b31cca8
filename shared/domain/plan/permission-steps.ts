import { ExpectedFailure } from '../failure'
import type { ModelId, Region } from '../ids'
import { requiredGrants } from '../models'
import type { AccountObservation, RoleObservation } from '../observation'
import { composePermissions, mergePermissions } from '../permission-policy'
import { known, type Reading } from '../reading'
import { judgeGrants } from '../role-grants'
import { callableModel, roleNamed } from '../target'
import { conflict, type Draft, type Planning, step, steps, together, unreadPart } from './draft'
import { contentHash } from './step-id'
import { plannedJob } from './wanted-of-job'

/** The inline policy that Rolecall writes; a further model of the same role gets one of its own. */
export const POLICY_NAME = 'rolecall-bedrock'

interface Call {
  region: Region
  model: ModelId
}

/** What the role must be allowed for every model that will be called with it, and is not allowed yet. */
export function permissionSteps(planning: Planning, after: string[]): Draft {
  const { account, setup } = planning
  if (!account?.roles.known) return steps()
  const role = roleNamed(account, setup.role)
  return together(callsOf(planning).map((call) => callSteps(planning, account, role, call, after)))
}

function callsOf({ jobs, setup, wanted, account }: Planning): Call[] {
  const planned = jobs.map((job) => plannedJob(job, setup, wanted, account))
  const taking = planned.filter(({ role }) => role.arn === wanted.role.arn)
  const calls: Call[] = taking.length > 0 ? taking : [wanted]
  return calls.filter(
    ({ region, model }, index) =>
      calls.findIndex((other) => other.region === region && other.model === model) === index,
  )
}

function callSteps(
  planning: Planning,
  account: AccountObservation,
  role: RoleObservation | null,
  call: Call,
  after: string[],
): Draft {
  const place = { region: call.region, account: account.account, partition: account.partition }
  const model = callableModel(account, call.region, call.model)
  if (!model.known) return conflict(`model ${call.model}`, model.failure.sentence)
  const refused = refusedBy(role, requiredGrants(model.value.resolution, place))
  if (!refused.known) return unreadPart(refused.failure)
  const denial = refused.value.find(({ decision }) => decision === 'explicitly-denied')
  if (denial) {
    const says = `${denial.policy ?? 'A policy'} denies ${denial.grant.action} on ${denial.grant.resource}. Rolecall leaves a Deny alone: remove or narrow it by hand.`
    return conflict(planning.wanted.role.arn, says)
  }
  if (role && refused.value.length === 0) return steps()
  const target = { ...place, target: model.value.resolution, breadth: planning.setup.breadth }
  return policyStep(planning, role, nameOf(planning, call), composePermissions(target), after)
}

/** A boundary forbids, and never grants: what the role's own policies allow needs no step. */
function refusedBy(role: RoleObservation | null, grants: ReturnType<typeof requiredGrants>) {
  if (!role) return known([])
  const judged = judgeGrants({ ...role, boundaryArn: null }, grants)
  return judged.known ? known(judged.value.filter(({ decision }) => decision !== 'allowed')) : judged
}

function nameOf({ wanted }: Planning, { region, model }: Call): string {
  if (region === wanted.region && model === wanted.model) return POLICY_NAME
  return `${POLICY_NAME}-${contentHash(`${region} ${model}`).slice(0, 6)}`
}

function policyStep(
  { setup, wanted }: Planning,
  role: RoleObservation | null,
  policy: string,
  document: string,
  after: string[],
): Draft {
  const before = role?.inlinePolicies.find(({ name }) => name === policy)?.document ?? null
  const merged = merge(before, document)
  if (!merged.known) return conflict(`policy ${policy} of ${wanted.role.arn}`, merged.failure.sentence)
  return steps(
    step(
      {
        kind: 'put-role-policy',
        account: setup.account,
        role: setup.role,
        policy,
        before,
        after: merged.value,
      },
      {
        link: 'permissions',
        title: `Allow ${setup.role} to call the model`,
        target: `${wanted.role.arn} policy ${policy}`,
        before,
        after: merged.value,
        language: 'json',
        calls: ['iam:PutRolePolicy'],
        needs: ['iam:PutRolePolicy'],
        dependsOn: after,
      },
    ),
  )
}

function merge(before: string | null, document: string): Reading<string> {
  try {
    return known(mergePermissions(before, document).document)
  } catch (error) {
    if (error instanceof ExpectedFailure) return { known: false, failure: error.failure }
    throw error
  }
}
