import { allowanceFor, formsOfJob } from '../call-forms'
import { failure } from '../failure'
import type { Evidence, Finding, Repair } from '../finding'
import type { ModelId } from '../ids'
import { COUNTING_ACTION, requiredGrants, STREAMING_ACTION } from '../models'
import type { AccountObservation, RoleObservation } from '../observation'
import type { Picture } from '../picture'
import { type JudgedGrant, judgeGrants } from '../role-grants'
import { accountIn, callableModel, calledTargets, roleAt } from '../target'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { jobEvidence } from './job-evidence'
import { NO_ROLE_NAMED, notSetUp } from './not-set-up'
import { inlineQuota } from './quota-findings'
import { type Called, leastPolicies, widthFindings } from './width-findings'

type Target = ReturnType<typeof calledTargets>[number]

/** Whether the role may call the model: the profile, and the model in every region that it routes to. */
export function permissionsLink(picture: Picture): Finding[] {
  const targets = calledTargets(picture)
  if (targets.length === 0) return notSetUp(picture, 'permissions')
  const judged = targets.map((target) => ({ target, finding: judgeTarget(picture, target) }))
  return [...judged.map(({ finding: verdict }) => verdict), ...ofRoles(picture, judged)]
}

/** What is noted of each role as a whole: how wide it is, and how full its inline policies are. */
function ofRoles(picture: Picture, judged: readonly { target: Target; finding: Finding }[]): Finding[] {
  const arns = new Set(judged.flatMap(({ target }) => target.role?.arn ?? []))
  return [...arns].flatMap((arn) => {
    const mine = judged.filter(({ target }) => target.role?.arn === arn)
    const reference = mine[0]?.target.role
    const read = reference && accountIn(picture, reference.account)
    const role = reference && read?.known ? roleAt(read.value, reference) : null
    if (!read?.known || !role) return []
    const account = read.value
    const called = mine.flatMap(({ target }) => calledBy(target, account))
    const lacking = mine.filter(({ finding: { repair } }) => repair?.kind === 'plan')
    const pending = lacking.flatMap(({ target }) => calledBy(target, account))
    return [
      ...(called.length === mine.length ? widthFindings(picture, role, account, called) : []),
      ...inlineQuota(role, account, leastPolicies(picture, account, pending)),
    ]
  })
}

function calledBy({ job, region, model }: Target, account: AccountObservation): Called[] {
  const callable = region && model ? callableModel(account, region, model) : null
  if (!region || !callable?.known) return []
  const { resolution } = callable.value
  if (resolution.kind === 'wrong-region' || resolution.kind === 'unknown') return []
  return [
    { job, model: resolution, place: { region, account: account.account, partition: account.partition } },
  ]
}

function judgeTarget(picture: Picture, target: Target): Finding {
  if (!target.role) return unknownFinding('permissions', checkOf('no-role', target), NO_ROLE_NAMED)
  const account = accountIn(picture, target.role.account)
  if (!account.known) return unknownFinding('permissions', checkOf('unread', target), account.failure)
  const { roles } = account.value
  if (!roles.known) return unknownFinding('permissions', checkOf('unread', target), roles.failure)
  const role = roleAt(account.value, target.role)
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
  return judgeRole(picture, target, role, account.value)
}

function judgeRole(
  { setup }: Picture,
  target: Target,
  role: RoleObservation,
  account: AccountObservation,
): Finding {
  if (!target.region || !target.model) {
    return unknownFinding('permissions', checkOf('no-model', target), NO_MODEL_NAMED)
  }
  const model = callableModel(account, target.region, target.model)
  if (!model.known) return unknownFinding('permissions', checkOf('model-unread', target), model.failure)
  const place = { region: target.region, account: account.account, partition: account.partition }
  const forms = allowanceFor(setup, target.job ? [target.job] : [])
  const judged = judgeGrants(role, requiredGrants(model.value.resolution, place, forms))
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
  const refused = judged.filter(({ decision, certain }) => decision !== 'allowed' && certain)
  const open = judged.filter(({ certain }) => !certain)
  if (refused.length > 0) return refusal(target, role, model, refused)
  if (open.length > 0) return undecided(target, role, model, open)
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

/** A condition on the caller's address, a guardrail or the like: nothing is granted or refused before the call. */
function undecided(target: Target, role: RoleObservation, model: ModelId, open: JudgedGrant[]): Finding {
  const says = `Whether the role ${role.name} may call ${model} hangs on a condition that only the call meets or misses.`
  return finding('permissions', checkOf('known-in-run', target), 'unknown', says, {
    evidence: open.map((grant) => grantEvidence(grant, role)),
    repair: { kind: 'test-run', says: 'Start a test run.' },
  })
}

function refusal(target: Target, role: RoleObservation, model: ModelId, refused: JudgedGrant[]): Finding {
  const explicit = refused.some(({ decision }) => decision === 'explicitly-denied')
  const says = explicit
    ? `A Deny forbids the role ${role.name} to call ${model}.`
    : deniedText(role, model, refused)
  return finding('permissions', checkOf(explicit ? 'explicit-deny' : 'denied', target), 'drift', says, {
    // A model that is only to replace another is not called yet: what fails today is the other.
    breaks: model === target.model && !isOnlyUnused(refused, target),
    evidence: [
      ...refused.map((grant) => grantEvidence(grant, role)),
      ...(target.job ? jobEvidence(target.job) : []),
    ],
    repair: repairOf(refused, explicit),
  })
}

function repairOf(refused: readonly JudgedGrant[], explicit: boolean): Repair {
  const who = 'whoever owns the role'
  if (explicit) return { kind: 'someone-else', who, what: 'Remove the Deny, or exempt the model from it.' }
  // A policy of ours cannot reach beyond a boundary.
  return refused.every(({ byBoundary }) => byBoundary)
    ? { kind: 'someone-else', who, what: 'Allow the model in its permissions boundary.' }
    : planned('Allow the profile and every destination.', 'put-role-policy')
}

/** A call that neither streams its answer nor counts tokens needs the first action alone. */
function isOnlyUnused(refused: readonly JudgedGrant[], { job }: Target): boolean {
  const { streaming, countTokens } = job ? formsOfJob(job.acting.bedrock.job) : NO_FORMS
  return refused.every(({ grant: { action } }) => {
    if (action === COUNTING_ACTION) return !countTokens
    return action === STREAMING_ACTION && !streaming
  })
}

const NO_FORMS = { streaming: false, countTokens: false }

function deniedText(role: RoleObservation, model: ModelId, refused: readonly JudgedGrant[]): string {
  if (refused.every(({ byBoundary }) => byBoundary)) {
    return `The permissions boundary of the role ${role.name} does not allow all that ${model} needs.`
  }
  if (refused.every(({ grant }) => grant.action === COUNTING_ACTION)) {
    return `The role ${role.name} may call ${model}, but not count its tokens.`
  }
  return refused.every(({ grant }) => grant.action === STREAMING_ACTION)
    ? `The role ${role.name} may call ${model}, but not stream its answer.`
    : `No policy of the role ${role.name} allows all that ${model} needs.`
}

function grantEvidence({ grant, decision, certain, policy }: JudgedGrant, role: RoleObservation): Evidence {
  const said = certain ? decision : 'known only in the call'
  const found = policy === null || decision === 'denied' ? said : `${said} by ${policy}`
  return evidence(`${grant.action} on ${grant.resource}`, 'allowed', found, `IAM role ${role.arn}`)
}

function checkOf(what: string, { job, use }: Target): string {
  const of = use === null ? what : `${what}-of-${use}`
  return job ? scopedCheck(of, job.scope) : of
}
