import { z } from 'zod'

/** What is searched for in logs: a text as it stands, or a regular expression in RE2's syntax. Never over a line end. */
export const LogQuery = z.object({
  text: z.string().min(1).max(1000),
  regex: z.boolean(),
  caseSensitive: z.boolean(),
})
export type LogQuery = z.infer<typeof LogQuery>
