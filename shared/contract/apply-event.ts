import { z } from 'zod'
import { Failure } from '../domain/failure'
import { Chain } from '../domain/finding'
import { Application, JournalEntry } from '../domain/journal'

/** Progress of an application, or of its undo. `chain` closes it: the repository read again. */
export const ApplyEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), application: Application }),
  z.object({ kind: z.literal('step'), applicationId: z.string(), entry: JournalEntry }),
  z.object({ kind: z.literal('waiting'), applicationId: z.string(), says: z.string() }),
  z.object({
    kind: z.literal('ended'),
    application: Application,
    failure: Failure.nullable(),
    chain: Chain.nullable(),
  }),
])
export type ApplyEvent = z.infer<typeof ApplyEvent>
