import { z } from 'zod'

/** One reading of the whole fleet. Milliseconds; requests as GitHub got them. */
export const ReadingFigures = z.object({
  wallMs: z.number(),
  cpuMs: z.number(),
  rest: z.number(),
  graphql: z.number(),
  /** Of the REST requests, those that were answered with 304. */
  unchanged: z.number(),
})
export type ReadingFigures = z.infer<typeof ReadingFigures>

/** What `read-fleet` measures. */
export const FleetFigures = z.object({
  first: ReadingFigures,
  second: ReadingFigures,
  /** Repositories of the last view in each state, so that a reading that failed does not pass for a fast one. */
  states: z.record(z.string(), z.number()),
  /** Milliseconds to infer the setup of one repository and judge its chain, nothing of it remembered. */
  judgeMs: z.number(),
  peakRssMib: z.number(),
})
export type FleetFigures = z.infer<typeof FleetFigures>

/** What `start-from-cache` tells once it has its rows. */
export const StartFigures = z.object({ rows: z.number(), peakRssMib: z.number() })
export type StartFigures = z.infer<typeof StartFigures>

/** Something that was done: milliseconds that passed, and of processor time in all threads. */
const Timed = z.object({ ms: z.number(), cpuMs: z.number() })
export type Timed = z.infer<typeof Timed>

/** One search, asked for the first time and then three times more: the best of those. */
const SearchFigures = z.object({ first: Timed, again: Timed, lines: z.number() })
export type SearchFigures = z.infer<typeof SearchFigures>

/** What `read-log` measures on one large log. Milliseconds. */
export const LogFigures = z.object({
  bytes: z.number(),
  lines: z.number(),
  firstScreenMs: z.number(),
  indexed: Timed,
  /** A page far from both ends. */
  deep: Timed,
  rare: SearchFigures,
  common: SearchFigures,
  rareAnyCase: SearchFigures,
  commonAnyCase: SearchFigures,
  regex: SearchFigures,
  /** How much more memory the process had resident at its peak than before. */
  grownMib: z.number(),
})
export type LogFigures = z.infer<typeof LogFigures>

/** What `scroll-log` measures in Chromium. */
export const ScrollFigures = z.object({
  frames: z.number(),
  medianMs: z.number(),
  longestMs: z.number(),
  /** Frames that took longer than 50 ms. */
  over50: z.number(),
  /** What the page's own thread worked for a frame, from its beginning until it was handed on to be drawn. */
  longestWorkMs: z.number(),
  medianWorkMs: z.number(),
})
export type ScrollFigures = z.infer<typeof ScrollFigures>

/** The most memory that this process ever had resident. */
export function peakRssMib(): number {
  return process.resourceUsage().maxRSS / 1024
}
