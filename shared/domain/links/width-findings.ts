import { allowanceFor } from '../call-forms'
import type { Evidence, Finding, Repair } from '../finding'
import type { ModelPlace, UsableModel } from '../models'
import type { AccountObservation, RoleObservation } from '../observation'
import { composePermissions } from '../permission-policy'
import type { OurJob, Picture } from '../picture'
import { POLICY_NAME } from '../plan/permission-steps'
import { type Width, widthsOf } from '../role-width'
import { evidence, finding, planned } from './found'
import { iamPage } from './iam-page'

/** What is called with a role, resolved in its region. */
export interface Called {
  job: OurJob | null
  model: UsableModel
  place: ModelPlace
}

/** The least policy with which everything that is called can be: as wide as the setup says, for this role. */
export function leastPolicies(
  { setup }: Picture,
  account: AccountObservation,
  called: readonly Called[],
): string[] {
  const documents = called.map(({ job, model, place }) => {
    const read = account.regions.find(({ region }) => region === place.region)?.models
    return composePermissions({
      ...place,
      target: model,
      breadth: setup?.breadth ?? 'model',
      allowance: allowanceFor(setup, job ? [job] : []),
      profiles: read?.known ? read.value.profiles : [],
    })
  })
  return [...new Set(documents)]
}

/**
 * Where a role may do more than its setup asks for: noted with the policy that would be enough, and never in the way.
 * Only what Rolecall itself wrote is narrowed by a plan; policies of others are theirs.
 */
export function widthFindings(
  picture: Picture,
  role: RoleObservation,
  account: AccountObservation,
  called: readonly Called[],
): Finding[] {
  const widths = called.map(({ model, place }) =>
    widthsOf(role, model, place, picture.setup?.breadth ?? 'model'),
  )
  /* What one job needs is no width of another's: only what is more than any of them needs. */
  const common = (widths[0] ?? []).filter(({ rule }) =>
    widths.every((all) => all.some((one) => one.rule === rule)),
  )
  if (common.length === 0) return []
  const enough = leastPolicies(picture, account, called).map((document) =>
    evidence('a policy that is enough', document, null, `IAM role ${role.arn}`),
  )
  return common.map((width) => told(role, width, enough))
}

function told(role: RoleObservation, { rule, level, may, policy }: Width, enough: Evidence[]): Finding {
  const found = role.inlinePolicies.concat(role.attachedPolicies).find(({ name }) => name === policy)
  const says = `The role ${role.name} may ${may}: its policy ${policy} is wider than the setup asks for.`
  return finding('permissions', `lint-${rule}@${role.arn}`, 'ok', says, {
    lint: level,
    evidence: [
      evidence('policy', null, found?.document ?? policy, `policy ${policy} of ${role.arn}`),
      ...enough,
    ],
    repair: repairOf(role, policy),
  })
}

function repairOf(role: RoleObservation, policy: string): Repair {
  if (policy.startsWith(POLICY_NAME))
    return planned('Narrow the policy to what the setup asks for.', 'put-role-policy')
  return { kind: 'open-page', url: iamPage(role, 'permissions'), label: 'Open the policies in IAM' }
}
