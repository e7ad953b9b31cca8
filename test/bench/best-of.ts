import type { LogFigures, SearchFigures, Timed } from './figures'

/** Of several readings of the same log the best of each time, since others use the machine; of memory the most. */
export function bestOf(readings: readonly [LogFigures, ...LogFigures[]]): LogFigures {
  const [any] = readings
  const search = (pick: (figures: LogFigures) => SearchFigures): SearchFigures => ({
    lines: pick(any).lines,
    first: quickest(readings.map((each) => pick(each).first)),
    again: quickest(readings.map((each) => pick(each).again)),
  })
  return {
    bytes: any.bytes,
    lines: any.lines,
    firstScreenMs: Math.min(...readings.map(({ firstScreenMs }) => firstScreenMs)),
    indexed: quickest(readings.map(({ indexed }) => indexed)),
    deep: quickest(readings.map(({ deep }) => deep)),
    rare: search(({ rare }) => rare),
    common: search(({ common }) => common),
    rareAnyCase: search(({ rareAnyCase }) => rareAnyCase),
    commonAnyCase: search(({ commonAnyCase }) => commonAnyCase),
    regex: search(({ regex }) => regex),
    grownMib: Math.max(...readings.map(({ grownMib }) => grownMib)),
  }
}

/** The one that took the least time. */
export function quickest(times: readonly Timed[]): Timed {
  return times.reduce((best, each) => (each.ms < best.ms ? each : best))
}
