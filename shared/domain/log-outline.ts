import { z } from 'zod'

/** Where the lines of a step begin. */
export const StepLine = z.object({ number: z.number().int(), line: z.number().int() })
export type StepLine = z.infer<typeof StepLine>

/** What there is to know of a log before its lines are read; of bounded size however long the log is. */
export const LogOutline = z.object({
  /** False while the log is still arriving: then the rest is as far as it has come. */
  complete: z.boolean(),
  lines: z.number().int(),
  bytes: z.number().int(),
  /** First and last line of each group in turn, ascending: `[first, last, first, last, …]`. At most `MOST_GROUPS` groups. */
  groups: z.array(z.number().int()),
  groupCount: z.number().int(),
  /** Lines that the runner marks as errors, at most `MOST_ERRORS`. */
  errors: z.array(z.number().int()),
  errorCount: z.number().int(),
  warningCount: z.number().int(),
  steps: z.array(StepLine),
})
export type LogOutline = z.infer<typeof LogOutline>

export const MOST_GROUPS = 20_000
export const MOST_ERRORS = 5_000

/** A step as far as its place in the log depends on it. */
export interface TimedStep {
  number: number
  /** Milliseconds since the epoch, of whole seconds: GitHub tells no more. */
  startedAt: number
}

/** A group `Run …` with which the runner begins a step: its line, and when it was written (milliseconds). */
export interface RunGroup {
  line: number
  at: number
}

/** Steps are timed to the second, lines to 100 ns: what is written within the second may be the step before. */
const SLACK_MS = 2_000

/**
 * The first line of each step that has lines. A step begins at its group `Run …` where it has one in time, else at the
 * first line since it began. `firstLine` tells that line for each step, null where there is none.
 */
export function stepLines(
  steps: readonly TimedStep[],
  runs: readonly RunGroup[],
  firstLine: (step: TimedStep) => number | null,
): StepLine[] {
  const found: StepLine[] = []
  let after = 0
  for (const [index, step] of steps.entries()) {
    const own =
      index === 0
        ? undefined
        : runs.find(({ line, at }) => line > after && at >= step.startedAt && at < step.startedAt + SLACK_MS)
    const line = own?.line ?? firstLine(step)
    if (line === null || line <= after) continue
    found.push({ number: step.number, line })
    after = line
  }
  return found
}
