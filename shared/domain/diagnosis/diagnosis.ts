import { z } from 'zod'
import { Evidence, Repair } from '../finding'

/** What the log tells after the cause: another known text, which would not stand there without the first. */
export const Consequence = z.object({
  cause: z.string(),
  row: z.number().int().nullable(),
  title: z.string(),
  line: z.number().int(),
  excerpt: z.string(),
})
export type Consequence = z.infer<typeof Consequence>

/**
 * Cause + evidence + repair for a failed run, or for a green one that did not show what it seems to. `row` is the row of
 * field-notes §7, null for a cause outside it. `certain`: text and observation agree. `likely`: the text says it and
 * nothing contradicts. `possible`: one of several.
 */
export const Diagnosis = z.object({
  cause: z.string(),
  row: z.number().int().nullable(),
  title: z.string(),
  says: z.string(),
  confidence: z.enum(['certain', 'likely', 'possible']),
  jobId: z.number().int().nullable(),
  jobName: z.string().nullable(),
  /** 1-based line of the job's log that decides. */
  line: z.number().int().nullable(),
  excerpt: z.string().nullable(),
  evidence: z.array(Evidence),
  /** In the order of the log, one for each further cause. */
  consequences: z.array(Consequence).default([]),
  repair: Repair.nullable(),
})
export type Diagnosis = z.infer<typeof Diagnosis>
