import type { Failure } from '../failure'
import type { Finding } from '../finding'
import type { AccountObservation, RoleObservation } from '../observation'
import type { Picture } from '../picture'
import { accountIn, type RoleReference, roleAt, roleNamed, type Target, targetsOf } from '../target'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { jobEvidence } from './job-evidence'
import { NO_ROLE_NAMED, notSetUp } from './not-set-up'
import { leftoverIssuer } from './own-issuer'
import { trustQuota } from './quota-findings'
import { sessionFindings } from './session-length'
import { lintFindings } from './trust-lint-findings'
import { scopeFindings } from './trust-scopes'
import { jobFindings } from './trust-subjects'

/** Whether the role exists and admits every subject that the repository's jobs will present. */
export function trustLink(picture: Picture): Finding[] {
  const targets = targetsOf(picture)
  if (targets.length === 0) return notSetUp(picture, 'trust')
  const roles = new Map<string, { role: RoleObservation; account: AccountObservation }>()
  const findings = targets.flatMap((target) => {
    if (!target.role) return [unknownFinding('trust', checkOf('no-role', target), NO_ROLE_NAMED)]
    const account = accountIn(picture, target.role.account)
    if (!account.known) return [unread(target, account.failure)]
    if (!account.value.roles.known) return [unread(target, account.value.roles.failure)]
    const role = roleAt(account.value, target.role)
    if (!role) return [missing(target, target.role, account.value)]
    roles.set(role.arn, { role, account: account.value })
    return [
      ...jobFindings(picture, target, role, account.value),
      ...(target.job ? sessionFindings(picture, target.job, role) : []),
    ]
  })
  return [
    ...findings,
    ...[...roles.values()].flatMap(({ role, account }) => [
      ...scopeFindings(picture, role),
      ...lintFindings(role),
      ...leftoverIssuer(picture, role),
      ...trustQuota(picture, role, account),
    ]),
  ]
}

function checkOf(what: string, { job }: Target): string {
  return job ? scopedCheck(what, job.scope) : what
}

function unread(target: Target, why: Failure): Finding {
  return unknownFinding('trust', checkOf('unread', target), why, [
    evidence('role', 'trusts this repository', null, target.role?.arn ?? 'IAM'),
  ])
}

/** Only roles that trust GitHub are read: one that trusts nobody there does as little as none. */
function missing(target: Target, role: RoleReference, account: AccountObservation): Finding {
  const namesake = roleNamed(account, role.name)
  return finding(
    'trust',
    checkOf('role-missing', target),
    'missing',
    namesake
      ? `There is no role ${role.arn}; the role of that name is ${namesake.arn}.`
      : `The AWS account ${role.account} has no role ${role.name} that trusts GitHub.`,
    {
      breaks: true,
      evidence: [
        evidence('role', role.arn, namesake?.arn ?? null, `IAM in ${role.account}`),
        ...(target.job ? jobEvidence(target.job) : []),
      ],
      repair: namesake
        ? planned('Name the role by its ARN.', 'set-variable')
        : planned('Create the role, for exactly these jobs.', 'create-role', 'put-role-policy'),
    },
  )
}
