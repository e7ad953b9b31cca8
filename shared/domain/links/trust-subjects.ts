import { failure } from '../failure'
import type { Evidence, Finding, Repair } from '../finding'
import type { AccountObservation, RoleObservation } from '../observation'
import type { OurJob, Picture } from '../picture'
import { type PolicyDocument, parsePolicy } from '../policy-document'
import type { PredictedSubject } from '../subject'
import type { Target } from '../target'
import { GITHUB_ISSUER_HOST, STS_AUDIENCE } from '../trust-claims'
import { evaluateTrust, type StatementVerdict } from '../trust-policy'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { jobEvidence } from './job-evidence'
import { type Refusal, type RefusalCause, refusalOf } from './trust-causes'

/** No ref holds a `~` (git check-ref-format), so a policy that admits this admits whatever a run will fill in. */
export const ANY = '~any~'

/** Judges the role's trust for each event that can start the job; a finding each. */
export function jobFindings(
  picture: Picture,
  { job }: Target,
  role: RoleObservation,
  account: AccountObservation,
): Finding[] {
  if (!job) return []
  const parsed = parsePolicy(role.trust)
  if (!parsed.ok) return [unreadable(role, parsed.error)]
  if (!job.subjects.known) {
    return [unknownFinding('trust', scopedCheck('subject-unread', job.scope), job.subjects.failure)]
  }
  if (job.subjects.value.length === 0) return [noEvent(job)]
  const providerArn = providerArnOf(account)
  return job.subjects.value.map((presented) =>
    judge(picture, job, role, parsed.policy, providerArn, presented),
  )
}

function judge(
  { observation: { subject: settings } }: Picture,
  job: OurJob,
  role: RoleObservation,
  policy: PolicyDocument,
  providerArn: string,
  presented: PredictedSubject,
): Finding {
  const place: Place = { job, role, presented }
  // A subject that is not exact and leaves nothing open is a guess, of which nothing follows.
  if (!presented.exact && !presented.subject.includes('*')) return undecided(place, null)
  const claims = { ...presented.claims, sub: presented.subject.replaceAll('*', ANY) }
  const decision = evaluateTrust(policy, { providerArn, claims: presented.exact ? presented.claims : claims })
  if (decision.allowed) return admitted(place)
  // Without its settings no subject is predicted, so they are known here.
  if (!presented.exact || !settings.known) return undecided(place, null)
  const refusal = refusalOf(policy, decision, presented.subject, settings.value)
  return needsRunClaims(refusal) ? undecided(place, refusal.nearest) : refused(place, refusal)
}

/** One event that starts one job, and the role that it takes. */
interface Place {
  job: OurJob
  role: RoleObservation
  presented: PredictedSubject
}

function checkOf(what: string, { job, presented }: Place): string {
  return scopedCheck(what, { ...job.scope, event: presented.event })
}

function subjectEvidence({ job, presented }: Place, found: string | null): Evidence {
  const source = `${job.scope.path} on ${presented.event}`
  return evidence('subject', presented.subject, found, source, job.bedrock.job.line)
}

function admitted(place: Place): Finding {
  const { subject } = place.presented
  return finding('trust', checkOf('admits', place), 'ok', `The role admits ${subject}.`, {
    evidence: [subjectEvidence(place, subject)],
  })
}

/** A clause on a claim such as `actor` that only a run fills in. */
function needsRunClaims({ nearest }: Refusal): boolean {
  const failed = nearest?.failed ?? []
  return failed.length > 0 && failed.every(({ key, actual }) => actual === null && key.includes(':'))
}

function undecided(place: Place, nearest: StatementVerdict | null): Finding {
  const { job, presented, role } = place
  const says = `Whether the role admits ${job.scope.jobId} on ${presented.event} is known only in the run: ${presented.subject}.`
  return unknownFinding('trust', checkOf('known-in-run', place), failure('invalid', says), [
    subjectEvidence(place, null),
    ...clauses(nearest, role),
  ])
}

function refused(place: Place, { cause, nearest }: Refusal): Finding {
  const { job, presented, role } = place
  const repair: Repair =
    cause === 'explicit-deny'
      ? { kind: 'someone-else', who: 'whoever owns the role', what: 'Remove the Deny that refuses this job.' }
      : planned('Trust exactly this subject.', 'update-trust')
  return finding('trust', checkOf(cause, place), 'drift', SAYS[cause](presented.subject, role.name), {
    breaks: true,
    evidence: [subjectEvidence(place, null), ...clauses(nearest, role), ...jobEvidence(job)],
    repair,
  })
}

const SAYS: Record<RefusalCause, (subject: string, role: string) => string> = {
  'immutable-subject': (subject, role) =>
    `The role ${role} trusts the repository in another form than it presents itself: ${subject}.`,
  'case-mismatch': (subject, role) =>
    `The role ${role} spells ${subject} in other upper and lower case; IAM compares exactly.`,
  'wildcard-under-equals': (subject, role) =>
    `The role ${role} tests ${subject} with a wildcard under StringEquals, where * is an ordinary character.`,
  environment: (subject, role) =>
    `The job names an environment, and the role ${role} does not trust ${subject}.`,
  'pull-request': (subject, role) => `The role ${role} does not trust pull requests: ${subject}.`,
  'custom-subject': (subject, role) =>
    `The repository customises its subject, and the role ${role} does not trust ${subject}.`,
  audience: (_, role) => `The role ${role} expects another audience than ${STS_AUDIENCE}.`,
  'other-provider': (_, role) => `The role ${role} trusts another provider than the one of its account.`,
  'explicit-deny': (subject, role) => `A Deny in the trust policy of ${role} refuses ${subject}.`,
  'subject-refused': (subject, role) => `No statement of the role ${role} admits ${subject}.`,
}

function clauses(verdict: StatementVerdict | null, role: RoleObservation): Evidence[] {
  if (!verdict) return []
  const source = `trust policy of ${role.arn}`
  return verdict.failed.map(({ operator, key, wanted, actual }) =>
    evidence(`statement ${verdict.index + 1}: ${operator} ${key}`, wanted, actual, source),
  )
}

function noEvent({ scope }: OurJob): Finding {
  const says = `No event that starts ${scope.jobId} tells the subject that it will present.`
  return unknownFinding('trust', scopedCheck('no-event', scope), failure('invalid', says))
}

/** IAM stores no such document, but a server that stands in for it may. */
export function unreadable(role: RoleObservation, error: string): Finding {
  return unknownFinding(
    'trust',
    `unreadable@${role.arn}`,
    failure('invalid', `The trust policy of ${role.name} cannot be read: ${error}`),
    [evidence('trust policy', 'a valid document', role.trust, `IAM role ${role.arn}`)],
  )
}

/** Where the provider is missing, the provider link says so; the trust is judged as if it stood. */
export function providerArnOf({ provider, partition, account }: AccountObservation): string {
  if (provider.known && provider.value) return provider.value.arn
  return `arn:${partition}:iam::${account}:oidc-provider/${GITHUB_ISSUER_HOST}`
}
