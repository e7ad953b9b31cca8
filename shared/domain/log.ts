import { z } from 'zod'
import { Recovery } from './failure'
import { Instant } from './ids'

/** A stretch of one colour; `fg` and `bg` are CSS colours or palette names `ansi-0`…`ansi-15`. */
export const Span = z.object({
  text: z.string(),
  fg: z.string().nullable(),
  bg: z.string().nullable(),
  bold: z.boolean(),
  dim: z.boolean(),
  italic: z.boolean(),
  underline: z.boolean(),
})
export type Span = z.infer<typeof Span>

/** One line of a job's log; `number` is 1-based in the raw file. */
export const LogLine = z.object({
  number: z.number().int(),
  at: Instant.nullable(),
  kind: z.enum(['plain', 'group', 'error', 'warning', 'notice', 'command', 'debug']),
  /** Text without timestamp, markers and escapes. */
  text: z.string(),
  spans: z.array(Span),
  /** Index in `groups` of the group that holds the line (a group's own line included); null outside. */
  group: z.number().int().nullable(),
})
export type LogLine = z.infer<typeof LogLine>

/** A `##[group]` with its lines, 1-based and inclusive. */
export const LogGroup = z.object({
  title: z.string(),
  firstLine: z.number().int(),
  lastLine: z.number().int(),
})
export type LogGroup = z.infer<typeof LogGroup>

export const ParsedLog = z.object({ lines: z.array(LogLine), groups: z.array(LogGroup) })
export type ParsedLog = z.infer<typeof ParsedLog>

/** Why a log is not there (field-notes §4). */
export const MissingLogReason = z.enum([
  'not-finished',
  'cancelled',
  'expired',
  'forbidden',
  'sso-required',
  'startup-failure',
  'gone',
])
export type MissingLogReason = z.infer<typeof MissingLogReason>

/** A log that is not there, and what to do where something can be done. */
export const MissingLog = z.object({
  available: z.literal(false),
  jobId: z.number().int(),
  reason: MissingLogReason,
  says: z.string(),
  recovery: Recovery.nullable().default(null),
})
export type MissingLog = z.infer<typeof MissingLog>

/** Whole where the log is short; of a long one its beginning, its errors with the lines around them, and its end. */
export const JobLog = z.discriminatedUnion('available', [
  z.object({ available: z.literal(true), jobId: z.number().int(), log: ParsedLog }),
  MissingLog,
])
export type JobLog = z.infer<typeof JobLog>
