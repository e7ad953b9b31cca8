import { allowanceFor } from '../call-forms'
import { ExpectedFailure } from '../failure'
import type { Region } from '../ids'
import { type Grant, requiredGrants } from '../models'
import type { AccountObservation, RoleObservation } from '../observation'
import { composePermissions, mergePermissions } from '../permission-policy'
import { shapeOf, widestGrants } from '../permission-shape'
import { known, type Reading } from '../reading'
import { judgeGrants } from '../role-grants'
import { callableModel, roleNamed, whyNotCallable } from '../target'
import { callsOf, type PlannedCall } from './calls-of-plan'
import { conflict, type Draft, type Planning, step, steps, together, unreadPart } from './draft'
import { contentHash } from './step-id'

/** The inline policy that Rolecall writes; a further model of the same role gets one of its own. */
export const POLICY_NAME = 'rolecall-bedrock'

/** What the role must be allowed for every model that will be called with it, and is not allowed yet. */
export function permissionSteps(planning: Planning, after: string[]): Draft {
  const { account, setup } = planning
  if (!account?.roles.known) return steps()
  const role = roleNamed(account, setup.role)
  return together(callsOf(planning).map((call) => callSteps(planning, account, role, call, after)))
}

function callSteps(
  planning: Planning,
  account: AccountObservation,
  role: RoleObservation | null,
  call: PlannedCall,
  after: string[],
): Draft {
  const place = { region: call.region, account: account.account, partition: account.partition }
  const untold = untoldNeeds(planning, account, call)
  if (untold) return untold
  const model = callableModel(account, call.region, call.model)
  if (!model.known) return conflict(`model ${call.model}`, model.failure.sentence)
  const allowance = allowanceFor(planning.setup, call.jobs)
  const grants = requiredGrants(model.value.resolution, place, allowance)
  const judged = refusedBy(role, grants)
  if (!judged.known) return unreadPart(judged.failure)
  const refused = judged.value.filter(({ certain }) => certain)
  const denial = refused.find(({ decision }) => decision === 'explicitly-denied')
  if (denial) {
    const says = `${denial.policy ?? 'A policy'} denies ${denial.grant.action} on ${denial.grant.resource}. Rolecall leaves a Deny alone: remove or narrow it by hand.`
    return conflict(planning.wanted.role.arn, says)
  }
  const wanted = composePermissions({
    ...place,
    target: model.value.resolution,
    breadth: planning.setup.breadth,
    allowance,
    profiles: profilesIn(account, call.region),
  })
  const policy = nameOf(planning, call)
  const isEnough = role !== null && refused.length === 0 && standsAsChosen(planning, role, policy, wanted)
  if (isEnough) return boundaryConflict(planning, role, grants)
  // A policy of ours has no such condition, and would let the role past it.
  if (refused.length < judged.value.length) {
    const says = `${call.model} is allowed under a condition that only a call can meet. Rolecall does not widen it: allow the rest by hand.`
    return conflict(planning.wanted.role.arn, says)
  }
  return policyStep(planning, role, policy, wanted, after)
}

/** A model that was typed and is none that Bedrock lists is passed on; nobody is allowed another one in its place. */
function untoldNeeds({ setup }: Planning, account: AccountObservation, call: PlannedCall): Draft | null {
  if (!setup.modelAsTyped || call.model !== setup.model) return null
  const why = whyNotCallable(account, call.region, call.model)
  if (!why) return null
  const says = `${why} It is passed on as it was typed, and what the role needs for it is not known: allow it there by hand.`
  return conflict(`model ${call.model}`, says)
}

function profilesIn({ regions }: AccountObservation, region: Region) {
  const read = regions.find((one) => one.region === region)?.models
  return read?.known ? read.value.profiles : []
}

/** Whether the setup's breadth and allowance hold already: in the policy that Rolecall wrote, else in what any policy allows. */
function standsAsChosen({ setup }: Planning, role: RoleObservation, policy: string, wanted: string): boolean {
  const standing = role.inlinePolicies.find(({ name }) => name === policy)?.document ?? null
  const shape = standing === null ? null : shapeOf(standing)
  if (shape) return JSON.stringify(shape) === JSON.stringify(shapeOf(wanted))
  if (setup.breadth === 'model') return true
  const judged = judgeGrants({ ...role, boundaryArn: null }, widestGrants(wanted))
  return judged.known && judged.value.every(({ decision }) => decision === 'allowed')
}

/** What the role's own policies allow, and its boundary does not, is for whoever owns the boundary. */
function boundaryConflict({ setup }: Planning, role: RoleObservation, grants: readonly Grant[]): Draft {
  // What another boundary allows is known when it stands.
  if (setup.boundary !== undefined && setup.boundary !== role.boundaryArn) return steps()
  const judged = judgeGrants(role, grants)
  const forbidden =
    judged.known && judged.value.some(({ decision, certain }) => decision !== 'allowed' && certain)
  if (!forbidden) return steps()
  const says = `The permissions boundary ${role.boundaryArn} forbids what the role's policies allow. Allow the model in it.`
  return conflict(role.arn, says)
}

/** A boundary forbids, and never grants: what the role's own policies allow needs no step. */
function refusedBy(role: RoleObservation | null, grants: ReturnType<typeof requiredGrants>) {
  if (!role) return known([])
  const judged = judgeGrants({ ...role, boundaryArn: null }, grants)
  return judged.known ? known(judged.value.filter(({ decision }) => decision !== 'allowed')) : judged
}

function nameOf({ wanted }: Planning, { region, model }: PlannedCall): string {
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
