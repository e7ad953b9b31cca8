import type { Failure } from '../failure'
import type { Evidence, Repair } from '../finding'
import { parseRoleArn } from '../ids'
import type { RepositoryFacts } from '../observation'
import type { RunJob } from '../run'
import { matchSignIn, predicts } from './match'
import { type SignInEvent, type SignInProof, TRAIL } from './sign-in'
import { type SoughtSignIn, timeOfEvent } from './sought'

/** What was read of CloudTrail for one exchange, or why it could not be. */
export type ReadSignIns = { known: true; events: SignInEvent[] } | { known: false; failure: Failure }

/** What else a proof is made from. */
export interface ProofPremises {
  facts: Pick<RepositoryFacts, 'id' | 'repository'>
  /** Milliseconds since the epoch. */
  now: number
  /** Whether something else of the same repository may have asked for the role in that time. */
  others: boolean
  /** What mends a refusal, as the chain tells it for this very job. */
  repair: Repair | null
}

const TEST_AGAIN: Repair = {
  kind: 'test-run',
  says: 'Start a test run: it shows what GitHub presents now.',
}

/** What CloudTrail says of one exchange. */
export function proveSignIn(sought: SoughtSignIn, read: ReadSignIns, premises: ProofPremises): SignInProof {
  const bare = bareProof(sought)
  if (!read.known) return { ...bare, state: 'unread', says: read.failure.sentence, failure: read.failure }
  const match = matchSignIn(sought, read.events, premises.facts, premises.others)
  const complete = sought.to + TRAIL.delay
  const isBehind = premises.now < complete
  switch (match.state) {
    case 'ambiguous':
      return {
        ...bare,
        state: 'ambiguous',
        says: `CloudTrail has sign-ins of that time, and which is this job’s cannot be told. ${match.why}`,
        candidates: match.candidates,
      }
    case 'none':
      return isBehind ? notYet(bare, complete) : absent(bare)
    case 'found':
    case 'refused': {
      // The same subject may be another run’s, while this one’s event is still on its way.
      if (premises.others && isBehind) return notYet(bare, complete)
      return settled(bare, sought, match, premises)
    }
    default: {
      const unreachable: never = match
      return unreachable
    }
  }
}

/** An exchange that cannot be looked for, or need not. */
export function unsought(
  job: Pick<RunJob, 'id' | 'name'>,
  state: 'unasked' | 'unread',
  says: string,
): SignInProof {
  return { ...EMPTY, jobId: job.id, jobName: job.name, state, says }
}

/** An exchange of so long ago that CloudTrail has forgotten it; null for a younger one. */
export function tooOld(sought: SoughtSignIn, now: number): SignInProof | null {
  if (sought.from > now - TRAIL.keeps) return null
  return { ...bareProof(sought), state: 'too-old', says: 'CloudTrail keeps events for 90 days only.' }
}

const EMPTY: Omit<SignInProof, 'jobId' | 'jobName' | 'state' | 'says'> = {
  account: null,
  region: null,
  from: null,
  to: null,
  predicted: [],
  event: null,
  attempts: 0,
  candidates: [],
  evidence: [],
  lookAgainAt: null,
  failure: null,
  repair: null,
}

function bareProof(sought: SoughtSignIn) {
  const { job, role, region, subjects } = sought
  const { from, to } = timeOfEvent(sought)
  return {
    ...EMPTY,
    jobId: job.id,
    jobName: job.name,
    account: (role && parseRoleArn(role)?.account) ?? null,
    region,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    predicted: [...new Set(subjects)],
  }
}

type Bare = ReturnType<typeof bareProof>

function notYet(bare: Bare, complete: number): SignInProof {
  return {
    ...bare,
    state: 'not-yet',
    says: 'CloudTrail does not show it yet; it may be up to 15 minutes late.',
    lookAgainAt: new Date(complete).toISOString(),
  }
}

function absent(bare: Bare): SignInProof {
  const where = [bare.account && `account ${bare.account}`, bare.region].filter(Boolean).join(', ')
  const says = `CloudTrail of ${where} has no sign-in of this job. AWS does not record a token that it could not verify; else the job asked in another region or account.`
  return { ...bare, state: 'absent', says }
}

function settled(
  bare: Bare,
  sought: SoughtSignIn,
  match: { state: 'found'; event: SignInEvent } | { state: 'refused'; event: SignInEvent; attempts: number },
  { repair }: ProofPremises,
): SignInProof {
  const { event } = match
  const isPredicted = event.subject !== null && predicts(sought.subjects, event.subject)
  const proof = { ...bare, event, evidence: evidenceOf(event, sought), attempts: 1 }
  if (match.state === 'found') {
    const says = isPredicted
      ? 'AWS recorded the session that this job was given, for the subject that was predicted.'
      : 'AWS recorded the session that this job was given, for another subject than was predicted.'
    return { ...proof, state: 'found', says }
  }
  const says = isPredicted
    ? 'AWS refused the role to this job, and recorded the subject that it presented: the predicted one.'
    : 'AWS refused the role to this job, and recorded the subject that it presented: it is not the predicted one.'
  return {
    ...proof,
    state: 'refused',
    says,
    attempts: match.attempts,
    repair: isPredicted ? (repair ?? TEST_AGAIN) : TEST_AGAIN,
  }
}

/** What was predicted beside what AWS recorded. */
function evidenceOf(event: SignInEvent, { subjects, role, sessionName }: SoughtSignIn): Evidence[] {
  const source = `CloudTrail, ${event.region}`
  const fact = (label: string, wanted: string | null, found: string | null): Evidence[] =>
    found === null ? [] : [{ label, wanted, found, source, line: null }]
  const [first = null] = subjects
  const fitting = subjects.find((one) => event.subject !== null && predicts([one], event.subject))
  return [
    ...fact('subject', fitting ?? first, event.subject),
    ...fact('role', role, event.role),
    ...fact('session name', sessionName, event.sessionName),
  ]
}
