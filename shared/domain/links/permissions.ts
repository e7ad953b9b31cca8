import { failure } from '../failure'
import type { Evidence, Finding } from '../finding'
import type { ModelId } from '../ids'
import { requiredGrants } from '../models'
import type { AccountObservation, RoleObservation } from '../observation'
import type { Picture } from '../picture'
import { type JudgedGrant, judgeGrants } from '../role-grants'
import { accountIn, callableModel, type Target, targetsOf } from '../target'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { jobEvidence } from './job-evidence'
import { NO_ROLE_NAMED, notSetUp } from './not-set-up'

/** Whether the role may call the model: the profile, and the model in every region that it routes to. */
export function permissionsLink(picture: Picture): Finding[] {
  const targets = targetsOf(picture)
  return targets.length === 0
    ? notSetUp(picture, 'permissions')
    : targets.map((target) => judgeTarget(picture, target))
}

function judgeTarget(picture: Picture, target: Target): Finding {
  if (!target.role) return unknownFinding('permissions', checkOf('no-role', target), NO_ROLE_NAMED)
  const account = accountIn(picture, target.role.account)
  if (!account.known) return unknownFinding('permissions', checkOf('unread', target), account.failure)
  const { roles } = account.value
  if (!roles.known) return unknownFinding('permissions', checkOf('unread', target), roles.failure)
  const role = roles.value.find(({ arn }) => arn === target.role?.arn)
  if (!role) {
    return finding(
      'permissions',
      checkOf('no-role', target),
      'missing',
      `Without the role ${target.role.name} nothing is allowed.`,
      {
        breaks: true,
        repair: planned('Create the role with a policy for the model.', 'create-role', 'put-role-policy'),
      },
    )
  }
  return judgeRole(target, role, account.value)
}

function judgeRole(target: Target, role: RoleObservation, account: AccountObservation): Finding {
  if (!target.region || !target.model) {
    return unknownFinding('permissions', checkOf('no-model', target), NO_MODEL_NAMED)
  }
  const model = callableModel(account, target.region, target.model)
  if (!model.known) return unknownFinding('permissions', checkOf('model-unread', target), model.failure)
  const place = { region: target.region, account: account.account, partition: account.partition }
  const judged = judgeGrants(role, requiredGrants(model.value.resolution, place))
  if (!judged.known) return unknownFinding('permissions', checkOf('unread', target), judged.failure)
  return verdictOf(target, role, model.value.model, judged.value)
}

/** Neither region nor model follow from the workflow, and no setup names them. */
const NO_MODEL_NAMED = failure(
  'invalid',
  'Which model a job calls, or in which region, cannot be told from the workflow. Choose them in a setup.',
  { kind: 'correct-input', field: 'model' },
)

function verdictOf(target: Target, role: RoleObservation, model: ModelId, judged: JudgedGrant[]): Finding {
  const refused = judged.filter(({ decision }) => decision !== 'allowed')
  if (refused.length === 0) {
    return finding(
      'permissions',
      checkOf('allowed', target),
      'ok',
      `The role ${role.name} may call ${model}.`,
      {
        evidence: judged.map((grant) => grantEvidence(grant, role)),
      },
    )
  }
  const explicit = refused.some(({ decision }) => decision === 'explicitly-denied')
  return finding(
    'permissions',
    checkOf(explicit ? 'explicit-deny' : 'denied', target),
    'drift',
    explicit
      ? `A Deny forbids the role ${role.name} to call ${model}.`
      : `No policy of the role ${role.name} allows all that ${model} needs.`,
    {
      // A model that is only to replace another is not called yet: what fails today is the other.
      breaks: model === target.model,
      evidence: [
        ...refused.map((grant) => grantEvidence(grant, role)),
        ...(target.job ? jobEvidence(target.job) : []),
      ],
      repair: explicit
        ? {
            kind: 'someone-else',
            who: 'whoever owns the role',
            what: 'Remove the Deny, or exempt the model from it.',
          }
        : planned('Allow the profile and every destination.', 'put-role-policy'),
    },
  )
}

function grantEvidence({ grant, decision, policy }: JudgedGrant, role: RoleObservation): Evidence {
  const found = policy === null || decision === 'denied' ? decision : `${decision} by ${policy}`
  return evidence(`${grant.action} on ${grant.resource}`, 'allowed', found, `IAM role ${role.arn}`)
}

function checkOf(what: string, { job }: Target): string {
  return job ? scopedCheck(what, job.scope) : what
}
