import { z } from 'zod'
import { ExpectedFailure, Failure } from './failure'

/** A part of the world that was read, or the reason why it could not be. A failed part leaves the rest standing. */
export type Reading<T> = { known: true; value: T } | { known: false; failure: Failure }

/** The schema of a `Reading` of `value`. */
export function reading<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value }),
    z.object({ known: z.literal(false), failure: Failure }),
  ])
}

export function known<T>(value: T): Reading<T> {
  return { known: true, value }
}

export function unread<T>(failure: Failure): Reading<T> {
  return { known: false, failure }
}

/** The value, or `otherwise` when it could not be read. */
export function valueOr<T>(part: Reading<T>, otherwise: T): T {
  return part.known ? part.value : otherwise
}

/** What `read` answers, or the expected failure that it ended with; anything else is a bug and goes on. */
export async function readingOf<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await read())
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}
