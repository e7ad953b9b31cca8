import { z } from 'zod'
import { Failure } from '../failure'
import { Evidence, Repair } from '../finding'
import { Instant, RepositoryName } from '../ids'

/** One `AssumeRoleWithWebIdentity` as CloudTrail recorded it, accepted or refused (field-notes §8). */
export const SignInEvent = z.object({
  id: z.string(),
  at: Instant,
  region: z.string(),
  accepted: z.boolean(),
  /** STS’s error code; null where the role was given. */
  refusal: z.string().nullable(),
  subject: z.string().nullable(),
  /** ARN of the role that was asked for. */
  role: z.string().nullable(),
  sessionName: z.string().nullable(),
  /** ARN of the session, `assumed-role/…`; null where it was refused. */
  session: z.string().nullable(),
  /** Address that asked. */
  source: z.string().nullable(),
})
export type SignInEvent = z.infer<typeof SignInEvent>

/**
 * `found`: the session of this very job. `refused`: its refused attempts. `not-yet`: CloudTrail may still be behind.
 * `absent`: it would be there by now. `ambiguous`: there are some, and which is this job’s cannot be told. `unasked`: the
 * job never asked for a role. `unread`: CloudTrail could not be asked. `too-old`: CloudTrail forgets after 90 days.
 */
export const SignInState = z.enum([
  'found',
  'refused',
  'not-yet',
  'absent',
  'ambiguous',
  'unasked',
  'unread',
  'too-old',
])
export type SignInState = z.infer<typeof SignInState>

/** What AWS itself recorded of one exchange of a job’s token for its role. */
export const SignInProof = z.object({
  jobId: z.number().int(),
  jobName: z.string(),
  state: SignInState,
  says: z.string(),
  /** Where it was looked for, as far as that is known. */
  account: z.string().nullable(),
  region: z.string().nullable(),
  from: Instant.nullable(),
  to: Instant.nullable(),
  /** The subjects that were predicted for this job of this run; `*` for what only the run knew. */
  predicted: z.array(z.string()),
  event: SignInEvent.nullable(),
  /** Recorded attempts like it. */
  attempts: z.number().int(),
  candidates: z.array(SignInEvent),
  /** What was predicted beside what was presented. */
  evidence: z.array(Evidence),
  lookAgainAt: Instant.nullable(),
  failure: Failure.nullable(),
  repair: Repair.nullable(),
})
export type SignInProof = z.infer<typeof SignInProof>

/** The proof of one attempt of a run. */
export const RunProof = z.object({
  repository: RepositoryName,
  runId: z.number().int(),
  attempt: z.number().int(),
  readAt: Instant,
  signIns: z.array(SignInProof),
})
export type RunProof = z.infer<typeof RunProof>

/** Milliseconds after which CloudTrail shows an event for certain, and for which it keeps one (field-notes §8). */
export const TRAIL = { delay: 15 * 60_000, keeps: 90 * 24 * 3_600_000 }
