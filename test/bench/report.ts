import { cpus, loadavg, totalmem } from 'node:os'
import type {
  FleetFigures,
  LogFigures,
  ReadingFigures,
  ScrollFigures,
  SearchFigures,
  StartFigures,
  Timed,
} from './figures'

/* Of the last minute, when the bench began: what other programs left of the machine. */
const [LOAD_BEFORE = 0] = loadavg()

/** Everything that the bench measured. */
export interface Measured {
  repos: number
  worldMs: number
  fleet: FleetFigures
  start: StartFigures & { wallMs: number }
}

/** What was measured on one large log; ripgrep's times are null where there is none. */
export interface MeasuredLog {
  log: LogFigures
  ripgrepMs: { rare: number | null; common: number | null }
  scroll: ScrollFigures
}

/** The figures of a large log as a table of Markdown. */
export function logReport({ log, ripgrepMs, scroll }: MeasuredLog): string {
  const rate = log.bytes / 1e6 / (log.indexed.ms / 1000)
  const rows: Row[] = [
    ['Lines, bytes', `${log.lines.toLocaleString('en')}, ${(log.bytes / 1e6).toFixed(0)} MB`, null],
    ['First screen', ms(log.firstScreenMs), [log.firstScreenMs <= 300, '300 ms']],
    ['Fully indexed and kept', `${rate.toFixed(0)} MB/s`, [rate >= 100, '100 MB/s']],
    ['Fully indexed and kept, time', both(log.indexed), null],
    ['A page near the end', both(log.deep), null],
    ...searchRows('a rare text', log.rare, ripgrepMs.rare),
    ...searchRows(`a text in ${log.common.lines.toLocaleString('en')} lines`, log.common, ripgrepMs.common),
    ['Search, the rare text in any case', both(log.rareAnyCase.again), null],
    ['Search, the other text in any case', both(log.commonAnyCase.again), null],
    ['Search, regular expression', both(log.regex.again), null],
    ['Growth of memory', mebibytes(log.grownMib), [log.grownMib * 2 ** 20 <= 150e6, '150 MB']],
    [
      `Longest of ${scroll.frames} frames while scrolling`,
      ms(scroll.longestMs),
      [scroll.over50 === 0, '50 ms'],
    ],
    ['Frames beyond 50 ms', `${scroll.over50}`, null],
    ['Longest work of the page for a frame', ms(scroll.longestWorkMs), [scroll.longestWorkMs <= 50, '50 ms']],
    ['Work of the page for a frame, median', `${scroll.medianWorkMs.toFixed(1)} ms`, null],
  ]
  return `\nOne large log:\n\n${tableOf(rows)}`
}

function searchRows(text: string, { first, again }: SearchFigures, ripgrep: number | null): Row[] {
  const goal = (measured: number): Row[2] =>
    ripgrep === null ? null : [measured <= 2 * ripgrep, `${(2 * ripgrep).toFixed(0)} ms, twice ripgrep`]
  return [
    [`Search, ${text}, first time`, both(first), goal(first.ms)],
    [`Search, ${text}, again`, both(again), goal(again.ms)],
  ]
}

/** A figure, what was measured, and the goal, if there is one: whether it is met, and what it is. */
type Row = [figure: string, measured: string, goal: [met: boolean, text: string] | null]

function tableOf(rows: readonly Row[]): string {
  const told = rows.map(([figure, measured, goal]) => [
    figure,
    measured,
    goal === null ? 'none' : `${goal[1]}: ${goal[0] ? 'met' : '**missed**'}`,
  ])
  const table = [['Figure', 'Measured', 'Goal'], ['---', '---:', '---:'], ...told]
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function ms(amount: number): string {
  return `${amount.toFixed(0)} ms`
}

function both(timed: Timed): string {
  return `${ms(timed.ms)} (processor ${ms(timed.cpuMs)})`
}

/** The figures as a table of Markdown, below the facts of the machine. The goals are those of 1,000 repositories. */
export function report({ repos, worldMs, fleet, start }: Measured): string {
  const { first, second, judgeMs, peakRssMib, states } = fleet
  const rows: Row[] = [
    [`Start of a sandbox of ${repos} repositories`, seconds(worldMs), null],
    ['First reading', seconds(first.wallMs), [first.wallMs <= 20_000, '20 s']],
    ['First reading, processor time of the reader', seconds(first.cpuMs), null],
    ['First reading, requests', requests(first), null],
    ['Second reading', seconds(second.wallMs), [second.wallMs < first.wallMs, 'less than the first']],
    ['Second reading, processor time of the reader', seconds(second.cpuMs), null],
    ['Second reading, requests', requests(second), null],
    ['Judging one repository', `${judgeMs.toFixed(2)} ms`, [judgeMs <= 1, '1 ms']],
    [`Start to ${start.rows} rows from the cache`, seconds(start.wallMs), [start.wallMs <= 1000, '1 s']],
    ['Peak memory of the reader', mebibytes(peakRssMib), [peakRssMib <= 400, '400 MiB']],
    ['Peak memory of a start from the cache', mebibytes(start.peakRssMib), null],
  ]
  const counted = Object.entries(states).filter(([, count]) => count > 0)
  return [
    machine(),
    '',
    tableOf(rows),
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
