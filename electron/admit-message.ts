import { z } from 'zod'

/** Characters; the largest message of the contract is a plan request with a use-case form, far below. */
const LONGEST = 1_048_576

const Id = z.string().min(1).max(64)

/** Content headers would make oRPC parse a form or a file out of the message: the contract has neither. */
const Headers = z.record(
  z.string().regex(/^(?!content-(?:type|disposition)$)/i),
  z.union([z.string(), z.array(z.string())]),
)

/** What oRPC's message-port link sends: a request, an item of a stream, or an abort (their numbers are oRPC's). */
const Message = z.union([
  z.object({
    i: Id,
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().regex(/^\/[\w./-]*$/),
      m: z.enum(['POST', 'GET']).optional(),
      h: Headers.optional(),
      b: z.unknown(),
    }),
  }),
  z.object({ i: Id, t: z.literal(3), p: z.object({ e: z.enum(['message', 'error', 'done']) }) }),
  z.object({ i: Id, t: z.literal(4) }),
])

/**
 * A message that oRPC can take, as text; null for anything else. oRPC's adapter decodes without a net: a message that
 * it cannot read would be an unhandled rejection of the main process.
 */
export function admitMessage(message: unknown): string | null {
  const text = textOf(message)
  if (text === null || text.length > LONGEST) return null
  try {
    return Message.safeParse(JSON.parse(text)).success ? text : null
  } catch {
    return null
  }
}

function textOf(message: unknown): string | null {
  if (typeof message === 'string') return message
  if (!(message instanceof ArrayBuffer || message instanceof Uint8Array)) return null
  return message.byteLength > LONGEST ? null : new TextDecoder().decode(message)
}
