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

/** One search: milliseconds, and lines that were found. */
const SearchFigures = z.object({ ms: z.number(), lines: z.number() })

/** What `read-log` measures on one large log. Milliseconds. */
export const LogFigures = z.object({
  bytes: z.number(),
  lines: z.number(),
  firstScreenMs: z.number(),
  indexedMs: z.number(),
  /** A page far from both ends. */
  deepMs: z.number(),
  rareFirst: SearchFigures,
  rare: SearchFigures,
  anyCase: SearchFigures,
  common: SearchFigures,
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
})
export type ScrollFigures = z.infer<typeof ScrollFigures>

/** The most memory that this process ever had resident. */
export function peakRssMib(): number {
  return process.resourceUsage().maxRSS / 1024
}
