import { ORPCError } from '@orpc/client'
import { ExpectedFailure, Failure, type Recovery } from '../../shared/domain/failure'

/**
 * What a verb's exit code says. `bad`: it was done, and the answer is not good (a run failed, a step was refused,
 * a form is missing). `unanswered`: it could not be done; standard error says why. `defect`: a bug of ours.
 */
export const EXIT = { fine: 0, bad: 1, usage: 2, unanswered: 3, defect: 70 } as const

/** The expected failure behind what a procedure or the house threw; null for a bug. */
export function failureBehind(error: unknown): Failure | null {
  if (error instanceof ExpectedFailure) return error.failure
  if (!(error instanceof ORPCError)) return null
  if (error.code === 'BAD_REQUEST') {
    return {
      reason: 'invalid',
      sentence: 'The input is not what this verb takes. See --help.',
      recovery: { kind: 'correct-input', field: null },
      code: null,
    }
  }
  const parsed = Failure.safeParse(error.data)
  return parsed.success ? parsed.data : null
}

/** A failure as one line: what happened, and what to do. */
export function told({ sentence, recovery }: Failure): string {
  const next = advice(recovery)
  return next ? `${sentence} ${next}` : sentence
}

/** What to do, as a person at a terminal would do it. */
function advice(recovery: Recovery): string | null {
  switch (recovery.kind) {
    case 'retry':
      return 'Try again.'
    case 'wait':
      return recovery.until ? `Wait until ${recovery.until}.` : 'Wait a little.'
    case 'connect-aws':
      return 'Name a profile in AWS_PROFILE or connect one in the panel (rolecall serve), or add --sandbox.'
    case 'connect-github':
      return 'Put a token into GITHUB_TOKEN, or add --sandbox.'
    case 'open-page':
      return `${recovery.label}: ${recovery.url}`
    case 'replan':
      return 'Run `plan` again and look at it.'
    case 'correct-input':
      return null
    case 'ask-administrator':
      return `Ask an administrator for ${recovery.permission}.`
  }
}
