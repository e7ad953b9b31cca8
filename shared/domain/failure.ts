import { z } from 'zod'
import { Instant } from './ids'
import { redact } from './redaction'

/** What the user can do about a failure, as data that a front door can render. */
export const Recovery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retry') }),
  z.object({ kind: z.literal('wait'), until: Instant.nullable() }),
  z.object({ kind: z.literal('connect-aws'), profile: z.string().nullable() }),
  z.object({ kind: z.literal('connect-github') }),
  z.object({ kind: z.literal('open-page'), url: z.url(), label: z.string() }),
  z.object({ kind: z.literal('replan') }),
  z.object({ kind: z.literal('correct-input'), field: z.string().nullable() }),
  z.object({ kind: z.literal('ask-administrator'), permission: z.string() }),
])
export type Recovery = z.infer<typeof Recovery>

/**
 * Why an expected failure happened. `outdated`: the world moved between plan and apply.
 * `conflict`: somebody else's object is in the way. `upstream`: AWS or GitHub failed on their side.
 */
export const FailureReason = z.enum([
  'not-connected',
  'credentials-expired',
  'forbidden',
  'sso-required',
  'not-found',
  'rate-limited',
  'offline',
  'invalid',
  'conflict',
  'outdated',
  'throttled',
  'upstream',
])
export type FailureReason = z.infer<typeof FailureReason>

/** An expected failure: a sentence for the user and what to do. Never holds a secret. */
export const Failure = z.object({
  reason: FailureReason,
  sentence: z.string(),
  recovery: Recovery,
  /** The upstream's own error code or HTTP status, for the curious. */
  code: z.string().nullable(),
})
export type Failure = z.infer<typeof Failure>

/** Carries a `Failure` through code that throws. Anything else thrown is a bug. */
export class ExpectedFailure extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.sentence, options)
    this.name = 'ExpectedFailure'
    this.failure = failure
  }
}

/** Builds a `Failure`; the recovery defaults to trying again. The sentence may quote an upstream: it is redacted. */
export function failure(
  reason: FailureReason,
  sentence: string,
  recovery: Recovery = { kind: 'retry' },
  code: string | null = null,
): Failure {
  return { reason, sentence: redact(sentence), recovery, code }
}
