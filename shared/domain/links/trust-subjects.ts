import { failure } from '../failure'
import type { Evidence, Finding, Repair } from '../finding'
import type { AccountObservation, RoleObservation } from '../observation'
import type { OurJob, Picture } from '../picture'
import { type PolicyDocument, parsePolicy } from '../policy-document'
import { known } from '../reading'
import type { PredictedSubject } from '../subject'
import type { Target } from '../target'
import { issuersBeside } from '../token-issuer'
import { GITHUB_ISSUER_HOST, issuerHostOf, KNOWN_IN_RUN } from '../trust-claims'
import { evaluateTrust, type StatementVerdict, type TokenRequest } from '../trust-policy'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { jobEvidence } from './job-evidence'
import { mayBeOwn } from './own-issuer'
import { type Refusal, type RefusalCause, refusalOf } from './trust-causes'

/** No ref holds a `~` (git check-ref-format), so a policy that admits this admits whatever a run will fill in. */
export const ANY = '~any~'

/** Judges the role's trust for each token that the job can present; events that present the same one share a finding. */
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
  const door = { policy: parsed.policy, providerArn: providerArnOf(account) }
  const { owner } = picture.observation.facts
  const issuer = issuerHostOf(door.providerArn) ?? GITHUB_ISSUER_HOST
  return byToken(job.subjects.value).map((tokens) =>
    judge(picture, { job, role, issuer, owner, ...tokens }, door),
  )
}

/** Tokens that differ only in the event are one to AWS, which has no key for it. */
function byToken(subjects: readonly PredictedSubject[]): Pick<Place, 'presented' | 'events' | 'nth'>[] {
  const groups = new Map<string, Pick<Place, 'presented' | 'events'>>()
  for (const presented of subjects) {
    const { event_name: _event, ...claims } = presented.claims
    const token = JSON.stringify([presented.exact, presented.open, claims])
    const events = [...new Set([...(groups.get(token)?.events ?? []), presented.event])]
    groups.set(token, { presented, events })
  }
  const tokens = [...groups.values()]
  return tokens.map((one, index) => ({ ...one, nth: tokens.slice(0, index).filter(alike(one)).length + 1 }))
}

function alike({ events }: Pick<Place, 'events'>) {
  return (other: Pick<Place, 'events'>) => other.events.join() === events.join()
}

interface Door {
  policy: PolicyDocument
  providerArn: string
}

function judge({ observation }: Picture, place: Place, { policy, providerArn }: Door): Finding {
  const { exact, subject, claims, open } = place.presented
  // A subject that is not exact and leaves nothing open is a guess, of which nothing follows.
  if (!exact && !subject.includes('*')) return undecided(place, null)
  const sub = exact ? subject : subject.replaceAll('*', ANY)
  const request = { providerArn, claims: { ...claims, sub }, open, context: KNOWN_IN_RUN }
  const decision = evaluateTrust(policy, request)
  const isSettled = exact || !mayDeny(policy, request)
  if (decision.allowed) return isSettled ? admitted(place) : undecided(place, null)
  // Without its settings no subject is predicted, so they are known here.
  if (!exact || !observation.subject.known) return undecided(place, null)
  const refusal = refusalOf(policy, decision, subject, observation.subject.value)
  return decision.certain ? refused(place, refusal) : undecided(place, refusal.nearest)
}

/** Whether some Deny could speak of a subject of which a part is open. */
function mayDeny(policy: PolicyDocument, request: TokenRequest): boolean {
  const { sub: _open, ...claims } = request.claims
  const denials = policy.statements.filter(({ effect }) => effect === 'Deny')
  const open = [...(request.open ?? []), 'sub']
  return evaluateTrust({ ...policy, statements: denials }, { ...request, claims, open }).decidedBy !== null
}

/** One token of one job, the events with which it comes, who signs it, and the role that it is for. */
interface Place {
  job: OurJob
  issuer: string
  owner: string
  role: RoleObservation
  presented: PredictedSubject
  events: string[]
  /** A push to several refs brings several tokens by the same event: which of them, from 1. */
  nth: number
}

function checkOf(what: string, { job, events, nth }: Place): string {
  return scopedCheck(nth === 1 ? what : `${what}.${nth}`, { ...job.scope, events })
}

function subjectEvidence({ job, presented, events }: Place, found: string | null): Evidence {
  const source = `${job.scope.path} on ${events.join(', ')}`
  return evidence('subject', presented.subject, found, source, job.bedrock.job.line)
}

function admitted(place: Place): Finding {
  const { subject } = place.presented
  return finding('trust', checkOf('admits', place), 'ok', `The role admits ${subject}.`, {
    evidence: [subjectEvidence(place, subject)],
  })
}

/** Part of the subject, or a clause on a claim such as `actor`, hangs on what only a run fills in. */
function undecided(place: Place, nearest: StatementVerdict | null): Finding {
  const { job, presented, events, role } = place
  const says = `Whether the role admits ${job.scope.jobId} on ${events.join(', ')} is known only in the run: ${presented.subject}.`
  return unknownFinding('trust', checkOf('known-in-run', place), failure('invalid', says), [
    subjectEvidence(place, null),
    ...clauses(nearest, role),
  ])
}

function refused(place: Place, { cause, nearest }: Refusal): Finding {
  const { job, presented, role, issuer, owner } = place
  const beside = cause === 'other-provider' ? issuersBeside({ roles: known([role]) }, issuer)[0] : undefined
  const repair: Repair =
    cause === 'explicit-deny'
      ? { kind: 'someone-else', who: 'whoever owns the role', what: 'Remove the Deny that refuses this job.' }
      : planned('Trust exactly this subject.', 'update-trust')
  const says = `${SAYS[cause](presented.subject, role.name)}${beside ? ` ${mayBeOwn(beside, owner)}` : ''}`
  return finding('trust', checkOf(cause, place), 'drift', says, {
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
  audience: (_, role) => `The role ${role} expects another audience than the one that the job asks for.`,
  'other-provider': (_, role) => `The role ${role} trusts another provider than the one of its account.`,
  'explicit-deny': (subject, role) => `A Deny in the trust policy of ${role} refuses ${subject}.`,
  'subject-refused': (subject, role) => `No statement of the role ${role} admits ${subject}.`,
}

/** What each failing clause would have to admit, and what it admits instead. */
function clauses(verdict: StatementVerdict | null, role: RoleObservation): Evidence[] {
  if (!verdict) return []
  const source = `trust policy of ${role.arn}`
  return verdict.failed.map(({ operator, key, wanted, actual }) =>
    evidence(`statement ${verdict.index + 1}: ${operator} ${key}`, actual, wanted, source),
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
export function providerArnOf(read: AccountObservation): string {
  const { provider, partition, account, issuerHost = GITHUB_ISSUER_HOST } = read
  if (provider.known && provider.value) return provider.value.arn
  return `arn:${partition}:iam::${account}:oidc-provider/${issuerHost}`
}
