import { cpus, loadavg, totalmem } from 'node:os'
import type { FleetFigures, ReadingFigures, StartFigures } from './figures'

/* Of the last minute, when the bench began: what other programs left of the machine. */
const [LOAD_BEFORE = 0] = loadavg()

/** Everything that the bench measured. */
export interface Measured {
  repos: number
  worldMs: number
  fleet: FleetFigures
  start: StartFigures & { wallMs: number }
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
