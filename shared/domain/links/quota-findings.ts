import type { Finding, LinkName } from '../finding'
import type { AccountObservation, RoleObservation } from '../observation'
import type { Picture } from '../picture'
import { POLICY_NAME } from '../plan/permission-steps'
import { parsePolicy } from '../policy-document'
import { POLICY_WAYS_OUT, quotasOf, sizeOf, TRUST_WAYS_OUT } from '../policy-quota'
import { valueOr } from '../reading'
import { repositoryClaims } from '../subject-rule'
import { targetsOf } from '../target'
import { GITHUB_ISSUER_HOST, issuerHostOf, KNOWN_IN_RUN, STS_AUDIENCE } from '../trust-claims'
import { admitSubjects } from '../trust-edit'
import { evaluateTrust } from '../trust-evaluation'
import { evidence, finding } from './found'
import { providerArnOf } from './trust-subjects'

/** From here on a quota is near: the next repository or model may be the one that no longer fits. */
const NEAR = 0.9

/** How full one kind of policy of a role is, and will be once the pending repair is made. */
interface Fullness {
  link: LinkName
  what: string
  /** `takes` or `take`. */
  takes: string
  now: number
  after: number
  quota: number
  waysOut: string
}

/** Of a trust policy: told before IAM refuses it (IAM user guide, IAM and AWS STS quotas). */
export function trustQuota(picture: Picture, role: RoleObservation, account: AccountObservation): Finding[] {
  const now = sizeOf(role.trust)
  const after = sizeOf(admittingAll(picture, role, account) ?? role.trust)
  const quota = quotasOf(account).trust
  return fullness(role, {
    link: 'trust',
    what: 'trust policy',
    takes: 'takes',
    now,
    after,
    quota,
    waysOut: TRUST_WAYS_OUT,
  })
}

/** Of all inline policies of a role together; `pending` are those that the repair puts there, or in the place of its own. */
export function inlineQuota(
  role: RoleObservation,
  account: AccountObservation,
  pending: readonly string[],
): Finding[] {
  const size = (some: RoleObservation['inlinePolicies']) =>
    some.reduce((total, { document }) => total + sizeOf(document ?? ''), 0)
  const kept = role.inlinePolicies.filter(({ name }) => name !== POLICY_NAME)
  const now = size(role.inlinePolicies)
  const added = pending.reduce((total, document) => total + sizeOf(document), 0)
  const after = pending.length === 0 ? now : size(kept) + added
  const quota = quotasOf(account).inline
  const what = { link: 'permissions', what: 'inline policies', takes: 'take' } as const
  return fullness(role, { ...what, now, after, quota, waysOut: POLICY_WAYS_OUT })
}

function fullness(
  { name, arn }: RoleObservation,
  { link, what, takes, now, after, quota, waysOut }: Fullness,
): Finding[] {
  if (after < quota * NEAR) return []
  const counted = `${after.toLocaleString('en')} of ${quota.toLocaleString('en')} characters`
  const found = [
    evidence(
      'characters',
      `${quota.toLocaleString('en')} at most`,
      now.toLocaleString('en'),
      `${what} of ${arn}`,
    ),
    ...(after > now
      ? [evidence('with the repair', null, after.toLocaleString('en'), `${what} of ${arn}`)]
      : []),
  ]
  if (after > quota) {
    const says = `The repair does not fit: with it the ${what} of ${name} would take ${counted}, white space not counted. ${waysOut}`
    return [finding(link, `quota@${arn}`, 'blocked', says, { evidence: found })]
  }
  const says = `The ${what} of ${name} ${after > now ? 'will take' : takes} ${counted}: soon nothing more fits. ${waysOut}`
  return [finding(link, `lint-near-quota@${arn}`, 'ok', says, { lint: 'low', evidence: found })]
}

/** The trust with every job's subject admitted that it refuses; null where nothing is refused, or no edit is safe. */
function admittingAll(picture: Picture, role: RoleObservation, account: AccountObservation): string | null {
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return null
  const providerArn = providerArnOf(account)
  const subjects = targetsOf(picture)
    .filter(({ role: wanted }) => wanted?.arn === role.arn)
    .flatMap(({ job }) => (job ? valueOr(job.subjects, []) : []))
    .filter(({ exact, subject: sub, claims, open }) => {
      if (!exact) return false
      const request = { providerArn, claims: { ...claims, sub }, open, context: KNOWN_IN_RUN }
      const { allowed, certain } = evaluateTrust(parsed.policy, request)
      return !allowed && certain
    })
    .map(({ subject }) => subject)
  if (subjects.length === 0) return null
  const issuerHost = issuerHostOf(providerArn) ?? GITHUB_ISSUER_HOST
  const claims = repositoryClaims(picture.observation.facts)
  const edit = admitSubjects(role.trust, {
    providerArn,
    issuerHost,
    audience: STS_AUDIENCE,
    subjects: [...new Set(subjects)],
    claims,
  })
  return edit.ok ? edit.document : null
}
