import {
  type LogOutline,
  MOST_ERRORS,
  MOST_GROUPS,
  type RunGroup,
  stepLines,
  type TimedStep,
} from '../../../shared/domain/log-outline'
import { LF, lineEnd, stampOf } from './line-bytes'
import type { LogIndex, LogSource } from './log-form'

/** What a log holds, and where its steps begin. */
export async function readOutline(source: LogSource, steps: readonly TimedStep[]): Promise<LogOutline> {
  const { index, complete } = source
  const { groups, errors } = index
  const firsts = new Map<TimedStep, number | null>()
  for (const step of steps) firsts.set(step, await firstLineSince(source, step.startedAt))
  return {
    complete,
    lines: index.lines,
    bytes: index.bytes,
    groups: groups.first.slice(0, MOST_GROUPS).flatMap((first, at) => [first, groups.last[at] ?? first]),
    groupCount: groups.first.length,
    errors: errors.slice(0, MOST_ERRORS),
    errorCount: errors.length,
    warningCount: index.warnings,
    steps: stepLines(steps, runGroups(index), (step) => firsts.get(step) ?? null),
  }
}

function runGroups({ groups }: LogIndex): RunGroup[] {
  return groups.first.flatMap((line, index) => {
    const at = groups.at[index] ?? null
    return groups.runs[index] === 1 && at !== null ? [{ line, at }] : []
  })
}

/** The first line that was written at that time or later (milliseconds); times ascend but for odd lines without one. */
async function firstLineSince(source: LogSource, since: number): Promise<number | null> {
  const { blocks } = source.index
  const later = blocks.findIndex(({ firstAt }) => firstAt !== null && firstAt >= since)
  const from = later === -1 ? blocks.length - 1 : Math.max(0, later - 1)
  for (let place = from; place <= (later === -1 ? from : later); place += 1) {
    const block = blocks[place]
    if (!block) return null
    const line = lineSince(await source.read(place), block.continued, since)
    if (line !== null) return block.firstLine + line
  }
  return null
}

function lineSince(bytes: Buffer, continued: boolean, since: number): number | null {
  let at = continued ? bytes.indexOf(LF) + 1 : 0
  for (let line = 0; at < bytes.length; line += 1) {
    const newline = bytes.indexOf(LF, at)
    const feed = newline === -1 ? bytes.length : newline
    if ((stampOf(bytes, at, lineEnd(bytes, at, feed)) ?? 0) >= since) return line
    at = feed + 1
  }
  return null
}
