import { cpus, loadavg, totalmem } from 'node:os'
import type { FleetFigures, LogFigures, ReadingFigures, ScrollFigures, StartFigures } from './figures'

/* Of the last minute, when the bench began: what other programs left of the machine. */
const [LOAD_BEFORE = 0] = loadavg()

/** Everything that the bench measured. */
export interface Measured {
  repos: number
  worldMs: number
  fleet: FleetFigures
  start: StartFigures & { wallMs: number }
}

/** What was measured on one large log; `ripgrepMs` is null where there is no ripgrep. */
export interface MeasuredLog {
  log: LogFigures
  ripgrepMs: { rare: number; common: number } | null
  scroll: ScrollFigures
}

/** The figures of a large log as a table of Markdown. */
export function logReport({ log, ripgrepMs, scroll }: MeasuredLog): string {
  const rate = log.bytes / 1e6 / (log.indexedMs / 1000)
  const twice = (ms: number | undefined) =>
    ms === undefined ? 'no ripgrep here' : `${(2 * ms).toFixed(0)} ms`
  const rows: [string, string, string][] = [
    ['Lines, bytes', `${log.lines.toLocaleString('en')}, ${(log.bytes / 1e6).toFixed(0)} MB`, 'none'],
    ['First screen', `${log.firstScreenMs.toFixed(0)} ms`, '300 ms'],
    ['Fully indexed and kept', `${rate.toFixed(0)} MB/s`, '100 MB/s'],
    ['A page in the middle', `${log.deepMs.toFixed(0)} ms`, 'none'],
    ['Search, a rare text, first time', `${log.rareFirst.ms.toFixed(0)} ms`, twice(ripgrepMs?.rare)],
    ['Search, a rare text, again', `${log.rare.ms.toFixed(0)} ms`, twice(ripgrepMs?.rare)],
    ['Search, a rare text, any case', `${log.anyCase.ms.toFixed(0)} ms`, 'none'],
    [
      `Search, a text in ${log.common.lines} lines`,
      `${log.common.ms.toFixed(0)} ms`,
      twice(ripgrepMs?.common),
    ],
    ['Search, regular expression', `${log.regex.ms.toFixed(0)} ms`, 'none'],
    ['Growth of memory', mebibytes(log.grownMib), '150 MiB'],
    [`Longest of ${scroll.frames} frames while scrolling`, `${scroll.longestMs.toFixed(0)} ms`, '50 ms'],
    ['Frames beyond 50 ms', `${scroll.over50}`, '0'],
  ]
  const table = [['Figure', 'Measured', 'Goal'], ['---', '---:', '---:'], ...rows]
  return ['', 'One large log:', '', ...table.map((cells) => `| ${cells.join(' | ')} |`)].join('\n')
}

/** The figures as a table of Markdown, below the facts of the machine. The goals are those of 1,000 repositories. */
export function report({ repos, worldMs, fleet, start }: Measured): string {
  const { first, second, judgeMs, peakRssMib, states } = fleet
  const rows: [string, string, string][] = [
    [`Start of a sandbox of ${repos} repositories`, seconds(worldMs), 'none'],
    ['First reading', seconds(first.wallMs), '20 s'],
    ['First reading, processor time of the reader', seconds(first.cpuMs), 'none'],
    ['First reading, requests', requests(first), 'none'],
    ['Second reading', seconds(second.wallMs), 'clearly less'],
    ['Second reading, processor time of the reader', seconds(second.cpuMs), 'none'],
    ['Second reading, requests', requests(second), 'none'],
    ['Judging one repository', `${judgeMs.toFixed(2)} ms`, '1 ms'],
    [`Start to ${start.rows} rows from the cache`, seconds(start.wallMs), '1 s'],
    ['Peak memory of the reader', mebibytes(peakRssMib), '400 MiB'],
    ['Peak memory of a start from the cache', mebibytes(start.peakRssMib), 'none'],
  ]
  const table = [['Figure', 'Measured', 'Goal'], ['---', '---:', '---:'], ...rows]
  const counted = Object.entries(states).filter(([, count]) => count > 0)
  return [
    machine(),
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `States after the second reading: ${counted.map(([state, count]) => `${count} ${state}`).join(', ')}.`,
  ].join('\n')
}

function requests({ rest, graphql, unchanged }: ReadingFigures): string {
  return `${rest} REST (${unchanged} unchanged), ${graphql} GraphQL`
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function mebibytes(amount: number): string {
  return `${Math.round(amount)} MiB`
}

function machine(): string {
  const [processor] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return [
    `${cpus().length} cores`,
    processor?.model.trim() || 'unknown processor',
    `${memory} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.version}`,
    `load ${LOAD_BEFORE.toFixed(1)} before`,
  ].join(', ')
}
