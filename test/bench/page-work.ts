import { z } from 'zod'

/* Chromium's trace tells for each task of a thread how long it worked, whoever else had the processor meanwhile. */

/** What has to be recorded for `workOfFrames`. */
export const TRACED = ['disabled-by-default-devtools.timeline', 'devtools.timeline']

const Event = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds: when it began, and of processor time how long its thread worked. */
  ts: z.number().default(0),
  tdur: z.number().default(0),
})
const Trace = z.object({ traceEvents: z.array(Event) })

/** Milliseconds of processor time that the page's thread worked for each frame, from one to the next. */
export function workOfFrames(trace: Buffer): number[] {
  const { traceEvents } = Trace.parse(JSON.parse(trace.toString()))
  const drawn = traceEvents.filter(({ name }) => name === 'FireAnimationFrame')
  const [any] = drawn
  if (!any) throw new Error('The trace holds no frame.')
  const begins = drawn.map(({ ts }) => ts).sort((a, b) => a - b)
  const work = begins.map(() => 0)
  for (const { name, pid, tid, ts, tdur } of traceEvents) {
    if (name !== 'RunTask' || pid !== any.pid || tid !== any.tid) continue
    const next = begins.findIndex((begun) => begun >= ts + tdur)
    const frame = next === -1 ? begins.length - 1 : next - 1
    if (frame >= 0) work[frame] = (work[frame] ?? 0) + tdur / 1000
  }
  return work
}
